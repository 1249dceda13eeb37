import { stripVTControlCharacters } from 'node:util';
import type { Clock } from '../../exchange';
import { cut, duration } from '../text';
import type { TerminalStream } from './listener';

const REDRAW_MS = 80;
const CLEAR = '\r\u001B[2K';

/** The last line of a terminal, written again and again; elsewhere it does not exist. */
export class ProgressLine {
  #shown = false;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly stream: TerminalStream,
    readonly rewrites: boolean,
    private readonly clock: Pick<Clock, 'now'> | undefined,
  ) {}

  /** `head` may be colored, `tail` is cut to fit. Not more often than the eye can follow. */
  show(head: string, tail: string): void {
    if (!this.rewrites) return;
    // The wait, if there was one, is over: what comes next is shown at once.
    const waited = this.#stopTimer();
    if (!waited && performance.now() - this.#drawnAt < REDRAW_MS) return;
    this.#draw(head, tail);
  }

  countDown(words: string, untilMs: number): void {
    const { clock } = this;
    this.#stopTimer();
    const tick = (): void => {
      const left = clock
        ? `${duration(Math.ceil(Math.max(0, untilMs - clock.now()) / 1000) * 1000).replace('.0 s', ' s')} left`
        : '';
      this.#draw(left, words);
    };
    tick();
    // The wait itself keeps the process alive, its display does not.
    this.#timer = setInterval(tick, 1000).unref();
  }

  /** A line that stays. */
  print(text: string): void {
    this.clear();
    this.stream.write(`${text}\n`);
  }

  clear(): void {
    this.#stopTimer();
    if (!this.#shown) return;
    this.stream.write(CLEAR);
    this.#shown = false;
  }

  #draw(head: string, tail: string): void {
    const room = (this.stream.columns ?? 80) - stripVTControlCharacters(head).length - 4;
    const rest = room > 8 ? `  ${cut(tail, room)}` : '';
    this.stream.write(`${CLEAR}${head}${rest}`);
    this.#shown = true;
    this.#drawnAt = performance.now();
  }

  #stopTimer(): boolean {
    if (this.#timer === undefined) return false;
    clearInterval(this.#timer);
    this.#timer = undefined;
    return true;
  }
}
