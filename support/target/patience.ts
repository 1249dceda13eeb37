import { ConnectionFault, Ending, transportError, type Call, type Handler, type HttpRequest } from '../exchange';
import { markOf } from './journalling';

/**
 * How long our SEES waits for an answer under virtual time: an answer that never comes is late at once, so a silence costs no
 * real second.
 */
export class Patience {
  readonly #waiting = new Set<{ readonly request: HttpRequest; readonly ending: Ending }>();

  /** The way by which SEES calls. */
  watchCall(call: Call): Call {
    return async (request, options) => {
      const ending = new Ending();
      const waiting = { request, ending };
      this.#waiting.add(waiting);
      try {
        return await call(request, { ...options, ending });
      } catch (error) {
        if (ending.reason === 'timeout') throw transportError('timeout', request, undefined);
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
    for (const { request: asked, ending } of this.#waiting) if (markOf(asked) === mark) ending.end('timeout');
  }
}
