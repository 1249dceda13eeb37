import type { Clock } from '../exchange';

interface Waiter {
  readonly go: () => void;
  readonly urgent: boolean;
}

/**
 * Holds requests to targets to so many a second (rate.requestsPerSecond), evenly spaced: no second sees a burst. Whoever
 * redeems a token that may end soon, or goes on with what is half done, goes before the rest.
 */
export class Pace {
  readonly #intervalMs: number;
  #waiting: Waiter[] = [];
  #nextMs = -Infinity;
  #pumping: AbortController | undefined;

  /** @param perSecond more than 0 */
  constructor(
    perSecond: number,
    private readonly clock: Clock,
  ) {
    if (!(perSecond > 0)) throw new RangeError(`Requests per second are more than 0, not ${String(perSecond)}`);
    this.#intervalMs = 1000 / perSecond;
  }

  /** Resolves when the next request may be sent; at once when `signal` is or gets aborted: the call itself tells that. */
  turn({ urgent = false, signal }: { readonly urgent?: boolean; readonly signal?: AbortSignal } = {}): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const waiter: Waiter = {
        urgent,
        go: () => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      const giveUp = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        if (this.#waiting.length === 0) this.#pumping?.abort();
        resolve();
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(waiter);
      if (this.#pumping === undefined || this.#pumping.signal.aborted) void this.#pump();
    });
  }

  /** Lets everybody go who still waits. */
  close(): void {
    this.#pumping?.abort();
    for (const { go } of this.#waiting.splice(0)) go();
  }

  async #pump(): Promise<void> {
    const pumping = new AbortController();
    this.#pumping = pumping;
    while (this.#waiting.length > 0) {
      try {
        await this.clock.waitUntil(this.#nextMs, pumping.signal);
      } catch {
        return;
      }
      const index = Math.max(
        0,
        this.#waiting.findIndex(({ urgent }) => urgent),
      );
      const [first] = this.#waiting.splice(index, 1);
      if (first === undefined) break;
      this.#nextMs = Math.max(this.#nextMs, this.clock.now()) + this.#intervalMs;
      first.go();
    }
    if (this.#pumping === pumping) this.#pumping = undefined;
  }
}
