import type { Violation } from '../violation';

export const UPSTREAM_FAULTS_VIOLATIONS: readonly Violation[] = [];
