/** Wide enough to learn from, and no storm of handshakes at the beginning. */
const FIRST_WIDTH = 16;
/** So many who come out soon widen it by one: answers take long only some time after too many went in. */
const SOON_FOR_ONE = 8;

export interface GateOptions {
  /** How many may be inside at the same time, at least 1. */
  readonly width: number;
  /** Of a clock that only ever goes on; absent: nobody is slow. */
  readonly elapsedMs?: () => number;
}

/**
 * Lets so many in at a time; the others wait in the order in which they came. It opens slowly: one more for some that come
 * out soon, until it is as wide as it may be; one less for each that took long, down to what it began with. What is to be
 * seen is whether flows cross, not how many it takes until nobody is served.
 */
export class Gate {
  /** Whoever takes longer is slow; milliseconds. */
  slowMs = Infinity;
  readonly #waiting: (() => void)[] = [];
  readonly #elapsedMs: () => number;
  readonly #most: number;
  #next = 0;
  #inside = 0;
  #mostInside = 0;
  #width: number;

  constructor({ width, elapsedMs = () => 0 }: GateOptions) {
    if (!Number.isInteger(width) || width < 1) throw new RangeError(`A gate is 1 or wider, not ${String(width)}`);
    this.#most = width;
    this.#width = this.#least;
    this.#elapsedMs = elapsedMs;
  }

  /** How many were inside at the same time, at most. */
  get most(): number {
    return this.#mostInside;
  }

  async pass<T>(act: () => Promise<T>): Promise<T> {
    if (this.#inside + 1 <= this.#width) this.#enter();
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const began = this.#elapsedMs();
    try {
      return await act();
    } finally {
      this.#leave(this.#elapsedMs() - began);
    }
  }

  get #least(): number {
    return Math.min(this.#most, FIRST_WIDTH);
  }

  #enter(): void {
    this.#inside += 1;
    this.#mostInside = Math.max(this.#mostInside, this.#inside);
  }

  /** Whoever waits takes the place over at once, so nobody who comes now gets in between. */
  #leave(tookMs: number): void {
    this.#inside -= 1;
    this.#width += tookMs > this.slowMs ? -1 : 1 / SOON_FOR_ONE;
    this.#width = Math.min(this.#most, Math.max(this.#least, this.#width));
    while (this.#inside + 1 <= this.#width && this.#let()) this.#enter();
  }

  #let(): boolean {
    const next = this.#waiting[this.#next];
    if (next === undefined) {
      this.#waiting.length = 0;
      this.#next = 0;
      return false;
    }
    this.#next += 1;
    // Thousands wait: moving all of them up for each that goes in would cost more than the calls.
    if (this.#next > 1000 && this.#next * 2 > this.#waiting.length) {
      this.#waiting.splice(0, this.#next);
      this.#next = 0;
    }
    next();
    return true;
  }
}
