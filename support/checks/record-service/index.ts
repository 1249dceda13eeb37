import type { Check } from '../check';
import { PRIVACY } from './privacy';
import { SELECTORS } from './selectors';

/** What the record service answers to the harness itself (ledger family records). */
export const RECORD_SERVICE: readonly Check[] = [...SELECTORS, ...PRIVACY];
