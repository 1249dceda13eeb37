import type { Check } from '../check';
import { TOKEN_REQUEST_BINDING } from './token-request-binding';
import { TOKEN_REQUEST_EXPIRY } from './token-request-expiry';
import { TOKEN_REQUEST_FORM } from './token-request-form';
import { TOKEN_REQUEST_KEYS } from './token-request-keys';
import { TOKEN_REQUEST_NAMES } from './token-request-names';

/** The token requests that SEES forms (ledger family sees-token-request). */
export const TOKEN_REQUEST: readonly Check[] = [
  ...TOKEN_REQUEST_FORM,
  ...TOKEN_REQUEST_NAMES,
  ...TOKEN_REQUEST_KEYS,
  ...TOKEN_REQUEST_EXPIRY,
  ...TOKEN_REQUEST_BINDING,
];
