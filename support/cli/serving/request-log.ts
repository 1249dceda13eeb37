import type { Writable } from 'node:stream';
import type { Clock, Handler, HttpRequest, HttpResponse, Redactor } from '../../exchange';

/** Beyond that nobody seems to read: lines are left out rather than kept. */
const MOST_WAITING = 1024 * 1024;
const LONGEST_PATH = 80;
const LONGEST_DECISION = 200;
/** A part of a path that long is no word; it may be a token. */
const LONGEST_PART = 32;

export type Decide = (request: HttpRequest, response: HttpResponse) => string;

/** One line a request: time, party, method, path without query, status, decision. Holds no secret and no more than a line. */
export class RequestLog {
  #leftOut = 0;
  #broken = false;

  /** @param to undefined: nothing is written */
  constructor(
    private readonly to: Writable | undefined,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly redactor: Redactor,
  ) {
    // A reader that went away, a full disk: no reason to stop serving.
    to?.on('error', () => {
      this.#broken = true;
    });
  }

  /** @param decide puts the answer into words */
  watch(party: string, handler: Handler, decide: Decide): Handler {
    if (this.to === undefined) return handler;
    return async (request) => {
      try {
        const response = await handler(request);
        this.#line(party, request, String(response.status), decide(request, response));
        return response;
      } catch (error) {
        this.#line(party, request, '-', 'not answered');
        throw error;
      }
    };
  }

  /** A connection that ended before there was a request. */
  connectionError(party: string, error: Error): void {
    const code = 'code' in error ? String(error.code) : error.message;
    this.#write(`${this.#time()} ${party} - - - no request: ${this.#shown(code, LONGEST_DECISION)}`);
  }

  #line(party: string, { method, url }: HttpRequest, status: string, decision: string): void {
    const said = this.#shown(decision, LONGEST_DECISION);
    this.#write(`${this.#time()} ${party} ${this.#shown(method, 16)} ${this.#path(url)} ${status} ${said}`);
  }

  #path(url: string): string {
    const path = /^https?:\/\/[^/?#]*([^?#]*)/i.exec(url.slice(0, 8192))?.[1] ?? '';
    const parts = path
      .split('/')
      .map((part) => (part.length > LONGEST_PART ? `<${String(part.length)} characters>` : part));
    return this.#shown(parts.join('/'), LONGEST_PATH).replaceAll(' ', '%20') || '/';
  }

  #shown(text: string, most: number): string {
    const plain = this.redactor.text(text.slice(0, 8 * most)).replace(/[^\x20-\x7e]/g, '?');
    return plain.length > most ? `${plain.slice(0, most)}...` : plain;
  }

  #time(): string {
    return new Date(this.clock.now()).toISOString();
  }

  #write(line: string): void {
    if (this.to === undefined || this.#broken) return;
    if (this.to.writableLength > MOST_WAITING) {
      this.#leftOut += 1;
      return;
    }
    if (this.#leftOut > 0) {
      this.to.write(`${this.#time()} (${String(this.#leftOut)} lines left out: nobody read them)\n`);
      this.#leftOut = 0;
    }
    this.to.write(`${line}\n`);
  }
}
