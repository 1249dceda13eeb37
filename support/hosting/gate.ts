import type { Ending } from '../exchange';

/** Ends what is still under way when a hosting closes, so that a handler that never answers holds nobody up. */
export class Gate {
  readonly #pending = new Set<(error: Error) => void>();
  #closed = false;

  /** Settles like `work`, or rejects at once when the gate closes or `ending` ends. */
  pass<T>(work: Promise<T>, ending?: Ending): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const end = (error: Error): void => {
        this.#pending.delete(end);
        reject(error);
      };
      if (this.#closed) {
        reject(gone());
        return;
      }
      this.#pending.add(end);
      ending?.onEnd(() => end(canceled()));
      work.then((value) => {
        this.#pending.delete(end);
        resolve(value);
      }, end);
    });
  }

  close(): void {
    this.#closed = true;
    for (const end of this.#pending) end(gone());
  }
}

function canceled(): Error {
  return Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' });
}

function gone(): Error {
  return Object.assign(new Error('the double was closed'), { code: 'ECONNRESET' });
}
