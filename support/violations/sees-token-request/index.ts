import type { Violation } from '../violation';

export const SEES_TOKEN_REQUEST_VIOLATIONS: readonly Violation[] = [];
