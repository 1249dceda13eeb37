import type { Violation } from '../violation';
import { BODIES } from './bodies';
import { COOKIE_ENCODINGS } from './cookie-encodings';
import { COOKIE_LENGTHS } from './cookie-lengths';
import { COOKIES } from './cookies';
import { ENTITLEMENTS } from './entitlements';
import { FLOWS } from './flows';
import { MESSAGE_IDS } from './message-ids';
import { REQUEST_TYPES } from './request-types';
import { STRAY_VALUES } from './stray-values';
import { TITLES } from './titles';
import { UNKNOWN_PROPERTIES } from './unknown-properties';
import { VERSIONS } from './versions';

/** What SEES makes of entitlement requests. */
export const SEES_REQUEST_VIOLATIONS: readonly Violation[] = [
  ...MESSAGE_IDS,
  ...VERSIONS,
  ...TITLES,
  ...ENTITLEMENTS,
  ...REQUEST_TYPES,
  ...FLOWS,
  ...COOKIES,
  ...COOKIE_LENGTHS,
  ...COOKIE_ENCODINGS,
  ...UNKNOWN_PROPERTIES,
  ...STRAY_VALUES,
  ...BODIES,
];
