import type { Clock } from '../../exchange';
import { duration } from '../text';

/** What remains when a line is due; above that, every minute. Seconds. */
const LAST_MARKS = [30, 10];
/** A line so soon after the one that told of the wait says nothing new. Seconds. */
const NEWS = 5;

/** What remains of a wait, where lines stay: one every minute, and one each at 30 and 10 seconds. */
export class PlainCountdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    private readonly print: (line: string) => void,
  ) {}

  start(untilMs: number): void {
    this.stop();
    const left = (untilMs - this.clock.now()) / 1000;
    const minutes = Array.from({ length: Math.max(0, Math.ceil(left / 60)) }, (_, index) => (index + 1) * 60).reverse();
    this.#next(
      [...minutes, ...LAST_MARKS].filter((mark) => mark <= left - NEWS),
      untilMs,
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #next([mark, ...later]: readonly number[], untilMs: number): void {
    if (mark === undefined) return;
    const tell = (): void => {
      this.print(`  ${duration(mark * 1000).replace('.0 s', ' s')} left to wait`);
      this.#next(later, untilMs);
    };
    // The wait itself keeps the process alive, its display does not.
    this.#timer = setTimeout(tell, Math.max(0, untilMs - mark * 1000 - this.clock.now())).unref();
  }
}
