import { constants, createCipheriv, createDecipheriv, privateDecrypt } from 'node:crypto';
import { loadTestCredentials, parseSpc, TAG, testD, type ParsedSpc } from '../../fairplay';
import { serviceOf, type Facts } from '../making';
import type { Violation } from '../violation';

const HEADER = 176;
const UNIT = 16;

export interface LaxBlock {
  readonly tag: string;
  readonly value: Buffer;
  /** Its lengths are as they should be. */
  readonly fits?: boolean;
}

/** ExpressPlay reads a body that it has to refuse as if it were this one. @param mended undefined: it cannot be mended */
export function readsLeniently(facts: Facts, mended: (body: Buffer) => Buffer | undefined): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplay: (handler, applied) => async (request) => {
      const right = await handler(request);
      if (serviceOf(request) !== 'license' || request.method !== 'POST' || right.status === 200) return right;
      const body = mended(request.body);
      if (body === undefined || body.equals(request.body)) return right;
      const wrong = await handler({ ...request, body });
      if (wrong.status !== 200) return right;
      applied();
      return wrong;
    },
  };
}

/** Undefined: not to be read by these credentials. */
export function spcIn(body: Buffer): ParsedSpc | undefined {
  try {
    return parseSpc(body, loadTestCredentials());
  } catch {
    return undefined;
  }
}

type BlockChange = (blocks: readonly LaxBlock[]) => readonly LaxBlock[];

/** The SPC with other blocks inside; undefined where its inside cannot be had, or any length in it is wrong. */
export function withBlocks(body: Buffer, change: BlockChange): Buffer | undefined {
  const isSound = body.length >= HEADER && body.readUInt32BE(172) === body.length - HEADER;
  if (!isSound) return undefined;
  return withLaxBlocks(body, (blocks) => (blocks.every(({ fits }) => fits) ? change(blocks) : blocks));
}

/** The same whatever the lengths of the blocks say: units are rounded, and nothing reaches past the end. */
export function withLaxBlocks(body: Buffer, change: BlockChange): Buffer | undefined {
  const key = body.length < HEADER ? undefined : payloadKey(body);
  if (key === undefined || (body.length - HEADER) % UNIT !== 0) return undefined;
  const iv = body.subarray(8, 24);
  const decipher = createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
  const found = laxBlocks(Buffer.concat([decipher.update(body.subarray(HEADER)), decipher.final()]));
  const blocks = change(found);
  if (blocks === found) return undefined;
  const cipher = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
  const payload = Buffer.concat([cipher.update(Buffer.concat(blocks.map(written))), cipher.final()]);
  const outside = Buffer.from(body.subarray(0, HEADER));
  outside.writeUInt32BE(payload.length, 172);
  return Buffer.concat([outside, payload]);
}

/** The integrity bytes as SK_R1 itself has them. */
export function integrityOf(blocks: readonly LaxBlock[]): Buffer | undefined {
  const sealed = blocks.find(({ tag }) => tag === TAG.skR1)?.value;
  const r2 = blocks.find(({ tag }) => tag === TAG.r2)?.value;
  if (sealed?.length !== 112 || r2 === undefined) return undefined;
  const key = testD(loadTestCredentials().ask, r2);
  const decipher = createDecipheriv('aes-128-cbc', key, sealed.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()]).subarray(80);
}

/** Undefined: it cannot be unwrapped. */
export function payloadKey(body: Buffer): Buffer | undefined {
  const { privateKey } = loadTestCredentials();
  if (privateKey === undefined) return undefined;
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const key = privateDecrypt({ key: privateKey, padding, oaepHash: 'sha1' }, body.subarray(24, 152));
    return key.length === UNIT ? key : undefined;
  } catch {
    return undefined;
  }
}

function laxBlocks(payload: Buffer): LaxBlock[] {
  const blocks: LaxBlock[] = [];
  for (let at = 0; at + UNIT <= payload.length; ) {
    const start = at + UNIT;
    const [toldTotal, toldLength] = [payload.readUInt32BE(at + 8), payload.readUInt32BE(at + 12)];
    const total = Math.min(Math.floor(toldTotal / UNIT) * UNIT, payload.length - start);
    const length = Math.min(toldLength, total);
    const fits = total === toldTotal && length === toldLength;
    blocks.push({ tag: payload.toString('hex', at, at + 8), value: payload.subarray(start, start + length), fits });
    at = start + total;
  }
  return blocks;
}

function written({ tag, value }: LaxBlock): Buffer {
  const total = Math.ceil(value.length / UNIT) * UNIT;
  const block = Buffer.alloc(UNIT + total);
  block.write(tag, 'hex');
  block.writeUInt32BE(total, 8);
  block.writeUInt32BE(value.length, 12);
  value.copy(block, UNIT);
  return block;
}
