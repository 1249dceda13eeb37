import type { Violation } from '../violation';
import { LICENSES } from './licenses';
import { OTHER_DEVICES_SERVED } from './other-devices-served';
import { TOKEN_ENDS } from './token-ends';

export const SEQUENCE_VIOLATIONS: readonly Violation[] = [...TOKEN_ENDS, ...OTHER_DEVICES_SERVED, ...LICENSES];
