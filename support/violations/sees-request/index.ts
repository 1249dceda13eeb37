import type { Violation } from '../violation';
import { ENTITLEMENTS } from './entitlements';
import { MESSAGE_IDS } from './message-ids';
import { REQUEST_TYPES } from './request-types';
import { TITLES } from './titles';
import { VERSIONS } from './versions';

/** What SEES makes of entitlement requests. */
export const SEES_REQUEST_VIOLATIONS: readonly Violation[] = [
  ...MESSAGE_IDS,
  ...VERSIONS,
  ...TITLES,
  ...ENTITLEMENTS,
  ...REQUEST_TYPES,
];
