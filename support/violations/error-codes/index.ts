import type { Violation } from '../violation';

export const ERROR_CODES_VIOLATIONS: readonly Violation[] = [];
