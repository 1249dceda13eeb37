import type { Violation } from '../violation';

export const TOKEN_SERVICE_VIOLATIONS: readonly Violation[] = [];
