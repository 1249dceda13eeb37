import { buildSpc } from './build-spc';
import type { SpcContents, SpcTweak } from './build-spc';
import { systemRandom } from './random';
import type { Random } from './random';
import { SpcRequest } from './spc-request';
import { TAG } from './tags';
import type { TestCredentials } from './test-credentials';
import type { PlaybackState, StreamingIndicator } from './values';

export interface SpcOptions {
  /** Becomes the asset id: 2 to 200 bytes of UTF-8. */
  readonly contentID: string;
  readonly credentials: TestCredentials;
  readonly random?: Random;
  /** `ready` unless given; `none` leaves the block out, and then no CKC carries durations. */
  readonly playback?: PlaybackState | 'none';
  /** Unix time in the playback block, seconds; 0 unless given, as a device knows no clock of its own. */
  readonly createdAtSeconds?: number;
  /** `local` unless given; `none` leaves the block out. */
  readonly indicator?: StreamingIndicator | 'none';
  /** 16 bytes; left out unless given. */
  readonly capabilities?: Buffer;
  /** Another device id than the device's own, 20 bytes: a client that randomizes it. */
  readonly hu?: Buffer;
  /** Tags that the CKC must echo; the transaction id and some blocks of random tags unless given. */
  readonly returnRequest?: readonly string[];
  /** Spoils the message, see `SpcTweak`. */
  readonly tweak?: SpcTweak;
}

/**
 * A player's secure part, played: a stable device id, and fresh secrets for every SPC. Its SPCs are made with test
 * credentials; every real FairPlay key server refuses them, and that is intended.
 */
export class Device {
  readonly name: string;
  /** The anonymized device id, 20 bytes. */
  readonly hu: Buffer;

  /** @throws {RangeError} unless `hu` has 20 bytes. */
  constructor({ name, hu }: { readonly name: string; readonly hu: Buffer }) {
    checkLength(`device ${name}: hu`, hu, 20, 20);
    this.name = name;
    this.hu = hu;
  }

  /**
   * Makes an SPC for a content. Everything random in it is new; under a repeated `random` only the wrapped payload key
   * (OAEP) differs from one making to the next.
   * @throws {RangeError} where an option has the wrong length.
   */
  createSpc(options: SpcOptions): SpcRequest {
    const random = options.random ?? systemRandom;
    const hu = options.hu ?? this.hu;
    const assetId = Buffer.from(options.contentID, 'utf8');
    checkLength('hu', hu, 20, 20);
    checkLength('contentID', assetId, 2, 200);
    if (options.capabilities) checkLength('capabilities', options.capabilities, 16, 16);
    const { playback = 'ready', indicator = 'local', createdAtSeconds = 0 } = options;
    const extra = unknownBlocks(random);
    const contents: SpcContents = {
      iv: random(16),
      spck: random(16),
      sk: random(16),
      hu,
      r1: random(44),
      r2: random(21),
      integrity: random(16),
      skR1Iv: random(16),
      arSeed: random(16),
      assetId,
      transactionId: random(8),
      returnRequest: options.returnRequest ?? [TAG.transactionId, ...extra.keys()],
      protocolVersions: [1],
      protocolVersionUsed: 1,
      indicator: indicator === 'none' ? undefined : indicator,
      playback:
        playback === 'none' ? undefined : { state: playback, createdAtSeconds, sessionId: random(8).readBigUInt64BE() },
      capabilities: options.capabilities,
      extra,
    };
    const { bytes, sent } = buildSpc(contents, options.credentials, random, options.tweak);
    return new SpcRequest(bytes, contents, sent);
  }
}

/** One to three blocks that no table knows, as real SPCs have them: a key server must keep and echo them. */
function unknownBlocks(random: Random): ReadonlyMap<string, Buffer> {
  const known = new Set<string>(Object.values(TAG));
  const count = 1 + ((random(1)[0] ?? 0) % 3);
  const blocks = new Map<string, Buffer>();
  for (let index = 0; index < count; index += 1) {
    const tag = random(8).toString('hex');
    if (!known.has(tag)) blocks.set(tag, random((random(1)[0] ?? 0) % 48));
  }
  return blocks;
}

function checkLength(what: string, bytes: Buffer, least: number, most: number): void {
  if (bytes.length >= least && bytes.length <= most) return;
  const right = least === most ? `${least}` : `${least} to ${most}`;
  throw new RangeError(`${what}: expected ${right} bytes, got ${bytes.length}`);
}
