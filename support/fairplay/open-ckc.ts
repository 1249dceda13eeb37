import { cbcDecrypt, decryptBlock } from './aes';
import type { SpcContents } from './build-spc';
import { ckcPayloadKey, readCkcContainer } from './ckc-container';
import { CkcError } from './ckc-error';
import { TAG } from './tags';
import { readBlocks } from './tllv';
import { unwrapCkc } from './unwrap-ckc';
import { HDCP_VALUES, KEY_DURATION_CONSTANT, KEY_TYPES, nameOf } from './values';
import type { Hdcp, KeyType } from './values';

/** What a valid CKC gives the player. */
export interface License {
  /** 16 bytes. */
  readonly contentKey: Buffer;
  /** 16 bytes. */
  readonly iv: Buffer;
  /** Seconds; only where the key type has a lease. */
  readonly leaseSeconds?: number;
  /** Seconds; only where the key type has a rental, or a limit of persistence. */
  readonly rentalSeconds?: number;
  readonly keyType?: KeyType;
  /** `unknown`: a value that the tables do not know. */
  readonly hdcp?: Hdcp | 'unknown';
  /** Tags of all blocks, in their order. */
  readonly tags: readonly string[];
}

/**
 * Opens a CKC; `sent` are the values of the SPC's blocks by tag.
 * @throws {CkcError} unless the bytes are the CKC for exactly this SPC.
 */
export function openCkc(bytes: Buffer, spc: SpcContents, sent: ReadonlyMap<string, Buffer>): License {
  const wrapping = unwrapCkc(bytes);
  if (wrapping && wrapping.form !== 'raw') {
    throw new CkcError('wrapped-text', `the CKC comes as ${wrapping.form}; unwrap it first`);
  }
  const container = readCkcContainer(bytes);
  const payload = cbcDecrypt(ckcPayloadKey(spc.r1, spc.arSeed), container.iv, container.payload);
  const blocks = readBlocks(payload, (defect, detail) => {
    return new CkcError(defect, `${detail}; a CKC made for another SPC looks so as well`);
  });
  const values = new Map(blocks.map((block) => [block.tag, block.value]));
  const r1 = values.get(TAG.r1);
  if (!r1) throw new CkcError('missing-r1', `no block has the tag ${TAG.r1}`);
  if (!r1.equals(spc.r1)) throw new CkcError('r1-mismatch', 'R1 is not the one of the SPC');
  const key = values.get(TAG.contentKey);
  if (!key) throw new CkcError('missing-content-key', `no block has the tag ${TAG.contentKey}`);
  if (key.length !== 32) throw new CkcError('length-content-key', `the value has ${key.length} bytes instead of 32`);
  checkEchoes(values, spc.returnRequest, sent);
  return {
    contentKey: decryptBlock(spc.sk, key.subarray(16)),
    iv: Buffer.from(key.subarray(0, 16)),
    ...readDuration(values.get(TAG.keyDuration), spc),
    ...readHdcp(values.get(TAG.hdcp)),
    tags: blocks.map((block) => block.tag),
  };
}

type Values = ReadonlyMap<string, Buffer>;

/** Padding may differ: only values count. */
function checkEchoes(values: Values, returnRequest: readonly string[], sent: Values): void {
  for (const tag of returnRequest) {
    const echo = values.get(tag);
    if (!echo) throw new CkcError('echo-missing', `the requested block ${tag} does not come back`);
    if (!sent.get(tag)?.equals(echo)) throw new CkcError('echo-changed', `block ${tag} comes back with another value`);
  }
}

function readDuration(value: Buffer | undefined, spc: SpcContents): Partial<License> {
  if (!value) return {};
  if (!spc.playback)
    throw new CkcError('key-duration-unasked', 'a key duration, but the SPC carried no playback state');
  if (value.length !== 16) {
    throw new CkcError('length-key-duration', `the value has ${value.length} bytes instead of 16`);
  }
  if (value.readUInt32BE(12) !== KEY_DURATION_CONSTANT) {
    throw new CkcError('key-duration-constant', 'the key duration does not end in its constant');
  }
  const keyType = nameOf<KeyType, number>(KEY_TYPES, value.readUInt32BE(8));
  if (!keyType) throw new CkcError('key-type', `unknown key type 0x${value.toString('hex', 8, 12)}`);
  const lease = keyType === 'lease' || keyType === 'lease-and-rental';
  const rental = keyType === 'rental' || keyType === 'lease-and-rental' || keyType === 'persistent-limited';
  return {
    keyType,
    ...(lease && { leaseSeconds: value.readUInt32BE(0) }),
    ...(rental && { rentalSeconds: value.readUInt32BE(4) }),
  };
}

/** Both known lengths hold the value in their first 8 bytes. */
function readHdcp(value: Buffer | undefined): Partial<License> {
  if (!value) return {};
  if (value.length !== 8 && value.length !== 16) {
    throw new CkcError('length-hdcp', `the value has ${value.length} bytes instead of 8 or 16`);
  }
  return { hdcp: nameOf<Hdcp, string>(HDCP_VALUES, value.toString('hex', 0, 8)) ?? 'unknown' };
}
