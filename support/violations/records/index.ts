import type { Violation } from '../violation';
import { CHOICES } from './choices';
import { EVENTS } from './events';
import { LOOKUPS } from './lookups';
import { PRIVACY } from './privacy';
import { SELECTIONS } from './selections';

export const RECORDS_VIOLATIONS: readonly Violation[] = [...LOOKUPS, ...CHOICES, ...SELECTIONS, ...PRIVACY, ...EVENTS];
