import { adapterForDevice } from './adapter-for-device';
import { anyAnswerIsAUrl } from './any-answer-is-a-url';
import { cookieOfAnyLength } from './cookie-of-any-length';
import { deviceOfAnotherCookie } from './device-of-another-cookie';
import { expiryIgnored } from './expiry-ignored';
import { failedEventsCount } from './failed-events-count';
import { failedRedemptionAssociates } from './failed-redemption-associates';
import { foreignEventsCount } from './foreign-events-count';
import { messageIdNotEchoed } from './message-id-not-echoed';
import { noDeviceComparison } from './no-device-comparison';
import { recordsWithoutBound } from './records-without-bound';
import { unboundWithoutRecord } from './unbound-without-record';
import { upstreamTextPassedOn } from './upstream-text-passed-on';
import type { Violation } from './violation';

export const VIOLATIONS: readonly Violation[] = [
  noDeviceComparison,
  expiryIgnored,
  unboundWithoutRecord,
  deviceOfAnotherCookie,
  failedRedemptionAssociates,
  messageIdNotEchoed,
  anyAnswerIsAUrl,
  failedEventsCount,
  foreignEventsCount,
  upstreamTextPassedOn,
  adapterForDevice,
  cookieOfAnyLength,
  recordsWithoutBound,
];

/** Undefined: no violation has this id. */
export function findViolation(id: string): Violation | undefined {
  return VIOLATIONS.find((violation) => violation.id === id);
}
