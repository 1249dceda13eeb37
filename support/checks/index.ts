import { INVARIANTS } from './invariants';
import type { Check } from './check';
import { SEQUENCE } from './sequence';

export * from './check';
export * from './finding';
export { backendCallsOf, entitlementOf, grantedUrl, isGrant, parametersOf, recordsOf } from './reading';
export { licenseWasGranted } from './sequence/licenses';

/** Every check there is, one for each judged entry of the ledger. */
export const CHECKS: readonly Check[] = [...SEQUENCE, ...INVARIANTS];
