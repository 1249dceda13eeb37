import { NotObservableError } from '../blocked';
import type { Player } from '../player';
import type { Spc, SpcOrder, SpcSource } from './spc-source';

/** Each device has a source of its own. */
export class SpcsByDevice implements SpcSource {
  /** @param sources by the name that scenarios give the device: `device A`, `device B` */
  constructor(private readonly sources: ReadonlyMap<string, SpcSource>) {}

  make(player: Player, order: SpcOrder, signal?: AbortSignal): Promise<Spc> {
    const source = this.sources.get(player.name);
    if (source !== undefined) return source.make(player, order, signal);
    return Promise.reject(
      new NotObservableError(
        `no SPC source is configured for ${player.name}: there are ${String(this.sources.size)} (devices)`,
      ),
    );
  }
}
