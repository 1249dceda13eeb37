/**
 * Secrets that stand in every secret field of a configuration, every way to spell them, and a search that opens whatever a
 * command leaves behind. Any test of a command that knows secrets can use it:
 *
 *     const { config, env } = canaryDeployment({ profile: 'sees', sees: { url } });
 *     assertNoCanary(out, await command(['load', '--config', config, '--out', out], { env }));
 *
 * The search is written without the product's redaction: it would share its blind spots.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateSync } from 'node:zlib';
import { ROOT, temporaryFolder, type Ended } from './command';
import { filesUnder } from './search';
import type { Certificates } from '../support/hosting';

export interface Canary {
  readonly kind: string;
  /** Text as it is configured or sent; for keys in hex the bytes count too. */
  readonly value: string;
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

const authenticator = `201910,${hex(12)}`;
const otherAuthenticator = `201911,${hex(12)}`;
const otherDrmToken = randomBytes(48).toString('base64url');
const ask = hex(16);
const urlKey = `k-${hex(16)}`;
const device = { a: hex(20), b: hex(20) };
const kek = hex(16);
const ek = hex(24);
const contents = [
  { contentID: 'canary-dummy', contentKey: hex(16), iv: hex(16) },
  { contentID: 'canary-one', contentKey: hex(16), iv: hex(16), expirationTime: '+86400' },
  { contentID: 'canary-two', contentKey: hex(16), iv: hex(16), kek, ek, kid: hex(16) },
];

/** New in every process: none is in a repository, a cache or a fixture. */
export const CANARIES: readonly Canary[] = [
  { kind: 'authenticator', value: authenticator },
  { kind: 'other authenticator', value: otherAuthenticator },
  { kind: 'other DRM token', value: otherDrmToken },
  { kind: 'application secret key', value: ask },
  { kind: 'key in the URL of SEES', value: urlKey },
  { kind: 'device id', value: device.a },
  { kind: 'device id', value: device.b },
  { kind: 'kek', value: kek },
  { kind: 'ek', value: ek },
  ...contents.flatMap(({ contentKey, iv }) => [
    { kind: 'contentKey', value: contentKey },
    { kind: 'iv', value: iv },
  ]),
];

/** The content of private keys, as canaries. */
export function keyCanaries(kind: string, pem: string): Canary[] {
  const lines = pem.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('-----'));
  return lines.filter((line) => line.length >= 32).map((value) => ({ kind, value }));
}

type Sections = Readonly<Record<string, unknown>>;

/** A configuration file with a canary in every secret field, in a folder of its own. Sections are added member by member. */
export function canaryDeployment(more: Sections = {}, certificates?: Certificates): { config: string; folder: string } {
  const folder = temporaryFolder();
  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const fixtures = join(ROOT, 'support', 'fairplay', 'fixtures');
  const base: Record<string, Sections> = {
    sees: { registration: { contentID: 'canary-dummy' }, contents },
    expressplay: {
      customerAuthenticator: authenticator,
      otherAuthenticator,
      otherDrmToken,
      keyStore: [{ kid: hex(16), kek, ek }],
      credentials: {
        certificate: join(fixtures, 'test-certificate.der'),
        // Public, as the certificate is: part of this project.
        privateKey: join(fixtures, 'test-private-key.pem'),
        ask,
      },
    },
  };
  if (certificates !== undefined) {
    const { ca, client, untrustedClient } = certificates;
    base.sees = {
      ...base.sees,
      tls: {
        mode: 'mutual',
        ca: file('ca.pem', ca),
        cert: file('client.pem', client.cert),
        key: file('client-key.pem', client.key),
        untrusted: { cert: file('u.pem', untrustedClient.cert), key: file('u-key.pem', untrustedClient.key) },
      },
    };
  }
  const merged: Record<string, unknown> = { ...base };
  for (const [name, section] of Object.entries(more)) {
    const known = base[name];
    merged[name] = known === undefined ? section : { ...known, ...(section as Sections) };
  }
  return { config: file('config.json', JSON.stringify(merged, undefined, 2)), folder };
}

/** The devices of a configuration whose SPCs the harness makes. */
export const CANARY_DEVICES = [
  { name: 'device A', spc: { source: 'synthetic', hu: device.a } },
  { name: 'device B', spc: { source: 'synthetic', hu: device.b } },
];

