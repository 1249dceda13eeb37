import type { Violation } from '../violation';
import { adapterForDevice } from './adapter-for-device';
import { BODIES } from './bodies';
import { DEVICES } from './devices';
import { EXPIRY } from './expiry';
import { expiryIgnored } from './expiry-ignored';
import { KEYS } from './keys';
import { LICENSES } from './licenses';
import { noDeviceComparison } from './no-device-comparison';
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
  adapterForDevice,
  expiryIgnored,
  noDeviceComparison,
];
