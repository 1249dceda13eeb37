import { Device } from '../../../fairplay';
import type { Player } from '../../player';
import type { SpcOrder } from '../spc-source';

export function player(name: string): Player {
  return { name, device: new Device({ name, hu: Buffer.alloc(20, name) }), cookie: 'c', registration: 'none' };
}

export function order(more: Partial<SpcOrder> = {}): SpcOrder {
  return { contentID: 'skd://title', requestType: 3, deviation: 'none', hu: undefined, ...more };
}
