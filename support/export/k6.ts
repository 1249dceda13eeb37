import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readings } from '../protocol';
import { Device } from '../fairplay';
import { Identities, wrapped, type SpcSource, type Titles } from '../session';

export interface K6Parts {
  readonly titles: Titles;
  readonly spcs: SpcSource;
  readonly seed: number;
  readonly nonce: string;
  /** Devices, and so SPC pairs. */
  readonly flows: number;
  readonly readings: Pick<Readings, 'license.body' | 'license.contentType' | 'license.denyStatuses'>;
  /** Entitlement endpoint; undefined: whoever runs the script has to name it. */
  readonly seesUrl: string | undefined;
  readonly recordVisibilityMs: number;
  readonly suiteVersion: string;
  /** Name of the file, for its head. */
  readonly file: string;
}

/** A script for k6 that needs nothing beside itself. SPCs are in it, keys and authenticators are not. */
export async function k6Script(parts: K6Parts): Promise<string> {
  const { readings, titles, flows, seesUrl } = parts;
  const pairs: string[] = [];
  for (let number = 1; number <= flows; number += 1) pairs.push(await pairOf(number, parts));
  const place = seesUrl === undefined ? undefined : withoutSecrets(seesUrl);
  const text = pairs.join('\n');
  const values: Readonly<Record<string, string>> = {
    VERSION: parts.suiteVersion,
    FILE: parts.file,
    FLOWS: String(flows),
    SIZE:
      text.length < 2 ** 20
        ? `${String(Math.ceil(text.length / 1024))} KiB`
        : `${(text.length / 2 ** 20).toFixed(1)} MiB`,
    DEFAULT_URL: place === undefined ? '' : ` (default ${place})`,
    SEES_URL: literal(place ?? ''),
    RECORD_WAIT: String(Math.ceil(parts.recordVisibilityMs / 1000)),
    REGISTRATION: literal(titles.registration.contentID),
    LICENSE_BODY: literal(readings['license.body']),
    LICENSE_TYPE: literal(wrapped(Buffer.alloc(0), readings).headers['content-type'] ?? ''),
    DENY_STATUSES: literal(readings['license.denyStatuses']),
    PAIRS: text,
  };
  const template = readFileSync(join(__dirname, 'k6-script.template'), 'utf8');
  return template.replace(/\{\{([A-Z_0-9]+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

async function pairOf(number: number, { titles, spcs, seed, nonce }: K6Parts): Promise<string> {
  const identities = new Identities(seed, nonce, `k6 flow ${String(number)}`);
  const name = `flow ${String(number)}`;
  const device = new Device({ name, hu: identities.hu() });
  const player = { name, device, cookie: identities.cookie(), registration: 'none' as const };
  const title = titles.nth(number);
  const order = { deviation: 'none', hu: undefined } as const;
  const first = await spcs.make(player, { ...order, contentID: titles.registration.contentID, requestType: 2 });
  const second = await spcs.make(player, { ...order, contentID: title.contentID, requestType: 3 });
  return `  [${literal(title.contentID)}, '${first.bytes.toString('base64')}', '${second.bytes.toString('base64')}'],`;
}

/** A query or a name with a password may hold what is nobody else's business. */
function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** As JavaScript; U+2028 and its like are none in older engines. */
function literal(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u2028\u2029<]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
