import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { Call, Handler, HttpRequest, Journal, Operation } from '../exchange';
import { ConnectionFault, TransportError, transportError } from '../exchange';
import { parseParameters, queryOf, RECORD_PATH, RIGHTS_PATH, TOKEN_PATH } from '../protocol';

/** How many scenarios back a late call may still belong to. */
const REMEMBERED = 4;
/** How many license requests back one may arrive that the player has given up on. */
const REMEMBERED_SPCS = 1000;

/**
 * Writes SEES' calls to ExpressPlay into the journal of the scenario they belong to, on whichever end of that leg is ours. The
 * player's own license requests are journalled where they are sent, so they are let through here.
 */
export class Backend {
  readonly #journals: Journal[] = [];
  readonly #playersOwn = new Set<string>();
  readonly #harnessOwn = new Set<string>();
  readonly #acting = new AsyncLocalStorage<Journal>();

  attach(journal: Journal): void {
    this.#journals.unshift(journal);
    this.#journals.length = Math.min(this.#journals.length, REMEMBERED);
  }

  within<T>(journal: Journal, act: () => Promise<T>): Promise<T> {
    return this.#acting.run(journal, act);
  }

  /** Ends what costs every promise of the process a little, for as long as it is in use. */
  close(): void {
    this.#acting.disable();
  }

  /** Our ExpressPlay: what arrives is what SEES sent. */
  watchHandler(handler: Handler): Handler {
    return async (request) => {
      const exchange = this.#begin(request);
      try {
        const response = await handler(request);
        exchange?.answer(response);
        return response;
      } catch (error) {
        if (error instanceof ConnectionFault)
          exchange?.fail(transportError(error.failure, request, undefined, 'on purpose'));
        throw error;
      }
    };
  }

  /** Our SEES: what it sends is what a foreign ExpressPlay gets. */
  watchCall(call: Call): Call {
    return async (request, options) => {
      const exchange = this.#begin(request);
      try {
        const response = await call(request, options);
        exchange?.answer(response);
        return response;
      } catch (error) {
        if (error instanceof TransportError) exchange?.fail(error);
        throw error;
      }
    };
  }

  /**
   * The player's way to license URLs: each of its requests may arrive once at a handler of ours, however late, and is known
   * there by its SPC.
   */
  asPlayer(call: Call): Call {
    return (request, options) => {
      this.#playersOwn.add(markOf(request));
      if (this.#playersOwn.size > REMEMBERED_SPCS) this.#playersOwn.delete([...this.#playersOwn][0] ?? '');
      return call(request, options);
    };
  }

  /** The harness's own calls to the token and record services; SEES may send the very same afterwards. */
  asHarness(call: Call): Call {
    return async (request, options) => {
      const mark = markOf(request);
      this.#harnessOwn.add(mark);
      try {
        return await call(request, options);
      } finally {
        this.#harnessOwn.delete(mark);
      }
    };
  }

  #begin(request: HttpRequest): ReturnType<Journal['begin']> | undefined {
    const mark = markOf(request);
    if (this.#playersOwn.delete(mark) || this.#harnessOwn.has(mark)) return undefined;
    const operation = operationOf(request.url);
    return this.#journalOf(request)?.begin({ operation, from: 'sees', to: 'expressplay', request });
  }

  /** A call that comes late carries the cookie of its own scenario; without a cookie the present one is meant. */
  #journalOf(request: HttpRequest): Journal | undefined {
    const acting = this.#acting.getStore();
    if (acting !== undefined) return acting;
    const form = request.method === 'POST' ? request.body.toString('utf8') : '';
    const cookie = [...parseParameters(queryOf(request.url)), ...parseParameters(form)].find(
      ({ name }) => name === 'cookie',
    );
    if (cookie === undefined) return this.#journals[0];
    const owner = this.#journals.find((journal) =>
      journal.exchanges.some(({ stimulus }) => stimulus?.kind === 'entitlement' && stimulus.cookie === cookie.value),
    );
    return owner ?? this.#journals[0];
  }
}

export function markOf(request: HttpRequest): string {
  return createHash('sha1')
    .update(`${request.method} ${queryOf(request.url)}\n`)
    .update(request.body)
    .digest('base64');
}

/** Which documented service a URL is of, whatever stands before its path. */
export function operationOf(url: string): Operation {
  const path = (/^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? url).replace(/\/+$/, '');
  if (path.endsWith(TOKEN_PATH)) return 'token';
  if (path.endsWith(RECORD_PATH.replace(/\/$/, ''))) return 'record';
  if (path.endsWith(RIGHTS_PATH.replace(/\/$/, ''))) return 'license';
  return 'unknown';
}
