import type { Violation } from '../violation';

export const SEES_REQUEST_VIOLATIONS: readonly Violation[] = [];
