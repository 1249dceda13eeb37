import { cbcEncrypt, encryptBlock } from './aes';
import { CkcError } from './ckc-error';
import { ckcPayloadKey, writeCkcContainer } from './ckc-container';
import type { CkcContainer } from './ckc-container';
import type { ParsedSpc } from './parse-spc';
import { shuffle, systemRandom } from './random';
import type { Random } from './random';
import { uint32 } from './spc-container';
import { CKC_TAGS, TAG } from './tags';
import { tllv, writeBlocks } from './tllv';
import type { TllvBlock } from './tllv';
import { HDCP_VALUES, KEY_DURATION_CONSTANT, KEY_TYPES } from './values';
import type { Hdcp, KeyType } from './values';

export interface CkcOptions {
  /** 16 bytes. */
  readonly contentKey: Buffer;
  /** 16 bytes. */
  readonly iv: Buffer;
  /** Whole seconds. Durations are dropped where the SPC carried no playback state: the format gives them no place. */
  readonly leaseSeconds?: number;
  readonly rentalSeconds?: number;
  /** Follows from the durations unless given. */
  readonly keyType?: KeyType;
  readonly hdcp?: Hdcp;
  /** Spoils the message. */
  readonly tweak?: CkcTweak;
}

/** Spoils a CKC while it is made. Each hook gets the sound thing. */
export interface CkcTweak {
  readonly blocks?: (blocks: readonly TllvBlock[]) => readonly TllvBlock[];
  readonly container?: (container: CkcContainer) => CkcContainer;
  readonly bytes?: (bytes: Buffer) => Buffer;
}

const same = <T>(thing: T): T => thing;
const MAX_UINT32 = 0xffffffff;

/**
 * Answers an SPC with a CKC: the content key for its session, R1, the requested echoes, and what else is asked for.
 * @throws {CkcError} `echo-unavailable` where the return request cannot be met, `key-length` for a key or IV that has not
 * 16 bytes.
 */
export function buildCkc(spc: ParsedSpc, options: CkcOptions, random: Random = systemRandom): Buffer {
  const { blocks = same, container = same, bytes = same } = options.tweak ?? {};
  const { contentKey, iv: contentIv } = options;
  if (contentKey.length !== 16 || contentIv.length !== 16) {
    throw new CkcError(
      'key-length',
      `content key of ${contentKey.length} and IV of ${contentIv.length} bytes, 16 each needed`,
    );
  }
  const values: [string, Buffer][] = [
    [TAG.contentKey, Buffer.concat([contentIv, encryptBlock(spc.sk, contentKey)])],
    [TAG.r1, spc.r1],
    ...echoes(spc),
  ];
  const duration = spc.playback && keyDuration(options);
  if (duration) values.push([TAG.keyDuration, duration]);
  if (options.hdcp) values.push([TAG.hdcp, Buffer.from(HDCP_VALUES[options.hdcp], 'hex')]);
  const shuffled = shuffle(values, random).map(([tag, value]) => tllv(tag, value, random));
  const iv = random(16);
  const payload = cbcEncrypt(ckcPayloadKey(spc.r1, spc.arSeed), iv, writeBlocks(blocks(shuffled)));
  return bytes(
    writeCkcContainer(container({ version: 1, reserved: Buffer.alloc(4), iv, payloadLength: payload.length, payload })),
  );
}

function echoes(spc: ParsedSpc): [string, Buffer][] {
  return spc.returnRequest.map((tag) => {
    const value = spc.echoes.get(tag);
    if (!value || CKC_TAGS.includes(tag)) {
      throw new CkcError(
        'echo-unavailable',
        `the return request names ${tag}, ${value ? 'a tag of the CKC itself' : 'which the SPC does not hold'}`,
      );
    }
    return [tag, value];
  });
}

function keyDuration({ leaseSeconds, rentalSeconds, keyType }: CkcOptions): Buffer | undefined {
  if (leaseSeconds === undefined && rentalSeconds === undefined && !keyType) return undefined;
  const both = leaseSeconds !== undefined && rentalSeconds !== undefined;
  const derived: KeyType = both ? 'lease-and-rental' : leaseSeconds === undefined ? 'rental' : 'lease';
  // The field has 32 bits: what is longer than 136 years may well end there.
  const seconds = [leaseSeconds ?? 0, rentalSeconds ?? 0].map((value) =>
    uint32(Math.min(Math.max(Math.trunc(value), 0), MAX_UINT32)),
  );
  return Buffer.concat([...seconds, uint32(KEY_TYPES[keyType ?? derived]), uint32(KEY_DURATION_CONSTANT)]);
}
