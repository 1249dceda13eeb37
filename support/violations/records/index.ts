import type { Violation } from '../violation';
import { CHOICES } from './choices';
import { EVENTS } from './events';
import { failedEventsCount } from './failed-events-count';
import { failedRedemptionAssociates } from './failed-redemption-associates';
import { foreignEventsCount } from './foreign-events-count';
import { LOOKUPS } from './lookups';
import { PRIVACY } from './privacy';
import { recordsWithoutBound } from './records-without-bound';
import { SELECTIONS } from './selections';

export const RECORDS_VIOLATIONS: readonly Violation[] = [
  ...LOOKUPS,
  ...CHOICES,
  ...SELECTIONS,
  ...PRIVACY,
  ...EVENTS,
  failedEventsCount,
  failedRedemptionAssociates,
  foreignEventsCount,
  recordsWithoutBound,
];
