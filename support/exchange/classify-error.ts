import { HEADER_BYTES } from './limits';
import { TransportError, type TransportFailure } from './transport-error';
import { withoutQuery } from './wire-url';

/** What is known of a failed call besides the error. */
export interface FailedCall {
  readonly method: string;
  readonly url: string;
}

const BY_CODE: ReadonlyMap<string, TransportFailure> = new Map<string, TransportFailure>([
  ['ECONNREFUSED', 'refused'],
  // The network says that there is no way to the host; nock says the same of hosts it was not told of.
  ['ENETUNREACH', 'refused'],
  ['EHOSTUNREACH', 'refused'],
  ['ERR_NOCK_NO_MATCH', 'refused'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'reset'],
  ['ETIMEDOUT', 'timeout'],
  ['ESOCKETTIMEDOUT', 'timeout'],
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['EAI_FAIL', 'dns'],
  ['EAI_NODATA', 'dns'],
  ['EPROTO', 'tls'],
  ['HOSTNAME_MISMATCH', 'tls'],
  ['INVALID_CA', 'tls'],
  ['INVALID_PURPOSE', 'tls'],
  ['PATH_LENGTH_EXCEEDED', 'tls'],
  ['ERR_CANCELED', 'aborted'],
  ['ABORT_ERR', 'aborted'],
  ['ERR_INVALID_URL', 'malformed'],
  ['ERR_INVALID_CHAR', 'malformed'],
  ['ERR_INVALID_HTTP_TOKEN', 'malformed'],
  ['ERR_UNESCAPED_CHARACTERS', 'malformed'],
]);

const BY_PATTERN: readonly (readonly [RegExp, TransportFailure])[] = [
  [/^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|ERROR_IN_CERT_)/, 'tls'],
  [/^(HPE_|Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ERR_PADDING)/, 'malformed'],
];

const SENTENCES: Readonly<Record<TransportFailure, string>> = {
  refused: 'the connection was refused',
  reset: 'the connection broke before the answer was complete',
  timeout: 'no complete answer came in time',
  dns: 'the host name could not be resolved',
  tls: 'TLS failed',
  'too-large': 'the answer is larger than allowed',
  aborted: 'the caller went away',
  malformed: 'what was sent or came back is no HTTP',
  proxy: 'the proxy did not let it through',
  other: 'the call failed',
};

/**
 * Turns whatever axios, node, OpenSSL or nock threw into a {@link TransportError}.
 *
 * A missing client certificate arrives under TLS 1.3 as an alert after the handshake (`tls`); a client certificate that
 * the server does not trust may arrive as a plain ECONNRESET (`reset`): whoever judges refused certificates accepts both.
 */
export function classifyError(error: unknown, call: FailedCall): TransportError {
  if (error instanceof TransportError) return error;
  const { code, text } = facts(error);
  const failure = classOf(code, text);
  return transportError(failure, call, code, detail(failure, code, text));
}

/** Builds the message: who (method), where (URL without query), what (the class in words, then the detail). */
export function transportError(
  failure: TransportFailure,
  call: FailedCall,
  code: string | undefined,
  detail?: string,
): TransportError {
  const where = `${call.method} ${withoutQuery(call.url)}`;
  const why = detail === undefined || detail === '' ? SENTENCES[failure] : `${SENTENCES[failure]}: ${detail}`;
  return new TransportError(failure, code, `${where}: ${why}${code === undefined ? '' : ` (${code})`}`);
}

function classOf(code: string | undefined, text: string): TransportFailure {
  // Its words are made of those of others.
  if (code === 'ERR_PROXY') return 'proxy';
  // axios gives one code to both of these, so its words decide.
  if (/maxContentLength|maxResponseSize|ERR_BUFFER_TOO_LARGE/.test(`${text} ${code ?? ''}`)) return 'too-large';
  if (/stream has been aborted|socket hang up|premature close/i.test(text)) return 'reset';
  if (/\balert\b|\bssl3?_|\bSSL routines\b|wrong version number/i.test(text)) return 'tls';
  if (/Client network socket disconnected before secure TLS/i.test(text)) return 'tls';
  if (/\btimeout\b.*\bexceeded\b/i.test(text)) return 'timeout';
  if (code === undefined) return 'other';
  return BY_CODE.get(code) ?? BY_PATTERN.find(([pattern]) => pattern.test(code))?.[1] ?? 'other';
}

function detail(failure: TransportFailure, code: string | undefined, text: string): string {
  if (code === 'ERR_NOCK_NO_MATCH' || text.startsWith('Nock: Disallowed net connect')) {
    return 'no double answers here, and the network is closed while doubles are in place';
  }
  if (code === 'HPE_HEADER_OVERFLOW') return `status line and headers have more than ${String(HEADER_BYTES)} bytes`;
  return failure === 'tls' || failure === 'proxy' || failure === 'other' ? firstLine(text) : '';
}

/** OpenSSL wraps its words in addresses and source lines; library texts may repeat the URL, so what follows a `?` goes. */
function firstLine(text: string): string {
  const openssl = /:SSL routines:[^:]*:([^:]+)/.exec(text)?.[1];
  return (openssl ?? text.split('\n', 1)[0] ?? '').replace(/\?\S*/g, '').slice(0, 200).trim();
}

/** Code and words of an error, looking through wrappers and the several attempts of one connect. */
function facts(error: unknown, depth = 0): { code: string | undefined; text: string } {
  if (!(error instanceof Error)) return { code: undefined, text: String(error) };
  const own = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  const deeper = inner instanceof Error && depth < 5 ? facts(inner, depth + 1) : undefined;
  const vague = own === undefined || own === 'ERR_BAD_RESPONSE' || own === 'ERR_BAD_REQUEST';
  return {
    code: vague ? (deeper?.code ?? own) : own,
    text:
      deeper === undefined || error.message.includes(deeper.text) ? error.message : `${error.message}; ${deeper.text}`,
  };
}
