import type { TestCredentials } from '../../fairplay';
import type { Player } from '../player';
import { damaged } from './sealed';
import type { Spc, SpcOrder, SpcSource } from './spc-source';

/** SPCs built here, for key servers that know the test credentials; every real FairPlay key server refuses them, as it should. */
export class SyntheticSpcs implements SpcSource {
  constructor(private readonly credentials: TestCredentials) {}

  make(player: Player, order: SpcOrder): Promise<Spc> {
    const request = player.device.createSpc({
      contentID: order.assetID ?? order.contentID,
      credentials: this.credentials,
      ...(order.hu === undefined ? {} : { hu: order.hu }),
      ...(order.tweak === undefined ? {} : { tweak: order.tweak }),
      ...(order.indicator === undefined ? {} : { indicator: order.indicator }),
    });
    if (order.deviation !== 'bad-spc')
      return Promise.resolve({ bytes: request.bytes, open: request.open.bind(request) });
    return Promise.resolve({ bytes: damaged(request.bytes), open: undefined });
  }
}
