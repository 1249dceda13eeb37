import { AsyncLocalStorage } from 'node:async_hooks';
import { hash } from 'node:crypto';
import type { Call, Handler, HttpRequest, Journal, Operation } from '../exchange';
import { ConnectionFault, TransportError, transportError } from '../exchange';
import { parseParameters, queryOf, readUriList, RECORD_PATH, RIGHTS_PATH, TOKEN_PATH, tokenOf } from '../protocol';
import type { Acting } from './acting';
import { Belonging, type Marks } from './belonging';
import { Visitors } from './visitors';

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
  readonly #acting: Acting;
  readonly #belonging: Belonging | undefined;
  /** Who came and belongs to no scenario. */
  readonly visitors: Visitors;

  /**
   * @param marks of a SEES that calls from another process: whatever bears none of them belongs to no scenario; undefined: nobody else can call
   * @param acting by which calls made within an act are told from others
   */
  constructor(marks?: Marks, acting: Acting = new AsyncLocalStorage<Journal>()) {
    this.#acting = acting;
    this.#belonging = marks === undefined ? undefined : new Belonging(marks);
    this.visitors = new Visitors(marks?.customerAuthenticator);
  }

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

  /**
   * Our ExpressPlay: what arrives is what SEES sent.
   * @param others answers calls that belong to no scenario
   */
  watchHandler(handler: Handler, others: Handler = handler): Handler {
    return async (request) => {
      const begun = this.#begin(request);
      if (begun === 'stray') return others(request);
      const { exchange, journal } = begun;
      try {
        const response = await handler(request);
        exchange?.answer(response);
        if (exchange?.operation === 'token' && journal !== undefined) this.#learnToken(response.body, journal);
        return response;
      } catch (error) {
        if (error instanceof ConnectionFault)
          exchange?.fail(transportError(error.failure, request, undefined, 'on purpose'));
        throw error;
      }
    };
  }

  /** A host that nobody knows but who was sent there: whatever arrives is of the present scenario. */
  watchElsewhere(handler: Handler): Handler {
    return async (request) => {
      const operation = operationOf(request.url);
      const journal = this.#journalOf(request, operation) ?? this.#journals[0];
      const exchange = journal?.begin({ operation, from: 'sees', to: 'expressplay', request });
      const response = await handler(request);
      exchange?.answer(response);
      return response;
    };
  }

  /** A request that the harness itself has under way. */
  isOwn(request: HttpRequest): boolean {
    const mark = markOf(request);
    return this.#playersOwn.has(mark) || this.#harnessOwn.has(mark);
  }

  /** Our SEES: what it sends is what a foreign ExpressPlay gets. */
  watchCall(call: Call): Call {
    return async (request, options) => {
      const exchange = this.#beginOwn(request);
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
      const [oldest = ''] = this.#playersOwn;
      if (this.#playersOwn.size > REMEMBERED_SPCS) this.#playersOwn.delete(oldest);
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

  #begin(request: HttpRequest): Begun | 'stray' {
    const mark = markOf(request);
    if (this.#playersOwn.delete(mark) || this.#harnessOwn.has(mark)) return NOT_WRITTEN;
    const operation = operationOf(request.url);
    const journal = this.#journalOf(request, operation);
    if (journal === undefined && this.#belonging !== undefined) {
      this.visitors.stray(request);
      return 'stray';
    }
    return { exchange: journal?.begin({ operation, from: 'sees', to: 'expressplay', request }), journal };
  }

  /** What a SEES of ours sends is always of a scenario. */
  #beginOwn(request: HttpRequest): Begun['exchange'] {
    const begun = this.#begin(request);
    return begun === 'stray' ? undefined : begun.exchange;
  }

  #journalOf(request: HttpRequest, operation: Operation): Journal | undefined {
    const acting = this.#acting.getStore();
    if (acting !== undefined) return acting;
    if (this.#belonging === undefined) return this.#byCookie(request);
    const [latest] = this.#journals;
    if (latest?.takesAll === true) return latest;
    return this.#belonging.ownerOf(request, operation, this.#journals);
  }

  /** A call that comes late carries the cookie of its own scenario; without a cookie the present one is meant. */
  #byCookie(request: HttpRequest): Journal | undefined {
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

  #learnToken(body: Buffer, journal: Journal): void {
    if (this.#belonging === undefined || body.length > LONGEST_LIST) return;
    for (const url of readUriList(body.toString('utf8')).lines.urls) {
      const token = tokenOf(url);
      if (token !== undefined) this.#belonging.issued(token, journal);
    }
  }
}

interface Begun {
  /** Undefined: not written anywhere. */
  readonly exchange: ReturnType<Journal['begin']> | undefined;
  readonly journal: Journal | undefined;
}

const NOT_WRITTEN: Begun = { exchange: undefined, journal: undefined };
const LONGEST_LIST = 65_536;

/** What tells one request from others under way, whoever carries it. */
export function markOf({ method, url, body }: HttpRequest): string {
  const line = `${method} ${queryOf(url)}`;
  if (body.length === 0) return line;
  // Bodies may be long and are kept; most requests have none.
  return `${line} ${hash('sha1', body, 'base64')}`;
}

/** Which documented service a URL is of, whatever stands before its path. */
export function operationOf(url: string): Operation {
  const path = (/^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? url).replace(/\/+$/, '');
  if (path.endsWith(TOKEN_PATH)) return 'token';
  if (path.endsWith(RECORD_PATH.replace(/\/$/, ''))) return 'record';
  if (path.endsWith(RIGHTS_PATH.replace(/\/$/, ''))) return 'license';
  return 'unknown';
}
