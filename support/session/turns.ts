/** Something that is waited for. */
export interface Wait {
  readonly reason: string;
  /** By the target's clock; milliseconds. */
  readonly untilMs: number;
}

interface Queues {
  /** Scenarios whose wait is over: what they waited for is there now. */
  readonly resuming: (() => void)[];
  readonly beginning: (() => void)[];
}

/**
 * Whose turn it is where time is real: one scenario acts at a time, and whoever waits lets the others go on. So a run waits
 * about as long as its longest wait, and nobody's request comes between two that belong together.
 */
export class Turns {
  readonly #queues: Queues = { resuming: [], beginning: [] };
  readonly #waits = new Set<Wait>();
  readonly #released: Promise<void>;
  #release: () => void = () => undefined;
  #acting = false;

  /** @param onIdle told when nobody acts and something is waited for */
  constructor(private readonly onIdle: (waits: readonly Wait[]) => void) {
    this.#released = new Promise((resolve) => (this.#release = resolve));
  }

  /** One scenario's part in it. */
  join(): Turn {
    return new Turn({
      take: (queue) => this.#take(queue),
      give: () => this.#give(),
      waiting: (wait) => {
        this.#waits.add(wait);
        return () => this.#waits.delete(wait);
      },
      released: this.#released,
    });
  }

  /** Everything else is done: those that wait to be judged last come out as soon as their time has come. */
  release(): void {
    this.#release();
    this.#tellIfIdle();
  }

  #take(queue: keyof Queues): Promise<void> {
    if (!this.#acting) {
      this.#acting = true;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#queues[queue].push(resolve));
  }

  #give(): void {
    const next = this.#queues.resuming.shift() ?? this.#queues.beginning.shift();
    this.#acting = next !== undefined;
    next?.();
    this.#tellIfIdle();
  }

  #tellIfIdle(): void {
    if (!this.#acting && this.#waits.size > 0) this.onIdle([...this.#waits]);
  }
}

interface Table {
  take(queue: keyof Queues): Promise<void>;
  give(): void;
  waiting(wait: Wait): () => void;
  readonly released: Promise<void>;
}

export class Turn {
  /** Resolves when the scenario waits to be judged last, or is over. */
  readonly settled: Promise<void>;
  #settle: () => void = () => undefined;
  #has = false;
  #over = false;
  #taking: Promise<void> | undefined;

  constructor(private readonly table: Table) {
    this.settled = new Promise((resolve) => (this.#settle = resolve));
  }

  /** Resolves when this scenario may begin. */
  async begin(): Promise<void> {
    await this.table.take('beginning');
    this.#has = true;
  }

  /**
   * Lets others act while `sleep` lasts. Flows of one scenario may wait at once.
   * @param last comes out of it only when everything else is done
   * @throws what `sleep` throws, at once
   */
  async during(wait: Wait, sleep: () => Promise<void>, last: boolean, signal: AbortSignal): Promise<void> {
    const over = this.table.waiting(wait);
    if (last) this.#settle();
    this.#hand();
    try {
      await sleep();
    } finally {
      over();
    }
    if (last) await unlessAborted(this.table.released, signal);
    await this.#again();
  }

  /** The scenario is over. */
  end(): void {
    this.#over = true;
    this.#settle();
    this.#hand();
  }

  #hand(): void {
    if (!this.#has) return;
    this.#has = false;
    this.table.give();
  }

  async #again(): Promise<void> {
    if (this.#has) return;
    this.#taking ??= this.table.take('resuming').then(() => {
      this.#taking = undefined;
      this.#has = true;
      if (this.#over) this.#hand();
    });
    await this.#taking;
  }
}

/** @throws the signal's reason when it is or gets aborted */
function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('ended'));
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    void promise.then(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}
