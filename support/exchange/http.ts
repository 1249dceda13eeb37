import type { Ending } from './ending';

/**
 * The smallest picture of an HTTP message that both a pure handler and a transport can share.
 * It knows nothing of sockets, axios, nock or TLS.
 */

/** Header names are lower case; a header sent several times is joined with `, ` (set-cookie with a line feed). */
export type HttpHeaders = Readonly<Record<string, string>>;

export interface HttpRequest {
  readonly method: string;
  /** Absolute URL, exactly as it goes (or came) over the wire: never normalized, never decoded. */
  readonly url: string;
  readonly headers: HttpHeaders;
  /** Raw bytes; empty when there is no body. */
  readonly body: Buffer;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** Raw bytes after content decoding; empty when there is no body. */
  readonly body: Buffer;
}

/** A server side as a function. It may throw only for faults of its own. */
export type Handler = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * A client side as a function: resolves with whatever status came back.
 * @throws {TransportError} when no complete answer came.
 */
export type Call = (request: HttpRequest, options?: CallOptions) => Promise<HttpResponse>;

export interface CallOptions {
  /** Ends the call early; the caller went away. */
  readonly signal?: AbortSignal;
  /** The same for this one call, which its own time limit ends as well. */
  readonly ending?: Ending;
}
