import type { Player } from '../player';
import { refuseSealed, spoiled } from './sealed';
import type { Spc, SpcOrder, SpcSource } from './spc-source';

/** Says of an SPC from outside whether it could be had, without having it: for rehearsals, which disturb no device. */
export class SealedSpcs implements SpcSource {
  async make(_player: Player, order: SpcOrder): Promise<Spc> {
    refuseSealed(order);
    return { bytes: spoiled(Buffer.alloc(256), order), open: undefined };
  }
}
