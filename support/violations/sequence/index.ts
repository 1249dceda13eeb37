import type { Violation } from '../violation';
import { BOUND_REQUESTS } from './bound-requests';
import { deviceOfAnotherCookie } from './device-of-another-cookie';
import { HANDED_OUT_URLS } from './handed-out-urls';
import { HISTORIES } from './histories';
import { ISOLATION } from './isolation';
import { LICENSES } from './licenses';
import { MISSING_BINDINGS } from './missing-bindings';
import { OTHER_DEVICES_SERVED } from './other-devices-served';
import { TIME_BASED } from './time-based';
import { TOKEN_ENDS } from './token-ends';
import { unboundWithoutRecord } from './unbound-without-record';

/** What may go wrong between the arrows of the two sequence diagrams. */
export const SEQUENCE_VIOLATIONS: readonly Violation[] = [
  ...TIME_BASED,
  ...HANDED_OUT_URLS,
  ...BOUND_REQUESTS,
  ...MISSING_BINDINGS,
  ...HISTORIES,
  ...LICENSES,
  ...TOKEN_ENDS,
  ...OTHER_DEVICES_SERVED,
  ...ISOLATION,
  deviceOfAnotherCookie,
  unboundWithoutRecord,
];
