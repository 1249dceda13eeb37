import type { KillEvidence } from '../verdict';
import type { KillMatrix } from './kill-matrix';

/** What a whole selftest without a fault proved. */
export function killEvidence({ suite, digest, seed, rows, checks }: KillMatrix): KillEvidence {
  const proved = checks.filter(({ killed }) => killed.length > 0).map(({ check, killed }) => [check, killed] as const);
  return {
    schemaVersion: 1,
    suite,
    digest,
    seed,
    violations: rows.length,
    checks: Object.fromEntries(proved),
  };
}
