import type { Violation } from '../violation';

export const RECORDS_VIOLATIONS: readonly Violation[] = [];
