import type { HttpRequest } from '../../exchange';
import { DEFAULT_READINGS, type Readings } from '../../protocol';

type LicenseReadings = Pick<Readings, 'license.body' | 'license.contentType'>;

const NATURAL: Readonly<Record<Readings['license.body'], string>> = {
  raw: 'application/octet-stream',
  'form-spc-base64': 'application/x-www-form-urlencoded',
  json: 'application/json',
};

/** An SPC as the readings have license requests: raw bytes by default, as public players send it. */
export function wrapped(spc: Buffer, readings: LicenseReadings): Pick<HttpRequest, 'headers' | 'body'> {
  const form = readings['license.body'];
  const said = readings['license.contentType'];
  // Who only names the form means the media type that goes with it.
  const type = said === DEFAULT_READINGS['license.contentType'] ? NATURAL[form] : said;
  return { headers: { 'content-type': type }, body: bodyOf(spc, form) };
}

function bodyOf(spc: Buffer, form: Readings['license.body']): Buffer {
  switch (form) {
    case 'raw':
      return spc;
    case 'form-spc-base64':
      return Buffer.from(`spc=${encodeURIComponent(spc.toString('base64'))}`);
    case 'json':
      return Buffer.from(JSON.stringify({ spc: spc.toString('base64') }));
  }
}
