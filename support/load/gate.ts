/** Wide enough to learn from, and no storm of handshakes at the beginning. */
const FIRST_WIDTH = 16;

/**
 * Lets so many in at a time; the others wait in the order in which they came. It opens slowly: one more for each that comes
 * out, until it is as wide as it may be.
 */
export class Gate {
  readonly #waiting: (() => void)[] = [];
  #next = 0;
  #inside = 0;
  #most = 0;
  #width: number;

  /** @param width how many may be inside at the same time, at least 1 */
  constructor(private readonly width: number) {
    if (!Number.isInteger(width) || width < 1) throw new RangeError(`A gate is 1 or wider, not ${String(width)}`);
    this.#width = Math.min(width, FIRST_WIDTH);
  }

  /** How many were inside at the same time, at most. */
  get most(): number {
    return this.#most;
  }

  async pass<T>(act: () => Promise<T>): Promise<T> {
    if (this.#inside < this.#width) this.#enter();
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await act();
    } finally {
      this.#leave();
    }
  }

  #enter(): void {
    this.#inside += 1;
    this.#most = Math.max(this.#most, this.#inside);
  }

  /** Whoever waits takes the place over at once, so nobody who comes now gets in between. */
  #leave(): void {
    this.#inside -= 1;
    if (this.#width < this.width) this.#width += 1;
    while (this.#inside < this.#width && this.#let()) this.#enter();
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
