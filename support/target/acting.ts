import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Journal } from '../exchange';

/** As much of an AsyncLocalStorage as it takes to know whose act is under way. */
export type Acting = Pick<AsyncLocalStorage<Journal>, 'run' | 'getStore' | 'disable'>;

/**
 * For a SEES that is known to make its first call before it waits for anything, and names the cookie in any other. A real storage,
 * which follows it through all it does, costs every promise of the process.
 */
export class ActingAtOnce implements Acting {
  #journal: Journal | undefined;

  run<R>(journal: Journal, act: () => R): R {
    const before = this.#journal;
    this.#journal = journal;
    try {
      return act();
    } finally {
      this.#journal = before;
    }
  }

  getStore(): Journal | undefined {
    return this.#journal;
  }

  disable(): void {
    this.#journal = undefined;
  }
}
