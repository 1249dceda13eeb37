import type { TransportFailure } from './transport-error';

/** What a double does to a connection instead of answering. */
export type ConnectionFaultKind =
  /** Nobody seems to be there. A port that did take the connection ends it at once, without a byte. */
  | 'refused'
  /** The connection breaks before the answer. */
  | 'reset'
  /** No answer comes for as long as the fault lasts. */
  | 'silent';

const CODES: Readonly<Record<ConnectionFaultKind, string>> = {
  refused: 'ECONNREFUSED',
  reset: 'ECONNRESET',
  silent: 'ETIMEDOUT',
};

const FAILURES: Readonly<Record<ConnectionFaultKind, TransportFailure>> = {
  refused: 'refused',
  reset: 'reset',
  silent: 'timeout',
};

/** Thrown by a handler that must not answer: each hosting turns it into its own kind of trouble. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';
  /** What the caller's platform would say. */
  readonly code: string;
  readonly failure: TransportFailure;

  /** @param over resolves when the fault is over; a silence ends then with the connection */
  constructor(
    readonly kind: ConnectionFaultKind,
    readonly over: Promise<void> = Promise.resolve(),
  ) {
    super(`no answer, on purpose (${kind})`);
    this.code = CODES[kind];
    this.failure = FAILURES[kind];
  }
}
