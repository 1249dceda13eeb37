import type { Call, Clock } from '../exchange';

/** All that a reference handler may know of the world (architecture decision 2): no sockets, no Date.now(), no Math.random(). */
export interface HandlerDeps {
  readonly clock: Clock;
  /** That many unpredictable bytes; a seeded source makes a run repeatable. */
  readonly random: (length: number) => Buffer;
  /** SEES' way to ExpressPlay. */
  readonly call: Call;
}
