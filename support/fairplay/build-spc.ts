import { constants, publicEncrypt } from 'node:crypto';
import { cbcEncrypt } from './aes';
import { shuffle } from './random';
import type { Random } from './random';
import { sealSkR1, writeSkR1 } from './sk-r1';
import { uint32, writeSpcContainer } from './spc-container';
import type { SpcContainer } from './spc-container';
import { TAG } from './tags';
import type { TestCredentials } from './test-credentials';
import { daskOf } from './test-d';
import { tllv, writeBlocks } from './tllv';
import type { TllvBlock } from './tllv';
import { PLAYBACK_STATES, STREAMING_INDICATORS } from './values';
import type { PlaybackState, StreamingIndicator } from './values';

/** Everything that one SPC says; lengths as in `ParsedSpc`. */
export interface SpcContents {
  readonly iv: Buffer;
  readonly spck: Buffer;
  readonly sk: Buffer;
  readonly hu: Buffer;
  readonly r1: Buffer;
  readonly r2: Buffer;
  readonly integrity: Buffer;
  readonly skR1Iv: Buffer;
  readonly arSeed: Buffer;
  readonly assetId: Buffer;
  readonly transactionId: Buffer;
  readonly returnRequest: readonly string[];
  readonly protocolVersions: readonly number[];
  readonly protocolVersionUsed: number;
  readonly indicator: StreamingIndicator | undefined;
  readonly playback: SpcPlayback | undefined;
  readonly capabilities: Buffer | undefined;
  /** Further blocks, unknown to every table. */
  readonly extra: ReadonlyMap<string, Buffer>;
}

export interface SpcPlayback {
  readonly state: PlaybackState;
  /** Unix time, seconds. */
  readonly createdAtSeconds: number;
  readonly sessionId: bigint;
}

/** Spoils an SPC while it is made, at the depth that the defect needs. Each hook gets the sound thing. */
export interface SpcTweak {
  /** The 96 bytes of SK_R1 before their encryption. */
  readonly skR1?: (plain: Buffer) => Buffer;
  /** The blocks in their (shuffled) order: leave out, double, change values, lie about lengths. */
  readonly blocks?: (blocks: readonly TllvBlock[]) => readonly TllvBlock[];
  /** The payload before its encryption; keep a multiple of 16. */
  readonly payload?: (plain: Buffer) => Buffer;
  readonly container?: (container: SpcContainer) => SpcContainer;
  /** The finished message. */
  readonly bytes?: (bytes: Buffer) => Buffer;
}

const same = <T>(thing: T): T => thing;

/** The finished message, and the values of its blocks by tag as they were sent. */
export interface BuiltSpc {
  readonly bytes: Buffer;
  readonly sent: ReadonlyMap<string, Buffer>;
}

/** Writes an SPC of version 1 with shuffled blocks and random padding. Real FairPlay key servers refuse it (see `testD`). */
export function buildSpc(
  contents: SpcContents,
  credentials: TestCredentials,
  random: Random,
  tweak: SpcTweak = {},
): BuiltSpc {
  const { skR1 = same, blocks = same, payload = same, container = same, bytes = same } = tweak;
  const dask = daskOf(credentials, contents.r2);
  const sealed = sealSkR1(skR1(writeSkR1(contents)), dask, contents.skR1Iv);
  const values: [string, Buffer][] = [
    [TAG.skR1, sealed],
    [TAG.skR1Integrity, contents.integrity],
    [TAG.arSeed, contents.arSeed],
    [TAG.r2, contents.r2],
    [TAG.returnRequest, Buffer.from(contents.returnRequest.join(''), 'hex')],
    [TAG.assetId, contents.assetId],
    [TAG.transactionId, contents.transactionId],
    [TAG.protocolVersionsSupported, Buffer.concat(contents.protocolVersions.map(uint32))],
    [TAG.protocolVersionUsed, uint32(contents.protocolVersionUsed)],
    ...optionalBlocks(contents),
    ...contents.extra,
  ];
  const shuffled = shuffle(values, random).map(([tag, value]) => tllv(tag, value, random));
  const written = blocks(shuffled);
  const plain = payload(writeBlocks(written));
  const secret = cbcEncrypt(contents.spck, contents.iv, plain);
  const outside = container({
    version: 1,
    reserved: Buffer.alloc(4),
    iv: contents.iv,
    wrappedKey: wrapKey(contents.spck, credentials),
    certificateHash: credentials.certificateHash,
    payloadLength: secret.length,
    payload: secret,
  });
  const sent = new Map(written.map((block) => [block.tag, block.value]));
  return { bytes: bytes(writeSpcContainer(outside)), sent };
}

/** SPCK for the header of an SPC: RSA, OAEP with SHA-1. */
export function wrapKey(spck: Buffer, credentials: TestCredentials): Buffer {
  const { publicKey } = credentials;
  return publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, spck);
}

function optionalBlocks({ indicator, playback, capabilities }: SpcContents): [string, Buffer][] {
  const blocks: [string, Buffer][] = [];
  if (indicator) blocks.push([TAG.streamingIndicator, Buffer.from(STREAMING_INDICATORS[indicator], 'hex')]);
  if (playback) {
    const value = Buffer.alloc(16);
    value.writeUInt32BE(playback.createdAtSeconds, 0);
    value.writeUInt32BE(PLAYBACK_STATES[playback.state], 4);
    value.writeBigUInt64BE(playback.sessionId, 8);
    blocks.push([TAG.mediaPlaybackState, value]);
  }
  if (capabilities) blocks.push([TAG.capabilities, capabilities]);
  return blocks;
}
