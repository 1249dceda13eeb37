import { ConnectionFault, transportError, type Call, type Handler, type HttpRequest } from '../exchange';
import { markOf } from './journalling';

/**
 * How long our SEES waits for an answer under virtual time: an answer that never comes is late at once, so a silence costs no
 * real second.
 */
export class Patience {
  readonly #waiting = new Map<string, Set<AbortController>>();

  /** The way by which SEES calls. */
  watchCall(call: Call): Call {
    return async (request, options = {}) => {
      const late = new AbortController();
      const mark = markOf(request);
      const waiting = this.#waiting.get(mark) ?? new Set();
      this.#waiting.set(mark, waiting.add(late));
      const signal = options.signal === undefined ? late.signal : AbortSignal.any([late.signal, options.signal]);
      try {
        return await call(request, { signal });
      } catch (error) {
        if (late.signal.aborted) throw transportError('timeout', request, undefined);
        throw error;
      } finally {
        waiting.delete(late);
        if (waiting.size === 0) this.#waiting.delete(mark);
      }
    };
  }

  /** What SEES calls. */
  watchHandler(handler: Handler): Handler {
    return async (request) => {
      try {
        return await handler(request);
      } catch (error) {
        if (error instanceof ConnectionFault && error.kind === 'silent') this.#runOut(request);
        throw error;
      }
    };
  }

  #runOut(request: HttpRequest): void {
    for (const late of this.#waiting.get(markOf(request)) ?? []) late.abort();
  }
}
