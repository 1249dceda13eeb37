/** Why no complete answer came. */
export type TransportFailure =
  'refused' | 'reset' | 'timeout' | 'dns' | 'tls' | 'too-large' | 'aborted' | 'malformed' | 'proxy' | 'other';

/** No complete HTTP answer: who was called, what happened. The message is safe to show (no query, no credentials). */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  /** @param code the platform's code where there is one, e.g. `ECONNREFUSED` or `DEPTH_ZERO_SELF_SIGNED_CERT` */
  constructor(
    readonly failure: TransportFailure,
    readonly code: string | undefined,
    message: string,
  ) {
    super(message);
  }
}
