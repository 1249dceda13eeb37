import type { Check } from '../check';
import { ACCEPTED } from './accepted';
import { REFUSED } from './refused';

/** What the token service answers to the harness itself (ledger families expressplay-token-service, expressplay-error-codes). */
export const TOKEN_SERVICE: readonly Check[] = [...ACCEPTED, ...REFUSED];
