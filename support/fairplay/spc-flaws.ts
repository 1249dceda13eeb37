import type { SpcTweak } from './build-spc';
import type { SpcContainer } from './spc-container';
import type { SpcDefect, SpcField } from './spc-error';
import { TAG } from './tags';
import { sizeOf } from './tllv';
import type { TllvBlock } from './tllv';

/** A way to spoil an SPC, and what a strict reader says to it. */
export interface SpcFlaw {
  readonly name: string;
  /** What is wrong, in words. */
  readonly sentence: string;
  /** undefined: the SPC parses, but no CKC can answer it. */
  readonly defect: SpcDefect | undefined;
  readonly tweak: SpcTweak;
}

/**
 * The broken SPCs that a license service must survive and refuse, one flaw each. An AV adapter's SPC and a changed device id
 * are no flaws of the message: see the options `indicator` and `hu` of `Device.createSpc`.
 */
export const SPC_FLAWS: readonly SpcFlaw[] = [
  flaw('version-0', 'the version word is 0', 'version', container({ version: 0 })),
  flaw('version-4', 'the version word is 4', 'version', container({ version: 4 })),
  ...truncations(),
  flaw('odd-payload-length', 'the payload length is no multiple of 16', 'payload-length', {
    container: (c) => ({ ...c, payloadLength: c.payloadLength - 1 }),
  }),
  flaw('payload-length-past-end', 'the payload length reaches past the end', 'truncated', {
    container: (c) => ({ ...c, payloadLength: c.payloadLength + 16 }),
  }),
  flaw('trailing-bytes', 'bytes follow the payload', 'trailing-bytes', {
    bytes: (bytes) => Buffer.concat([bytes, Buffer.alloc(16)]),
  }),
  flaw('wrong-certificate-hash', 'the hash is that of another certificate', 'certificate-hash', {
    container: (c) => ({ ...c, certificateHash: flipped(c.certificateHash) }),
  }),
  flaw('payload-key-unwrappable', 'the payload key cannot be unwrapped', 'oaep', {
    container: (c) => ({ ...c, wrappedKey: flipped(c.wrappedKey) }),
  }),
  flaw('odd-block-length', 'the total length of a block is no multiple of 16', 'tllv-length', {
    blocks: (blocks) => change(blocks, TAG.arSeed, (block) => ({ ...block, totalLength: sizeOf(block) + 1 })),
  }),
  flaw('value-exceeds-block', 'a value is longer than its block', 'value-length', {
    blocks: (blocks) => change(blocks, TAG.arSeed, (block) => ({ ...block, valueLength: sizeOf(block) + 1 })),
  }),
  flaw('block-past-end', 'the last block reaches past the end of the payload', 'tllv-truncated', {
    blocks: (blocks) => [
      ...blocks.slice(0, -1),
      ...blocks.slice(-1).map((b) => ({ ...b, totalLength: sizeOf(b) + 16 })),
    ],
  }),
  flaw('duplicate-tag', 'a tag occurs twice', 'duplicate-tag', {
    blocks: (blocks) => [...blocks, ...blocks.filter((block) => block.tag === TAG.assetId)],
  }),
  ...omissions(),
  flaw('short-r2', 'R2 has 20 bytes', 'length-r2', {
    blocks: (blocks) => change(blocks, TAG.r2, (block) => withValue(block, block.value.subarray(0, 20))),
  }),
  flaw('short-asset-id', 'the asset id has 1 byte', 'length-asset-id', {
    blocks: (blocks) => change(blocks, TAG.assetId, (block) => withValue(block, Buffer.alloc(1, 'a'))),
  }),
  flaw('long-asset-id', 'the asset id has 201 bytes', 'length-asset-id', {
    blocks: (blocks) => change(blocks, TAG.assetId, (block) => withValue(block, Buffer.alloc(201, 'a'))),
  }),
  flaw('integrity-mismatch', 'the integrity bytes are not those of SK_R1', 'integrity', {
    blocks: (blocks) => change(blocks, TAG.skR1Integrity, (block) => ({ ...block, value: flipped(block.value) })),
  }),
  flaw('requested-tag-absent', 'the return request names a tag that is not there', undefined, {
    blocks: (blocks) => change(blocks, TAG.returnRequest, (block) => withValue(block, absentTag(blocks))),
  }),
  flaw('empty', 'there are no bytes', 'empty', bytes(Buffer.alloc(0))),
  flaw('json', 'it is JSON', 'json-text', {
    bytes: (spc) => Buffer.from(JSON.stringify({ spc: spc.toString('base64') })),
  }),
  flaw('base64', 'it is base64 text', 'base64-text', { bytes: (spc) => Buffer.from(spc.toString('base64')) }),
  flaw('der-certificate', 'it starts like a certificate', 'not-an-spc-der-certificate', {
    bytes: (spc) => Buffer.concat([Buffer.from('30820264', 'hex'), spc.subarray(4)]),
  }),
  flaw('noise', 'it is 1 MiB of noise', 'version', { bytes: noise }),
];

