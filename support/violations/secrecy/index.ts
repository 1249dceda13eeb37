import type { Violation } from '../violation';

export const SECRECY_VIOLATIONS: readonly Violation[] = [];
