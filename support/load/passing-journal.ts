import { Exchange, Journal, type Clock, type ExchangeStart, type Redactor } from '../exchange';

/** A journal that keeps nothing: thousands of flows would fill the memory with bodies that nobody looks at again. */
export class PassingJournal extends Journal {
  #count = 0;

  /** @param elapsedMs of a clock that only ever goes on, finer than a millisecond */
  constructor(
    private readonly wallClock: Clock,
    redactor: Redactor,
    private readonly elapsedMs: () => number,
  ) {
    super('load', wallClock, redactor);
  }

  /** Who began a flow is written nowhere by which a call could be known. */
  override readonly takesAll = true;

  /** How many exchanges were begun. */
  get count(): number {
    return this.#count;
  }

  override begin(start: ExchangeStart): Exchange {
    this.#count += 1;
    const began = this.elapsedMs();
    const exchange: Exchange = new Exchange(this.#count, 0, this.wallClock.now(), start, this.redactor, () => {
      this.ended(exchange, this.elapsedMs() - began);
      return { tick: 1, ms: this.wallClock.now() };
    });
    return exchange;
  }

  /** Called when the answer, or the failure, is there. */
  protected ended(_exchange: Exchange, _ms: number): void {
    // Nothing to do with what nobody watches.
  }
}
