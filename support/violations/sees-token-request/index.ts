import type { Violation } from '../violation';
import { ADDRESSES } from './addresses';
import { AUTHENTICATOR } from './authenticator';
import { COOKIES } from './cookies';
import { FORMATS } from './formats';
import { KEYS } from './keys';
import { RENTALS } from './rentals';
import { STORED_KEYS } from './stored-keys';

export const SEES_TOKEN_REQUEST_VIOLATIONS: readonly Violation[] = [
  ...ADDRESSES,
  ...AUTHENTICATOR,
  ...COOKIES,
  ...FORMATS,
  ...KEYS,
  ...RENTALS,
  ...STORED_KEYS,
];
