import type { Clock } from '../../exchange';
import type { SpcStep } from '../../target';
import { NotObservableError } from '../blocked';
import type { Player } from '../player';
import { refuseSealed, spoiled } from './sealed';
import { captureStep, type Spc, type SpcOrder, type SpcSource } from './spc-source';

/** An SPC that was captured on a real device. */
export interface Capture {
  readonly bytes: Buffer;
  /** When it was captured, as far as can be told; milliseconds. */
  readonly atMs: number;
}

export interface CaptureLimits {
  /** An older capture is not sent; undefined: of any age. */
  readonly maxAgeSeconds: number | undefined;
  /** In turns, once all were sent; if not, each is sent once. */
  readonly reuse: boolean;
  /** Tells the age of a capture. */
  readonly clock: Pick<Clock, 'now'>;
}

interface Shelf {
  readonly left: Capture[];
  readonly count: number;
  tooOld: number;
}

/** SPCs captured on one device, by step; which device that is is the operator's word. */
export class CapturedSpcs implements SpcSource {
  readonly #shelves: ReadonlyMap<SpcStep, Shelf>;

  constructor(
    captures: ReadonlyMap<SpcStep, readonly Capture[]>,
    private readonly limits: CaptureLimits,
  ) {
    this.#shelves = new Map(
      [...captures].map(([step, all]) => [step, { left: [...all], count: all.length, tooOld: 0 }]),
    );
  }

  async make(player: Player, order: SpcOrder): Promise<Spc> {
    refuseSealed(order);
    const step = captureStep(order);
    const own = this.#shelves.get(step);
    // Any SPC of its own serves a device whose captures were not told apart.
    const shelf = own !== undefined && own.count > 0 ? own : this.#shelves.get('bound');
    const capture = shelf === undefined ? undefined : this.#next(shelf);
    if (capture === undefined) throw new NotObservableError(this.#whyNone(`${player.name}, step ${step}`, shelf));
    return { bytes: spoiled(capture.bytes, order), open: undefined };
  }

  /** Takes the next one that is young enough; what is too old now will not be young again. */
  #next(shelf: Shelf): Capture | undefined {
    const { maxAgeSeconds = Infinity, reuse, clock } = this.limits;
    const oldest = clock.now() - maxAgeSeconds * 1000;
    for (let capture = shelf.left.shift(); capture !== undefined; capture = shelf.left.shift()) {
      if (capture.atMs < oldest) {
        shelf.tooOld += 1;
        continue;
      }
      if (reuse) shelf.left.push(capture);
      return capture;
    }
    return undefined;
  }

  #whyNone(where: string, shelf: Shelf | undefined): string {
    if (shelf === undefined || shelf.count === 0) return `no captured SPC for ${where}`;
    const { count, tooOld } = shelf;
    if (tooOld === 0) {
      return `the ${counted(count)} for ${where} were each sent once (more files, or devices[].spc.reuse where the key server takes an SPC twice)`;
    }
    const age = `older than ${String(this.limits.maxAgeSeconds)} s (devices[].spc.maxAgeSeconds)`;
    if (tooOld === count) return `the ${counted(count)} for ${where} are ${age}`;
    return `of the ${counted(count)} for ${where} ${String(tooOld)} are ${age}, the others were each sent once (devices[].spc.reuse)`;
  }
}

function counted(count: number): string {
  return count === 1 ? 'one captured SPC' : `${String(count)} captured SPCs`;
}