function flaw(name: string, sentence: string, defect: SpcDefect | undefined, tweak: SpcTweak): SpcFlaw {
  return { name, sentence, defect, tweak };
}

function container(change: Partial<SpcContainer>): SpcTweak {
  return { container: (sound) => ({ ...sound, ...change }) };
}

function bytes(replacement: Buffer): SpcTweak {
  return { bytes: () => replacement };
}

/** Cut in the middle of each field. */
function truncations(): SpcFlaw[] {
  const fields: [string, number][] = [
    ['version', 2],
    ['reserved', 6],
    ['iv', 16],
    ['payload-key', 88],
    ['certificate-hash', 162],
    ['payload-length', 174],
    ['payload', 184],
  ];
  return fields.map(([field, end]) =>
    flaw(`truncated-${field}`, `it ends inside the field ${field}`, 'truncated', {
      bytes: (spc) => spc.subarray(0, end),
    }),
  );
}

/** Each required block left out. */
function omissions(): SpcFlaw[] {
  const required: [SpcField, string][] = [
    ['sk-r1', TAG.skR1],
    ['sk-r1-integrity', TAG.skR1Integrity],
    ['ar-seed', TAG.arSeed],
    ['r2', TAG.r2],
    ['return-request', TAG.returnRequest],
    ['asset-id', TAG.assetId],
    ['transaction-id', TAG.transactionId],
    ['protocol-versions-supported', TAG.protocolVersionsSupported],
    ['protocol-version-used', TAG.protocolVersionUsed],
  ];
  return required.map(([field, tag]) =>
    flaw(`missing-${field}`, `the block ${field} is missing`, `missing-${field}`, {
      blocks: (blocks) => blocks.filter((block) => block.tag !== tag),
    }),
  );
}

function change(blocks: readonly TllvBlock[], tag: string, to: (block: TllvBlock) => TllvBlock): TllvBlock[] {
  return blocks.map((block) => (block.tag === tag ? to(block) : block));
}

function withValue(block: TllvBlock, value: Buffer): TllvBlock {
  return { ...block, value, padding: Buffer.alloc((16 - (value.length % 16)) % 16) };
}

function flipped(value: Buffer): Buffer {
  return Buffer.from(value.map((byte, index) => (index === 0 ? byte ^ 1 : byte)));
}

/** A tag that no block has. */
function absentTag(blocks: readonly TllvBlock[]): Buffer {
  const tags = new Set(blocks.map((block) => block.tag));
  let tag = Buffer.from('00000000000000ff', 'hex');
  while (tags.has(tag.toString('hex')))
    tag = Buffer.from((tag.readBigUInt64BE() + 1n).toString(16).padStart(16, '0'), 'hex');
  return tag;
}

/** The encrypted message over and over, behind what is no version word. */
function noise(spc: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.alloc(1_048_572, spc.subarray(8))]);
}
