import type { Violation } from '../violation';

export const LICENSE_VIOLATIONS: readonly Violation[] = [];
