import type { Check } from '../check';
import { ACCEPTED_REQUESTS } from './accepted-requests';
import { COOKIES } from './cookies';
import { MEETING } from './meeting';
import { REFUSED_REQUESTS } from './refused-requests';
import { STAYING_UP } from './staying-up';
import { STRAY_VALUES } from './stray-values';
import { UNBOUND_TYPES } from './unbound-types';
import { UNUSUAL_REQUESTS } from './unusual-requests';
import { VERSIONS } from './versions';

/** The checks on how SEES is reached and what it makes of requests (ledger families sees-transport and sees-request). */
export const REQUEST: readonly Check[] = [
  ...MEETING,
  ...ACCEPTED_REQUESTS,
  ...UNUSUAL_REQUESTS,
  ...STAYING_UP,
  ...REFUSED_REQUESTS,
  ...VERSIONS,
  ...UNBOUND_TYPES,
  ...COOKIES,
  ...STRAY_VALUES,
];
