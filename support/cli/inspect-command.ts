import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { inspectSpc, loadTestCredentials, parseSpc, spcFromBase64, SpcError, type SpcOutside } from '../fairplay';
import { UsageError } from './usage-error';

export interface InspectOptions {
  readonly json?: boolean;
}

/** An SPC has some thousand bytes; twice as many digits in base64 do no harm. */
const MOST_BYTES = 1024 * 1024;

/** What can be said of an SPC. */
interface Inspected extends SpcOutside {
  readonly bytes: number;
  /** How the file held it. */
  readonly form: 'raw' | 'base64';
  readonly inside: { readonly assetID: string } | { readonly unread: string };
}

/** `sees-conformance spc inspect FILE`; `-` is standard input. */
export async function inspectCommand(file: string, options: InspectOptions = {}): Promise<number> {
  const place = file === '-' ? 'standard input' : file;
  const inspected = inspect(await readAll(file === '-' ? process.stdin : createReadStream(file), place), place);
  process.stdout.write(`${options.json === true ? toJson(inspected) : toLines(inspected).join('\n')}\n`);
  return 0;
}

function inspect(content: Buffer, place: string): Inspected {
  try {
    const { bytes, form } = unwrapped(content);
    const outside = inspectSpc(bytes);
    return { ...outside, bytes: bytes.length, form, inside: inside(bytes) };
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    throw new UsageError(`${place}: ${error.message}. Right: one SPC, as raw bytes or as base64`);
  }
}

/** Raw bytes begin with the version word, so that all of it printable is base64 or no SPC at all. */
function unwrapped(content: Buffer): { bytes: Buffer; form: Inspected['form'] } {
  const text = content.toString('latin1').trim();
  if (!/^AAAAA[Qgw]/.test(text)) return { bytes: content, form: 'raw' };
  return { bytes: spcFromBase64(text), form: 'base64' };
}

/** @throws {UsageError} when it cannot be read, or there is too much for an SPC */
async function readAll(stream: Readable, place: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > MOST_BYTES) break;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new UsageError(`${place}: cannot be read (${code}). Right: a file with one SPC, or - for standard input`);
  }
  if (length <= MOST_BYTES) return Buffer.concat(chunks);
  const what = `more than ${String(MOST_BYTES)} bytes are no SPC`;
  throw new UsageError(`${place}: ${what}. Right: one SPC, as raw bytes or as base64`);
}

/** Only the test credentials open an SPC here; the device id stays out of the terminal. */
function inside(bytes: Buffer): Inspected['inside'] {
  try {
    return { assetID: parseSpc(bytes, loadTestCredentials()).assetId.toString('utf8') };
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    return { unread: error.defect };
  }
}

function ofTestCertificate(hash: Buffer | undefined): boolean | undefined {
  return hash?.equals(createHash('sha1').update(loadTestCredentials().certificate).digest());
}

function toJson({ bytes, form, version, opaque, payloadLength, certificateHash, inside }: Inspected): string {
  const shown = {
    version,
    bytes,
    form,
    opaque,
    payloadBytes: payloadLength,
    certificateSha1: certificateHash?.toString('hex'),
    testCertificate: ofTestCertificate(certificateHash),
    ...('assetID' in inside ? { assetID: inside.assetID } : { unread: inside.unread }),
  };
  return JSON.stringify(shown, undefined, 2);
}

function toLines({ bytes, form, version, opaque, payloadLength, certificateHash, inside }: Inspected): string[] {
  const written = form === 'base64' ? ', written as base64' : '';
  const first = `SPC version ${String(version)}, ${String(bytes)} bytes${written}`;
  if (opaque) return [first, 'this version is opaque here: nothing more can be said'];
  const whose = ofTestCertificate(certificateHash) === true ? ', the test certificate of this project' : '';
  return [
    first,
    `payload: ${String(payloadLength ?? 0)} bytes`,
    `certificate (SHA-1): ${certificateHash?.toString('hex') ?? 'unknown'}${whose}`,
    ...('assetID' in inside
      ? [`asset id: ${printable(inside.assetID)}`, 'made with the test credentials of this project']
      : [`inside: not readable with the test credentials (${inside.unread})`]),
  ];
}

/** Whoever made the SPC chose the text. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- a terminal obeys them
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '?');
}
