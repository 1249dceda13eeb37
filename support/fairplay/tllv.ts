import type { Random } from './random';

/** One block: tag, total length, value length, value, padding. */
export interface TllvBlock {
  /** 8 bytes as 16 lower-case hex digits. */
  readonly tag: string;
  readonly value: Buffer;
  readonly padding: Buffer;
  /** Written in place of the true total length (value and padding): for broken messages only. */
  readonly totalLength?: number;
  /** Written in place of the true value length: for broken messages only. */
  readonly valueLength?: number;
}

/** What can be wrong with the sequence of blocks itself. */
export type TllvDefect = 'tllv-truncated' | 'tllv-length' | 'value-length' | 'duplicate-tag';

/** Makes the error of the message that is read (SPC or CKC). */
export type TllvFault = (defect: TllvDefect, detail: string) => Error;

const HEADER = 16;
const UNIT = 16;

/** A block with random padding: to the next multiple of 16, and now and then some units more. */
export function tllv(tag: string, value: Buffer, random: Random): TllvBlock {
  const fill = (UNIT - (value.length % UNIT)) % UNIT;
  const die = random(1)[0] ?? 0;
  // Half of the blocks get no unit more than they need, the others one to three.
  const more = die % 2 === 0 ? 0 : 1 + ((die >> 1) % 3);
  return { tag, value, padding: random(fill + more * UNIT) };
}

export function writeBlocks(blocks: readonly TllvBlock[]): Buffer {
  const payload = Buffer.alloc(blocks.reduce((sum, block) => sum + HEADER + sizeOf(block), 0));
  let at = 0;
  for (const block of blocks) {
    const { tag, value, padding } = block;
    payload.write(tag, at, 'hex');
    payload.writeUInt32BE(block.totalLength ?? sizeOf(block), at + 8);
    payload.writeUInt32BE(block.valueLength ?? value.length, at + 12);
    payload.set(value, at + HEADER);
    payload.set(padding, at + HEADER + value.length);
    at += HEADER + sizeOf(block);
  }
  return payload;
}

/** Of value and padding, in truth. */
export function sizeOf({ value, padding }: TllvBlock): number {
  return value.length + padding.length;
}

/** Reads a payload strictly: whole blocks, nothing between or after them, no tag twice. Padding is kept, never judged. */
export function readBlocks(payload: Buffer, fault: TllvFault): TllvBlock[] {
  const blocks: TllvBlock[] = [];
  const tags = new Set<string>();
  for (let at = 0; at < payload.length;) {
    const left = payload.length - at;
    if (left < HEADER) throw fault('tllv-truncated', `${left} bytes remain at ${at}, a block header has ${HEADER}`);
    const tag = payload.toString('hex', at, at + 8);
    const total = payload.readUInt32BE(at + 8);
    const length = payload.readUInt32BE(at + 12);
    const start = at + HEADER;
    if (total % UNIT !== 0)
      throw fault('tllv-length', `block ${tag} at ${at}: total length ${total} is no multiple of 16`);
    if (length > total) throw fault('value-length', `block ${tag} at ${at}: value of ${length} in a total of ${total}`);
    if (total > left - HEADER)
      throw fault('tllv-truncated', `block ${tag} at ${at}: total ${total}, left ${left - HEADER}`);
    if (tags.has(tag)) throw fault('duplicate-tag', `tag ${tag} occurs again at ${at}`);
    tags.add(tag);
    const value = payload.subarray(start, start + length);
    blocks.push({ tag, value, padding: payload.subarray(start + length, start + total) });
    at = start + total;
  }
  return blocks;
}
