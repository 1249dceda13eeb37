import type { Violation } from './violation';
import { SEES_TRANSPORT_VIOLATIONS } from './sees-transport';
import { SEES_REQUEST_VIOLATIONS } from './sees-request';
import { SEES_RESPONSE_VIOLATIONS } from './sees-response';
import { UPSTREAM_FAULTS_VIOLATIONS } from './upstream-faults';
import { SECRECY_VIOLATIONS } from './secrecy';
import { SEES_TOKEN_REQUEST_VIOLATIONS } from './sees-token-request';
import { TOKEN_SERVICE_VIOLATIONS } from './token-service';
import { ERROR_CODES_VIOLATIONS } from './error-codes';
import { RECORDS_VIOLATIONS } from './records';
import { LICENSE_VIOLATIONS } from './license';
import { SEQUENCE_VIOLATIONS } from './sequence';
import { FROM_THE_LEDGER_VIOLATIONS } from './from-the-ledger';

export const VIOLATIONS: readonly Violation[] = [
  ...SEES_TRANSPORT_VIOLATIONS,
  ...SEES_REQUEST_VIOLATIONS,
  ...SEES_RESPONSE_VIOLATIONS,
  ...UPSTREAM_FAULTS_VIOLATIONS,
  ...SECRECY_VIOLATIONS,
  ...SEES_TOKEN_REQUEST_VIOLATIONS,
  ...TOKEN_SERVICE_VIOLATIONS,
  ...ERROR_CODES_VIOLATIONS,
  ...RECORDS_VIOLATIONS,
  ...LICENSE_VIOLATIONS,
  ...SEQUENCE_VIOLATIONS,
  ...FROM_THE_LEDGER_VIOLATIONS,
];

/** Undefined: no violation has this id. */
export function findViolation(id: string): Violation | undefined {
  return VIOLATIONS.find((violation) => violation.id === id);
}
