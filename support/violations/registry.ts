import { nowAndThen } from './making';
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

const CATALOG: readonly Violation[] = [
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

/** Wrong in every answer of SEES, in every grant or in every refusal: a few of them show it as well. */
const EVERYWHERE: ReadonlySet<string> = new Set([
  'grant-says-no-first',
  'url-twice',
  'json-as-text',
  'json-as-a-web-page',
  'json-by-its-old-name',
  'json-without-a-label',
  'version-as-text',
  'version-half',
  'version-two-to-version-one',
  'error-null-in-a-grant',
  'error-text-null-in-a-grant',
  'authenticator-key-alone',
  'authenticator-in-a-url',
  'authenticator-in-a-cookie',
  'content-key-in-a-grant',
  'initialization-vector-in-a-header',
  'content-key-as-the-id-of-a-title',
  'content-key-as-numbers',
  'content-key-as-signed-numbers',
  'content-key-behind-the-url',
  'refusal-in-an-array',
  'refusal-as-a-web-page',
  'refusal-without-a-body',
  'refusal-twice-in-json',
  'refusal-in-utf-sixteen',
  'refusal-cut-off',
  'refusal-and-what-came-after',
  'refusal-as-text',
  'refusal-numbered-itself',
  'refusal-without-message-id',
  'refusal-with-message-id-null',
  'version-one-more-in-refusals',
  'version-null-in-refusals',
  'no-as-text',
  'no-as-zero',
  'no-as-null',
  'no-by-silence',
  'refusal-with-url-false',
  'authenticator-in-an-error-text',
  'authenticator-in-a-url-in-a-url',
  'authenticator-in-letters-of-hex',
]);

export const VIOLATIONS: readonly Violation[] = CATALOG.map((violation) =>
  EVERYWHERE.has(violation.id) ? nowAndThen(violation) : violation,
);

/** Undefined: no violation has this id. */
export function findViolation(id: string): Violation | undefined {
  return VIOLATIONS.find((violation) => violation.id === id);
}