export const CANARY_URL_KEY = urlKey;

/** A value as a target that got hold of it could write it, by the name of the spelling. */
export function spellingsOf(value: string): Map<string, string> {
  const bytes = /^([0-9a-f]{2})+$/.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value);
  const pairs = bytes.toString('hex').match(/../g) ?? [];
  const each = (write: (code: string) => string): string =>
    Array.from(value, (one) => write(one.charCodeAt(0).toString(16).padStart(2, '0'))).join('');
  const percent = each((code) => `%${code}`);
  const middle = Math.floor(value.length / 2);
  const all = new Map<string, string>([
    ['as it is', value],
    ['capitals', value.toUpperCase()],
    ['percent-encoded', percent],
    ['percent-encoded, capitals', percent.toUpperCase()],
    ['percent-encoded twice', encodeURIComponent(percent)],
    ['percent-encoded, mixed case', each((code) => `%${Math.random() < 0.5 ? code : code.toUpperCase()}`)],
    ['component', encodeURIComponent(value)],
    ['JSON escapes', each((code) => `\\u00${code}`)],
    ['HTML entities', each((code) => `&#x${code};`)],
    ['decimal entities', each((code) => `&#${String(parseInt(code, 16))};`)],
    ['hex', pairs.join('')],
    ['hex, capitals', pairs.join('').toUpperCase()],
    ['hex, blanks', pairs.join(' ')],
    ['hex, dashes', pairs.join('-')],
    ['hex, 0x', pairs.map((pair) => `0x${pair}`).join(', ')],
    ['hex of the text', Buffer.from(value).toString('hex')],
    ['bytes', JSON.stringify([...bytes])],
    ['signed bytes', [...new Int8Array(bytes)].join(',')],
    ['split in two', `${value.slice(0, middle)} and ${value.slice(middle)}`],
    ['split by a line', `${value.slice(0, middle)}\n\t${value.slice(middle)}`],
    ['an error text', `java.lang.IllegalStateException: bad value '${value}' at com.example.Sees(Sees.java:42)`],
  ]);
  for (const lead of [0, 1, 2]) {
    const around = Buffer.concat([Buffer.alloc(lead, 'x'), bytes, Buffer.from('yy')]);
    all.set(`base64, ${String(lead)} before`, around.toString('base64'));
    all.set(`base64url, ${String(lead)} before`, around.toString('base64url'));
    all.set(
      `base64 of the text, ${String(lead)} before`,
      Buffer.from(`${'x'.repeat(lead)}${value}yy`).toString('base64'),
    );
  }
  return all;
}

/** What was looked through and for, in this process. */
export const searched = { places: 0, layers: 0, canaries: 0, spellings: 0 };

/** Letters and digits in small, of the whole and of both halves: any separator and any case is overlooked so. */
function needlesOf({ value }: Canary): string[] {
  const texts = [Buffer.from(value)];
  if (/^([0-9a-f]{2})+$/.test(value)) texts.push(Buffer.from(value, 'hex'));
  const needles = new Set<string>();
  const middle = Math.floor(value.length / 2);
  for (const text of [value, value.slice(0, middle), value.slice(middle)]) {
    if (squeezed(text).length >= 14) needles.add(squeezed(text));
  }
  for (const bytes of texts) {
    needles.add(bytes.toString('hex'));
    needles.add(squeezed(bytes.join(' ')));
    needles.add(squeezed(new Int8Array(bytes).join(' ')));
    for (const lead of [0, 1, 2]) {
      const coded = Buffer.concat([Buffer.alloc(lead), bytes])
        .toString('base64')
        .replace(/=+$/, '');
      needles.add(squeezed(coded.slice(lead === 0 ? 0 : lead + 1, Math.floor(((lead + bytes.length) * 4) / 3))));
    }
  }
  return [...needles];
}

function squeezed(text: string): string {
  return (
    text
      // Of a list; in base64 the two characters are no more than that.
      .replace(/(?<![a-z0-9+/])0x(?=[0-9a-f]{2}(?![a-z0-9+/]))/gi, ' ')
      .replace(/[^a-z0-9]+/gi, '')
      .toLowerCase()
  );
}

