import { createHmac } from 'node:crypto';
import { MAX_EXPIRATION_SECONDS, wrapContentKey, type Content } from '../../protocol';
import type { StoredKey } from './configuration';

/** Long enough to be out of the way of scenarios that have nothing to do with time. */
const DAY = '+86400';

/**
 * The titles of a SEES that is played: a dummy for registration and one real title per kind of policy. Ids and keys come
 * from the seed, so that no key stands in the source and a run can be repeated.
 * @param shortSeconds life of the titles whose end is waited for
 */
export function embeddedCatalogue(seed: number, shortSeconds: number): Content[] {
  const short = `+${String(shortSeconds)}`;
  return [
    title(seed, 'dummy'),
    title(seed, 'short-relative', { expirationTime: short }),
    title(seed, 'feature', { expirationTime: DAY }),
    title(seed, 'second', { expirationTime: DAY }),
    title(seed, 'short-absolute', { expirationTime: short, expirationForm: 'absolute' }),
    title(seed, 'thirty-day', { expirationTime: `+${String(MAX_EXPIRATION_SECONDS)}` }),
    beginningWithZeros(title(seed, 'rental', { expirationTime: DAY, rentalDuration: 172_800 })),
    stored(seed, title(seed, 'stored key', { expirationTime: DAY })),
    wrapped(seed, title(seed, 'wrapped key', { expirationTime: DAY })),
  ];
}

/** A title whose key and IV begin with zeros, which whoever takes them for numbers loses. */
function beginningWithZeros({ contentKey, iv, ...rest }: Content): Content {
  return { ...rest, contentKey: `00${contentKey.slice(2)}`, iv: `0${iv.slice(1)}` };
}

/** A title whose key SEES names by kid: it lies in the key storage of ExpressPlay. */
function stored(seed: number, content: Content): Content {
  const hex = (purpose: string) => derive(seed, 'stored key', purpose).toString('hex', 0, 16);
  return { ...content, kid: hex('kid'), kek: hex('kek') };
}

/** A title whose key SEES holds wrapped. */
function wrapped(seed: number, content: Content): Content {
  const kek = derive(seed, 'wrapped key', 'kek').subarray(0, 16);
  const ek = wrapContentKey(kek, Buffer.from(content.contentKey, 'hex'));
  return { ...content, kek: kek.toString('hex'), ek: ek.toString('hex') };
}

/** Two keys in the key storage of an ExpressPlay that is played, one for each form of a kid. */
export function embeddedKeyStore(seed: number): StoredKey[] {
  const hex = (purpose: string) => derive(seed, 'key store', purpose).toString('hex', 0, 16);
  return [hex('kid'), '^a stored key'].map((kid) => {
    const kek = hex(`kek of ${kid}`);
    const ek = wrapContentKey(Buffer.from(kek, 'hex'), Buffer.from(hex(`key of ${kid}`), 'hex'));
    return { kid, ek: ek.toString('hex'), kek };
  });
}

/** An authenticator in the shape that public samples show: a decimal id, a comma, 32 hex digits. */
export function embeddedAuthenticator(seed: number, name: string): string {
  const bytes = derive(seed, name, 'authenticator');
  return `${String(bytes.readUInt16BE(16))},${bytes.subarray(0, 16).toString('hex')}`;
}

function title(seed: number, name: string, policy: Partial<Content> = {}): Content {
  const hex = (purpose: string) => derive(seed, name, purpose).subarray(0, 16).toString('hex');
  return { contentID: guid(derive(seed, name, 'contentID')), contentKey: hex('contentKey'), iv: hex('iv'), ...policy };
}

function guid(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function derive(seed: number, name: string, purpose: string): Buffer {
  return createHmac('sha256', `sees-conformance catalogue ${String(seed)}`)
    .update(`${name}/${purpose}`)
    .digest();
}
