import type { Violation } from '../violation';
import { BODIES } from './bodies';
import { DEVICES } from './devices';
import { EXPIRY } from './expiry';
import { KEYS } from './keys';
import { LICENSES } from './licenses';
import { REFUSALS_OF_LICENSES } from './refusals';
import { SPCS } from './spcs';
import { TOKENS } from './tokens';

export const LICENSE_VIOLATIONS: readonly Violation[] = [
  ...TOKENS,
  ...SPCS,
  ...BODIES,
  ...DEVICES,
  ...REFUSALS_OF_LICENSES,
  ...LICENSES,
  ...KEYS,
  ...EXPIRY,
];
