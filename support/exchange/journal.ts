import type { Clock } from './clock';
import { Exchange, type ExchangeStart } from './exchange';
import type { Redactor } from './redactor';
import { withUnredacted } from './unredacted';

/** Something that happened between exchanges and belongs into the picture: the clock moved, a fault was switched on. */
export interface JournalNote {
  readonly tick: number;
  readonly ms: number;
  /** Redacted when it is read. */
  readonly text: string;
}

/**
 * Both legs of one scenario as one ordered list (architecture decision 5). Sendings and answers share one counter, so "before"
 * is a comparison of ticks and never of times.
 */
export class Journal {
  readonly #exchanges: Exchange[] = [];
  readonly #notes: JournalNote[] = [];
  readonly #listeners = new Set<(exchange: Exchange) => void>();
  #tick = 0;

  /** @param name the scenario's name, for reports */
  constructor(
    readonly name: string,
    private readonly clock: Clock,
    readonly redactor: Redactor,
  ) {}

  /** Whatever reaches a double of ours is written here, whosever call it is; false: what belongs to the scenario. */
  readonly takesAll: boolean = false;

  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  get notes(): readonly JournalNote[] {
    return this.#notes;
  }

  /** Another one whenever something was written: a sending, an answer, a note. */
  get state(): number {
    return this.#tick;
  }

  begin(start: ExchangeStart): Exchange {
    const { tick, ms } = this.#next();
    const exchange = new Exchange(this.#exchanges.length + 1, tick, ms, start, this.redactor, () => this.#next());
    this.#exchanges.push(exchange);
    for (const listener of this.#listeners) listener(exchange);
    return exchange;
  }

  /** Tells of every exchange when it begins; the returned function ends that. */
  onBegin(listener: (exchange: Exchange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  note(text: string): void {
    const { redactor } = this;
    let redacted: string | undefined;
    const note: JournalNote = {
      ...this.#next(),
      get text() {
        return (redacted ??= redactor.text(text));
      },
    };
    this.#notes.push(withUnredacted(note, text));
  }

  #next(): { tick: number; ms: number } {
    this.#tick += 1;
    return { tick: this.#tick, ms: this.clock.now() };
  }
}
