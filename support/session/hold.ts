import type { Envelope } from '@cucumber/messages';

/** Of the run whose hook cucumber is about to call. */
let upcoming: (() => Promise<void>) | undefined;

/**
 * Where a run of cucumber's waits between its plan and its first scenario. Several may be under way in a process: cucumber
 * tells of a BeforeAll hook immediately before it calls it, so the hook knows by which run it was called.
 */
export class Hold {
  readonly #opened = pending();
  readonly #reached = pending();

  /** All scenarios are planned and none has begun. */
  get reached(): Promise<void> {
    return this.#reached.promise;
  }

  /** To be told of each of the run's messages. */
  accept({ testRunHookStarted, testRunHookFinished }: Envelope): void {
    if (testRunHookStarted !== undefined) upcoming = () => this.#wait();
    if (testRunHookFinished !== undefined) upcoming = undefined;
  }

  /** Has the scenarios begin. */
  release(): void {
    this.#opened.resolve();
  }

  /** Ends the run with an error before the first of them. */
  abandon(): void {
    this.#opened.reject(new Error('only the plan was wanted'));
  }

  async #wait(): Promise<void> {
    this.#reached.resolve();
    await this.#opened.promise;
  }
}

/** For the BeforeAll hook: waits where somebody holds this run. */
export async function whileHeld(): Promise<void> {
  const wait = upcoming;
  upcoming = undefined;
  await wait?.();
}

interface Pending {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function pending(): Pending {
  let settle: Omit<Pending, 'promise'> | undefined;
  const promise = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
  // It may be abandoned before anybody waits.
  promise.catch(() => undefined);
  return { promise, resolve: () => settle?.resolve(), reject: (error) => settle?.reject(error) };
}
