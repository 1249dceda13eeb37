/** Ends what is still under way when a hosting closes, so that a handler that never answers holds nobody up. */
export class Gate {
  readonly #pending = new Set<(error: Error) => void>();
  #closed = false;

  /** Settles like `work`, or rejects at once when the gate closes or `signal` aborts. */
  pass<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => {
        end(Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' }));
      };
      const leave = (): void => {
        this.#pending.delete(end);
        signal?.removeEventListener('abort', onAbort);
      };
      const end = (error: Error): void => {
        leave();
        reject(error);
      };
      if (this.#closed) {
        reject(gone());
        return;
      }
      if (signal?.aborted === true) {
        onAbort();
        return;
      }
      this.#pending.add(end);
      signal?.addEventListener('abort', onAbort, { once: true });
      work.then((value) => {
        leave();
        resolve(value);
      }, end);
    });
  }

  close(): void {
    this.#closed = true;
    for (const end of this.#pending) end(gone());
  }
}

function gone(): Error {
  return Object.assign(new Error('the double was closed'), { code: 'ECONNRESET' });
}
