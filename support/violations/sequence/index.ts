import type { Violation } from '../violation';
import { HANDED_OUT_URLS } from './handed-out-urls';
import { LICENSES } from './licenses';
import { OTHER_DEVICES_SERVED } from './other-devices-served';
import { TIME_BASED } from './time-based';
import { TOKEN_ENDS } from './token-ends';

export const SEQUENCE_VIOLATIONS: readonly Violation[] = [
  ...TIME_BASED,
  ...HANDED_OUT_URLS,
  ...TOKEN_ENDS,
  ...OTHER_DEVICES_SERVED,
  ...LICENSES,
];
