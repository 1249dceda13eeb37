import type { CheckVerdict, ConformanceReport, Outcome } from '../verdict';

/** Outcomes in the order in which people want to hear of them. */
export const OUTCOMES: readonly Outcome[] = [
  'fail',
  'harness-error',
  'could-not-test',
  'warn',
  'pass',
  'info',
  'not-applicable',
  'not-observable',
  'not-selected',
];

const VERDICTS: Record<ConformanceReport['verdict']['exitCode'], string> = {
  0: 'Conformant',
  1: 'Not conformant',
  2: 'Not run',
  3: 'Could not test',
};

export function verdictWord({ verdict }: ConformanceReport): string {
  return VERDICTS[verdict.exitCode];
}

/** `412 pass, 3 fail`: what there is any of. */
export function totalsWords(totals: ConformanceReport['totals'], join = ', '): string {
  const words = OUTCOMES.filter((outcome) => totals[outcome] > 0).map(
    (outcome) => `${String(totals[outcome])} ${outcome}`,
  );
  return words.length === 0 ? 'nothing judged' : words.join(join);
}

export function checksWith(report: ConformanceReport, outcomes: readonly Outcome[]): CheckVerdict[] {
  const all = report.requirements.flatMap(({ checks }) => checks);
  return outcomes.flatMap((outcome) => all.filter((check) => check.outcome === outcome));
}
