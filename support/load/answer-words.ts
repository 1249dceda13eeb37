import { entitlementOf } from '../checks';
import type { Exchange, TransportFailure } from '../exchange';
import { findErrorCode } from '../protocol';

const FAILURES: Readonly<Record<TransportFailure, string>> = {
  refused: 'connection refused',
  reset: 'connection reset',
  timeout: 'no answer in time',
  dns: 'name not found',
  proxy: 'the proxy did not let it through',
  tls: 'no TLS connection',
  'too-large': 'answer too large',
  aborted: 'called off',
  malformed: 'no HTTP answer',
  other: 'no complete answer',
};

/**
 * Why a flow does not go on after this answer: status and documented codes alone. Not a character of what the target wrote:
 * what thousands of answers hold would have to be searched for thousands of secrets.
 */
export function answerInWords(exchange: Exchange): string {
  const { failure, response, operation, opened } = exchange;
  if (failure !== undefined) {
    const code = failure.code === undefined ? '' : ` (${failure.code})`;
    return `${FAILURES[failure.failure]}${code}`;
  }
  if (response === undefined) return 'no answer';
  const status = `HTTP ${String(response.status)}`;
  if (operation === 'entitlement') {
    const { isAllowed, error } = entitlementOf(exchange);
    if (isAllowed === undefined) return `${status} without a decision`;
    const number = typeof error === 'number' && Number.isInteger(error) ? `, error ${String(error)}` : '';
    return `${status}, isAllowed ${String(isAllowed)}${isAllowed ? ' without a token URL' : number}`;
  }
  if (opened?.kind === 'opened') return `${status} with a key that is not the title's`;
  if (opened?.kind === 'defect') return `${status} with a CKC that the device cannot open`;
  const code = findErrorCode(response.body.toString('utf8', 0, 4096));
  return code === undefined ? `${status} without a CKC` : `${status}, code ${String(code)}`;
}
