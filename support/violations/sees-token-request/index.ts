import type { Violation } from '../violation';
import { ADDRESSES } from './addresses';
import { AUTHENTICATOR } from './authenticator';
import { FORMATS } from './formats';
import { RENTALS } from './rentals';

export const SEES_TOKEN_REQUEST_VIOLATIONS: readonly Violation[] = [
  ...ADDRESSES,
  ...AUTHENTICATOR,
  ...FORMATS,
  ...RENTALS,
];
