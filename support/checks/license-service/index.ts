import type { Check } from '../check';
import { FAULTS } from './faults';
import { WAYS } from './ways';

/** What the license service makes of requests that differ from the usual one (ledger family license). */
export const LICENSE_SERVICE: readonly Check[] = [...FAULTS, ...WAYS];
