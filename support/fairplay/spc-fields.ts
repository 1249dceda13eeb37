import { SpcError } from './spc-error';
import type { SpcField } from './spc-error';
import { TAG } from './tags';
import type { TllvBlock } from './tllv';
import { nameOf, PLAYBACK_STATES, STREAMING_INDICATORS } from './values';
import type { PlaybackState, StreamingIndicator } from './values';

/** What the player says about its playback. */
export interface MediaPlayback {
  /** Unix time of the SPC, seconds. */
  readonly createdAtSeconds: number;
  /** undefined: a state that the tables do not know. */
  readonly state: PlaybackState | undefined;
  readonly stateCode: number;
  readonly sessionId: bigint;
}

/** The decrypted blocks of an SPC by meaning. */
export interface SpcFields {
  /** IV and encrypted fields, 112 bytes. */
  readonly skR1: Buffer;
  /** 16 bytes. */
  readonly skR1Integrity: Buffer;
  /** 16 bytes. */
  readonly arSeed: Buffer;
  /** 21 bytes. */
  readonly r2: Buffer;
  /** Tags whose blocks the CKC must echo, each once. */
  readonly returnRequest: readonly string[];
  /** The values of those of them that the SPC holds, by tag. */
  readonly echoes: ReadonlyMap<string, Buffer>;
  /** 2 to 200 bytes. */
  readonly assetId: Buffer;
  /** 8 bytes. */
  readonly transactionId: Buffer;
  readonly protocolVersions: readonly number[];
  readonly protocolVersionUsed: number;
  /** `unknown`: a value that the tables do not know. */
  readonly indicator?: StreamingIndicator | 'unknown';
  readonly playback?: MediaPlayback;
  /** 16 bytes of flags. */
  readonly capabilities?: Buffer;
}

/** @throws {SpcError} where a required block is missing or a value has the wrong length. */
export function readSpcFields(blocks: readonly TllvBlock[]): SpcFields {
  const values = new Map(blocks.map((block) => [block.tag, block.value]));
  const optional = (tag: string, field: SpcField, fits: (length: number) => boolean): Buffer | undefined => {
    const value = values.get(tag);
    if (value && !fits(value.length)) throw new SpcError(`length-${field}`, `the value has ${value.length} bytes`);
    return value;
  };
  const required = (tag: string, field: SpcField, fits: (length: number) => boolean): Buffer => {
    const value = optional(tag, field, fits);
    if (!value) throw new SpcError(`missing-${field}`, `no block has the tag ${tag}`);
    return value;
  };
  const skR1 = required(TAG.skR1, 'sk-r1', exactly(112));
  const skR1Integrity = required(TAG.skR1Integrity, 'sk-r1-integrity', exactly(16));
  const arSeed = required(TAG.arSeed, 'ar-seed', exactly(16));
  const r2 = required(TAG.r2, 'r2', exactly(21));
  const requested = required(TAG.returnRequest, 'return-request', multipleOf(8));
  const assetId = required(TAG.assetId, 'asset-id', (length) => length >= 2 && length <= 200);
  const transactionId = required(TAG.transactionId, 'transaction-id', exactly(8));
  const versions = required(TAG.protocolVersionsSupported, 'protocol-versions-supported', multipleOf(4));
  const used = required(TAG.protocolVersionUsed, 'protocol-version-used', exactly(4));
  const indicator = optional(TAG.streamingIndicator, 'streaming-indicator', exactly(8));
  const playback = optional(TAG.mediaPlaybackState, 'media-playback-state', exactly(16));
  const capabilities = optional(TAG.capabilities, 'capabilities', exactly(16));
  const returnRequest = [...new Set(slices(requested, 8).map((tag) => tag.toString('hex')))];
  const echoes = new Map<string, Buffer>();
  for (const tag of returnRequest) {
    const value = values.get(tag);
    if (value) echoes.set(tag, value);
  }
  return {
    skR1,
    skR1Integrity,
    arSeed,
    r2,
    returnRequest,
    echoes,
    assetId,
    transactionId,
    protocolVersions: slices(versions, 4).map((version) => version.readUInt32BE()),
    protocolVersionUsed: used.readUInt32BE(),
    ...(indicator && {
      indicator: nameOf<StreamingIndicator, string>(STREAMING_INDICATORS, indicator.toString('hex')) ?? 'unknown',
    }),
    ...(playback && { playback: readPlayback(playback) }),
    ...(capabilities && { capabilities }),
  };
}

function readPlayback(value: Buffer): MediaPlayback {
  const stateCode = value.readUInt32BE(4);
  return {
    createdAtSeconds: value.readUInt32BE(0),
    state: nameOf<PlaybackState, number>(PLAYBACK_STATES, stateCode),
    stateCode,
    sessionId: value.readBigUInt64BE(8),
  };
}

function slices(value: Buffer, size: number): Buffer[] {
  return Array.from({ length: value.length / size }, (_, index) => value.subarray(index * size, (index + 1) * size));
}

function exactly(expected: number): (length: number) => boolean {
  return (length) => length === expected;
}

function multipleOf(unit: number): (length: number) => boolean {
  return (length) => length % unit === 0;
}
