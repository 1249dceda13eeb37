import type { Violation } from '../violation';

export const SEES_RESPONSE_VIOLATIONS: readonly Violation[] = [];
