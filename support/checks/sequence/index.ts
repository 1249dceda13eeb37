import type { Check } from '../check';
import { ANSWERS } from './answers';
import { ARROWS } from './arrows';
import { GRANTED_LICENSES } from './granted-licenses';
import { HISTORY } from './history';
import { ISOLATION } from './isolation';
import { MISSING_BINDINGS } from './missing-bindings';
import { ORDER } from './order';
import { REFUSED_LICENSES } from './refused-licenses';
import { SEVERAL_DEVICES } from './several-devices';
import { TOKEN_REQUESTS } from './token-requests';
import { TOKEN_URLS } from './token-urls';

/** The checks of the sequence family and what they share with others. */
export const SEQUENCE: readonly Check[] = [
  ...ARROWS,
  ...TOKEN_REQUESTS,
  ...TOKEN_URLS,
  ...ORDER,
  ...HISTORY,
  ...GRANTED_LICENSES,
  ...REFUSED_LICENSES,
  ...ANSWERS,
  ...MISSING_BINDINGS,
  ...SEVERAL_DEVICES,
  ...ISOLATION,
];
