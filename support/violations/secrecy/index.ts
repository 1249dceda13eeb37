import type { Violation } from '../violation';
import { AUTHENTICATOR_VIOLATIONS } from './authenticator';
import { CALL_VIOLATIONS } from './calls';
import { CONCURRENCY_VIOLATIONS } from './concurrency';
import { DEVICE_VIOLATIONS } from './devices';
import { KEY_VIOLATIONS } from './keys';

export const SECRECY_VIOLATIONS: readonly Violation[] = [
  ...AUTHENTICATOR_VIOLATIONS,
  ...KEY_VIOLATIONS,
  ...DEVICE_VIOLATIONS,
  ...CALL_VIOLATIONS,
  ...CONCURRENCY_VIOLATIONS,
];
