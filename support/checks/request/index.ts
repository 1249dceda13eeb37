import type { Check } from '../check';
import { ACCEPTED_REQUESTS } from './accepted-requests';
import { CLIENT_VALUES } from './client-values';
import { MEETING } from './meeting';
import { REFUSED_REQUESTS } from './refused-requests';
import { UNBOUND_TYPES } from './unbound-types';
import { VERSIONS } from './versions';

/** The checks on how SEES is reached and what it makes of requests (ledger families sees-transport and sees-request). */
export const REQUEST: readonly Check[] = [
  ...MEETING,
  ...ACCEPTED_REQUESTS,
  ...REFUSED_REQUESTS,
  ...VERSIONS,
  ...UNBOUND_TYPES,
  ...CLIENT_VALUES,
];
