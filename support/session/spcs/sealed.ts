import { NotObservableError } from '../blocked';
import type { SpcOrder } from './spc-source';

/**
 * What cannot be had of an SPC from outside.
 * @throws {NotObservableError} when the order asks for something inside it
 */
export function refuseSealed(order: SpcOrder): void {
  if (order.hu !== undefined) {
    throw new NotObservableError('an SPC from outside carries the id of its device and no other');
  }
  const { bytes: _spoil, ...inside } = order.tweak ?? {};
  if (order.indicator !== undefined || order.assetID !== undefined || Object.keys(inside).length > 0) {
    throw new NotObservableError('an SPC from outside is sealed: nothing inside it can be changed');
  }
}

/** The bytes as they are to be sent: what an order spoils can be spoiled from outside too. */
export function spoiled(bytes: Buffer, { tweak, deviation }: SpcOrder): Buffer {
  const sent = tweak?.bytes === undefined ? bytes : tweak.bytes(bytes);
  return deviation === 'bad-spc' ? damaged(sent) : sent;
}

/** The wrapped payload key no longer unwraps: no key server can read this SPC. */
export function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 24; at < 152 && at < copy.length; at += 1) copy.writeUInt8(copy.readUInt8(at) ^ 0xa5, at);
  return copy;
}
