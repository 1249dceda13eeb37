import type { Violation } from '../violation';
import { cookieOfAnyLength } from './cookie-of-any-length';
import { DESCRIPTIONS } from './descriptions';
import { FORMATS } from './formats';
import { KEYS_REFUSED } from './keys-refused';
import { NAMES_AND_STORED_KEYS } from './names-and-stored-keys';
import { STATUSES } from './statuses';
import { URLS } from './urls';
import { VALUES_REFUSED } from './values-refused';

export const TOKEN_SERVICE_VIOLATIONS: readonly Violation[] = [
  ...URLS,
  ...VALUES_REFUSED,
  ...KEYS_REFUSED,
  ...NAMES_AND_STORED_KEYS,
  ...STATUSES,
  ...FORMATS,
  ...DESCRIPTIONS,
  cookieOfAnyLength,
];
