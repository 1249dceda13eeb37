import { INVARIANTS } from './invariants';
import type { Check } from './check';
import { REQUEST } from './request';
import { LICENSE_SERVICE } from './license-service';
import { RECORD_SERVICE } from './record-service';
import { SEQUENCE } from './sequence';
import { TOKEN_SERVICE } from './token-service';
import { UPSTREAM } from './upstream';

export type * from './check';
export type * from './finding';
export {
  backendCallsOf,
  deviceRestriction,
  entitlementOf,
  grantedUrl,
  isGrant,
  keyBelongsTo,
  own,
  parametersOf,
  recordsOf,
  sameHex,
  tokenAnswer,
} from './reading';
export { identityOf } from './sequence/handed-out';
export { carriesCkc, isDenial, licenseWasGranted } from './sequence/licenses';
export { isPutOff } from './sequence/no-decision';

/** Every check there is, one for each judged entry of the ledger. */
export const CHECKS: readonly Check[] = [
  ...SEQUENCE,
  ...TOKEN_SERVICE,
  ...LICENSE_SERVICE,
  ...RECORD_SERVICE,
  ...REQUEST,
  ...UPSTREAM,
  ...INVARIANTS,
];
