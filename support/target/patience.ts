import { ConnectionFault, Ending, transportError, type Call, type Handler, type HttpRequest } from '../exchange';
import { markOf } from './journalling';

interface Waiting {
  readonly request: HttpRequest;
  readonly ending: Ending;
  /** It met silence, and no time passed. */
  ranOut: boolean;
}

/**
 * How long our SEES waits for an answer under virtual time: an answer that never comes is late at once, so a silence costs no
 * real second.
 */
export class Patience {
  readonly #waiting = new Set<Waiting>();

  /** The way by which SEES calls. */
  watchCall(call: Call): Call {
    return async (request, options) => {
      const ending = new Ending();
      const waiting: Waiting = { request, ending, ranOut: false };
      this.#waiting.add(waiting);
      try {
        return await call(request, { ...options, ending });
      } catch (error) {
        // A limit of its own tells more about itself.
        if (waiting.ranOut) throw transportError('timeout', request, undefined);
        throw error;
      } finally {
        this.#waiting.delete(waiting);
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
    const mark = markOf(request);
    for (const waiting of this.#waiting) {
      if (markOf(waiting.request) !== mark || waiting.ending.reason !== undefined) continue;
      waiting.ranOut = true;
      waiting.ending.end('timeout');
    }
  }
}
