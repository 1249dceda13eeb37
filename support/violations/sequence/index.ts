import type { Violation } from '../violation';

export const SEQUENCE_VIOLATIONS: readonly Violation[] = [];