/** A text, what is base64 or compressed in it, and all that without escapes. */
function* layersOf(content: Buffer, depth = 0): Generator<string> {
  const unpacked = unzipped(content);
  if (unpacked !== undefined && depth < 4) yield* layersOf(unpacked, depth + 1);
  const text = content.toString('latin1');
  let plain = text;
  yield plain;
  for (let layer = 0; layer < 3; layer += 1) {
    const undone = unescaped(plain);
    if (undone === plain) break;
    yield (plain = undone);
  }
  if (depth >= 3) return;
  for (const [chunk] of text.matchAll(/[A-Za-z0-9+/_-]{64,}={0,2}/g)) {
    yield* layersOf(Buffer.from(chunk.replaceAll('-', '+').replaceAll('_', '/'), 'base64'), depth + 1);
  }
}

function unzipped(content: Buffer): Buffer | undefined {
  const open = content[0] === 0x1f && content[1] === 0x8b ? gunzipSync : content[0] === 0x78 ? inflateSync : undefined;
  try {
    return open?.(content);
  } catch {
    return undefined;
  }
}

function unescaped(text: string): string {
  const character = (_all: string, digits: string): string => String.fromCharCode(parseInt(digits, 16));
  return text
    .replace(/%([0-9a-f]{2})/gi, character)
    .replace(/\\u([0-9a-f]{4})/gi, character)
    .replace(/\\[nrt]/g, ' ')
    .replace(/&#x([0-9a-f]{1,4});/gi, character)
    .replace(/&#(\d{1,5});/g, (_all, digits: string) => String.fromCharCode(Number(digits)))
    .replaceAll('&amp;', '&');
}

/** `place: kind` of every canary that stands somewhere; never the canary itself. */
export function canariesIn(
  places: Iterable<{ readonly name: string; readonly content: Buffer }>,
  canaries: readonly Canary[] = CANARIES,
): string[] {
  const needles = canaries.map((canary) => ({ kind: canary.kind, texts: needlesOf(canary) }));
  searched.canaries = Math.max(searched.canaries, canaries.length);
  searched.spellings = Math.max(
    searched.spellings,
    needles.reduce((sum, { texts }) => sum + texts.length, 0),
  );
  const found = new Set<string>();
  for (const { name, content } of places) {
    searched.places += 1;
    for (const layer of layersOf(content)) {
      searched.layers += 1;
      const text = squeezed(layer);
      for (const { kind, value } of canaries) if (rawIn(layer, value)) found.add(`${name}: ${kind}`);
      for (const { kind, texts } of needles) {
        if (texts.some((needle) => text.includes(needle))) found.add(`${name}: ${kind}`);
      }
    }
  }
  return [...found];
}

/** Bytes as they are. */
function rawIn(layer: string, value: string): boolean {
  return /^([0-9a-f]{2})+$/.test(value) && layer.includes(Buffer.from(value, 'hex').toString('latin1'));
}

/** Everything that a command left behind: the files under `folder`, and what it printed. */
export function placesOf(
  folder: string | undefined,
  printed: Partial<Pick<Ended, 'stdout' | 'stderr'>> | string = '',
): { name: string; content: Buffer }[] {
  const files = folder === undefined ? [] : [...filesUnder(folder)];
  const said = typeof printed === 'string' ? { output: printed } : { stdout: printed.stdout, stderr: printed.stderr };
  return [
    ...files.map(({ name }) => ({ name, content: readFileSync(join(folder ?? '', name)) })),
    ...files.map(({ name }) => ({ name: `name of ${name}`, content: Buffer.from(name) })),
    ...Object.entries(said).map(([name, text]) => ({ name, content: Buffer.from(text ?? '') })),
  ];
}

/**
 * Fails where a canary is in any file under `folder` or in what was printed, in any spelling.
 * @param also canaries that the test made itself (tokens that were handed out, the content of key files)
 */
export function assertNoCanary(
  folder: string | undefined,
  printed: Partial<Pick<Ended, 'stdout' | 'stderr'>> | string = '',
  also: readonly Canary[] = [],
): void {
  assert.deepEqual(canariesIn(placesOf(folder, printed), [...CANARIES, ...also]), []);
}
