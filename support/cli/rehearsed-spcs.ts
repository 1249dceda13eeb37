import { captureStep, type Player, type Spc, type SpcOrder, type SpcSource } from '../session';
import type { SpcStep } from '../target';

/** How many SPCs of a device a run needs for a step. */
export interface SpcCount {
  readonly device: string;
  readonly step: SpcStep;
  readonly count: number;
}

/** Counts what is asked of the source of a run; what goes out comes from a source that the embedded pair understands. */
export class RehearsedSpcs implements SpcSource {
  readonly #counts = new Map<string, SpcCount>();

  /** @param configured asked as well, since it may not have what is asked for */
  constructor(
    private readonly understood: SpcSource,
    private readonly configured: SpcSource,
  ) {}

  get counts(): readonly SpcCount[] {
    return [...this.#counts.values()].sort(
      (a, b) => a.device.localeCompare(b.device, 'en', { numeric: true }) || a.step.localeCompare(b.step),
    );
  }

  async make(player: Player, order: SpcOrder): Promise<Spc> {
    const { open } = await this.configured.make(player, order);
    const { bytes, open: ours } = await this.understood.make(player, order);
    const [device, step] = [player.name, captureStep(order)];
    const key = `${device}/${step}`;
    this.#counts.set(key, { device, step, count: (this.#counts.get(key)?.count ?? 0) + 1 });
    // Whoever cannot open a license in the run cannot do so here.
    return { bytes, open: open === undefined ? undefined : ours };
  }
}
