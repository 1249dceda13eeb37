import type { Violation } from '../violation';

export const SEES_TRANSPORT_VIOLATIONS: readonly Violation[] = [];
