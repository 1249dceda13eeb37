/**
 * The inside of an SPC and the making of a CKC, for the project's test credentials only. Written from the published layouts of
 * version 1; shares no code with the harness, so that the two prove each other.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  constants,
  privateDecrypt,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a key server of a test deployment holds. */
export interface KeyServerSecrets {
  readonly certificateDigest: Buffer;
  readonly privateKey: KeyObject;
  readonly ask: Buffer;
}

/** What one SPC told. */
export interface OpenedSpc {
  readonly device: Buffer;
  /** The id is that of an AV adapter: it says nothing of who plays. */
  readonly adapter: boolean;
  readonly asset: string;
  readonly sessionKey: Buffer;
  readonly r1: Buffer;
  readonly seed: Buffer;
  readonly playbackState: boolean;
  /** Tag (hex) and value of the blocks that the CKC has to bring back. */
  readonly echoes: readonly (readonly [tag: string, value: Buffer])[];
}

export interface License {
  readonly key: Buffer;
  readonly iv: Buffer;
  readonly rentalSeconds: number;
}

/** This message is no SPC that we can read. */
export class UnreadableSpc extends Error {}

/** An SPC that can be read, and still no CKC can be made for it. */
export class UnansweredSpc extends Error {}

const FIXTURES = join(__dirname, '..', '..', 'support', 'fairplay', 'fixtures');

/** The key material that comes with the project. */
export function projectSecrets(): KeyServerSecrets {
  const read = (name: string): Buffer => readFileSync(join(FIXTURES, name));
  return {
    certificateDigest: sha1(read('test-certificate.der')),
    privateKey: createPrivateKey(read('test-private-key.pem')),
    ask: Buffer.from(read('test-ask.hex').toString().trim(), 'hex'),
  };
}

export function openSpc(message: Buffer, secrets: KeyServerSecrets): OpenedSpc {
  const envelope = new Cursor(message);
  expect(envelope.word() === 1, 'not version 1');
  envelope.take(4);
  const iv = envelope.take(16);
  const wrappedKey = envelope.take(128);
  expect(envelope.take(20).equals(secrets.certificateDigest), 'made for another certificate');
  const length = envelope.word();
  expect(length > 0 && length % 16 === 0, 'payload is not in blocks of 16');
  const sealed = envelope.take(length);
  expect(envelope.left === 0, 'bytes after the payload');
  const blocks = blocksOf(cbc(unwrapRsa(wrappedKey, secrets.privateKey), iv, sealed));

  const part = (tag: string, ...sizes: readonly number[]): Buffer => {
    const value = blocks.get(tag);
    if (!value) throw new UnreadableSpc(`block ${tag} is missing`);
    expect(sizes.length === 0 || sizes.includes(value.length), `block ${tag} has ${value.length} bytes`);
    return value;
  };
  const list = (tag: string, size: number): Buffer[] => {
    const value = part(tag);
    expect(value.length % size === 0, `block ${tag} is no list`);
    return Array.from({ length: value.length / size }, (_, at) => value.subarray(at * size, (at + 1) * size));
  };

  const sessionBlock = part('3d1a10b8bffac2ec', 112);
  const dask = derive(secrets.ask, part('71b5595ac1521133', 21));
  const session = cbc(dask, sessionBlock.subarray(0, 16), sessionBlock.subarray(16));
  expect(session.subarray(80).equals(part('b349d4809e910687', 16)), 'session block and its check differ');
  const asset = part('1bf7f53f5d5d5a1f');
  expect(asset.length >= 2 && asset.length <= 200, 'asset id of a wrong size');
  part('47aa7ad3440577de', 8);
  expect(list('67b8fb79ecce1a13', 4).length > 0, 'no protocol version offered');
  part('5d81bcbcc7f61703', 4);
  if (blocks.has('eb8efdf2b25ab3a0')) part('eb8efdf2b25ab3a0', 16);
  return {
    sessionKey: session.subarray(0, 16),
    device: session.subarray(16, 36),
    adapter: blocks.get('abb0256a31843974')?.toString('hex') === '5f9c8132b59f2fde',
    r1: session.subarray(36, 80),
    seed: part('89c90f12204106b2', 16),
    asset: asset.toString('utf8'),
    playbackState: blocks.has('eb8efdf2b25ab3a0'),
    echoes: list('19f9d4e5ab7609cb', 8).map((bytes) => {
      const tag = bytes.toString('hex');
      const value = blocks.get(tag);
      if (!value) throw new UnansweredSpc(`it wants block ${tag} back, which it does not have`);
      return [tag, value] as const;
    }),
  };
}

export function writeCkc(spc: OpenedSpc, license: License): Buffer {
  const wrapped = ecb(spc.sessionKey, license.key);
  const blocks = [
    ...spc.echoes.map(([tag, value]) => block(tag, value)),
    block('58b38165af0e3d5a', Buffer.concat([license.iv, wrapped])),
    block('ea74c4645d5efee9', spc.r1),
  ];
  if (spc.playbackState && license.rentalSeconds > 0) {
    const duration = Buffer.alloc(16);
    duration.writeUInt32BE(license.rentalSeconds, 4);
    duration.writeUInt32BE(0x3dfe45a0, 8);
    duration.writeUInt32BE(0x86d34a3a, 12);
    blocks.push(block('47acf6a418cd091a', duration));
  }
  const payloadKey = ecb(sha1(spc.r1).subarray(0, 16), spc.seed);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', payloadKey, iv).setAutoPadding(false);
  const payload = Buffer.concat([cipher.update(Buffer.concat(blocks)), cipher.final()]);
  return Buffer.concat([word(1), Buffer.alloc(4), iv, word(payload.length), payload]);
}

/** Reads front to back; asking for more than there is means a truncated message. */
class Cursor {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  take(count: number): Buffer {
    expect(count <= this.left, 'ends too early');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  word(): number {
    return this.take(4).readUInt32BE();
  }
}

function blocksOf(payload: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  const cursor = new Cursor(payload);
  while (cursor.left > 0) {
    const tag = cursor.take(8).toString('hex');
    const [total, used] = [cursor.word(), cursor.word()];
    expect(total % 16 === 0 && used <= total, `block ${tag} has odd lengths`);
    expect(!found.has(tag), `block ${tag} occurs twice`);
    found.set(tag, cursor.take(total).subarray(0, used));
  }
  return found;
}

function block(tag: string, value: Buffer): Buffer {
  const total = Math.ceil(value.length / 16) * 16;
  const padding = randomBytes(total - value.length);
  return Buffer.concat([Buffer.from(tag, 'hex'), word(total), word(value.length), value, padding]);
}

/** The stand-in for D that test devices use; the real one is licensed. */
function derive(ask: Buffer, r2: Buffer): Buffer {
  return createHmac('sha256', ask).update('sees-conformance-D/1').update(r2).digest().subarray(0, 16);
}

function unwrapRsa(wrapped: Buffer, key: KeyObject): Buffer {
  let opened: Buffer;
  try {
    opened = privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, wrapped);
  } catch {
    throw new UnreadableSpc('its key does not unwrap');
  }
  expect(opened.length === 16, 'its key is not of 16 bytes');
  return opened;
}

function cbc(key: Buffer, iv: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(sealed), decipher.final()]);
}

function ecb(key: Buffer, oneBlock: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(oneBlock), cipher.final()]);
}

function sha1(bytes: Buffer): Buffer {
  return createHash('sha1').update(bytes).digest();
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function expect(right: boolean, otherwise: string): asserts right {
  if (!right) throw new UnreadableSpc(otherwise);
}
