/** What ends a call before its answer: its time ran out, or the caller went away. */
export type EndReason = 'timeout' | 'aborted';

/** The early end of one call; the first reason counts. A run has thousands of calls, and signals are dear. */
export class Ending {
  #reason: EndReason | undefined;
  #tell: (() => void) | undefined;

  get reason(): EndReason | undefined {
    return this.#reason;
  }

  end(reason: EndReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#tell?.();
  }

  /** Tells one listener, at once when it is over already. */
  onEnd(listener: () => void): void {
    if (this.#reason === undefined) this.#tell = listener;
    else listener();
  }
}

const actsBySignal = new WeakMap<AbortSignal, Set<() => void>>();

/** Acts when `signal` is aborted, unless the returned function is called before. However many act, the signal has one listener. */
export function whenAborted(signal: AbortSignal, act: () => void): () => void {
  let acts = actsBySignal.get(signal);
  if (acts === undefined) {
    const all = new Set<() => void>();
    signal.addEventListener('abort', () => [...all].forEach((one) => one()), { once: true });
    actsBySignal.set(signal, (acts = all));
  }
  const these = acts.add(act);
  return () => these.delete(act);
}
