import type { Violation } from '../violation';
import { ADDRESSES } from './addresses';
import { AUTHENTICATOR } from './authenticator';
import { COOKIES } from './cookies';
import { DEVICES } from './devices';
import { EXPIRIES } from './expiries';
import { FORMATS } from './formats';
import { IVS } from './ivs';
import { KEYS } from './keys';
import { NAMES } from './names';
import { RENTALS } from './rentals';
import { STORED_KEYS } from './stored-keys';

export const SEES_TOKEN_REQUEST_VIOLATIONS: readonly Violation[] = [
  ...ADDRESSES,
  ...AUTHENTICATOR,
  ...FORMATS,
  ...NAMES,
  ...KEYS,
  ...IVS,
  ...STORED_KEYS,
  ...RENTALS,
  ...EXPIRIES,
  ...COOKIES,
  ...DEVICES,
];
