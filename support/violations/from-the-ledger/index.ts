import type { Violation } from '../violation';

export const FROM_THE_LEDGER_VIOLATIONS: readonly Violation[] = [];
