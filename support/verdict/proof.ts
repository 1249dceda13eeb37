import type { ConformanceReport } from './report-model';

/** The seeded violations that a check is known to find. */
export type Proof = (check: string) => readonly string[];

const NOT_PROVED = 'not proved for this version';

/**
 * Why these checks are to be believed when they pass: violations that they found, each once.
 * @param proof undefined: nobody tried them in their present form
 */
export function provedBy(checks: readonly string[], proof: Proof | undefined): string {
  if (proof === undefined) return NOT_PROVED;
  const violations = [...new Set(checks.flatMap((check) => proof(check)))];
  return violations.length === 0 ? 'no seeded violation' : violations.join(', ');
}

/** The report of a run that did not look for it. @param provedBy by requirement, in words */
export function withProof(report: ConformanceReport, provedBy: (requirement: string) => string): ConformanceReport {
  const requirements = report.requirements.map((verdict) => ({ ...verdict, provedBy: provedBy(verdict.id) }));
  return { ...report, requirements };
}
