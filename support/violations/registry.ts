import { deviceOfAnotherCookie } from './device-of-another-cookie';
import { expiryIgnored } from './expiry-ignored';
import { failedRedemptionAssociates } from './failed-redemption-associates';
import { messageIdNotEchoed } from './message-id-not-echoed';
import { noDeviceComparison } from './no-device-comparison';
import { unboundWithoutRecord } from './unbound-without-record';
import type { Violation } from './violation';

export const VIOLATIONS: readonly Violation[] = [
  noDeviceComparison,
  expiryIgnored,
  unboundWithoutRecord,
  deviceOfAnotherCookie,
  failedRedemptionAssociates,
  messageIdNotEchoed,
];

/** Undefined: no violation has this id. */
export function findViolation(id: string): Violation | undefined {
  return VIOLATIONS.find((violation) => violation.id === id);
}
