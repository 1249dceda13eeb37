import { OUTCOMES, type CheckVerdict, type ConformanceReport, type Outcome } from '../verdict';
import { groupBy } from './group-by';

const VERDICTS: Record<ConformanceReport['verdict']['exitCode'], string> = {
  0: 'Conformant',
  1: 'Not conformant',
  2: 'Not run',
  3: 'Could not test',
};

/** What a gate lets pass is not conformant for that. */
export function verdictWord(report: ConformanceReport): string {
  const { exitCode } = report.verdict;
  return exitCode === 0 && isLenient(report) ? 'Passed the gate' : VERDICTS[exitCode];
}

/** A failure or a warning that nothing waives is left. */
export function isLenient({ requirements }: ConformanceReport): boolean {
  return requirements.some(({ checks }) =>
    checks.some(({ outcome, waived }) => (outcome === 'fail' || outcome === 'warn') && waived !== true),
  );
}

/** `412 pass, 3 fail`: what there is any of. */
export function totalsWords(totals: ConformanceReport['totals'], join = ', '): string {
  const words = OUTCOMES.filter((outcome) => totals[outcome] > 0).map(
    (outcome) => `${String(totals[outcome])} ${outcome}`,
  );
  return words.length === 0 ? 'nothing judged' : words.join(join);
}

export interface Trouble {
  readonly outcome: Outcome;
  readonly waived: boolean;
  readonly reason: string;
  /** Checks that ended so for this reason; a violation stands alone. */
  readonly ids: readonly string[];
  /** `uri:line` of the first scenario that shows a violation. */
  readonly place?: string;
}

/**
 * What is not in order, in the order of `outcomes`. An unreachable target keeps a hundred checks from being judged for one
 * reason: that is told once.
 */
export function troublesOf(report: ConformanceReport, outcomes: readonly Outcome[]): Trouble[] {
  const checks = report.requirements.flatMap((requirement) => requirement.checks);
  const places = new Map(report.scenarios.map(({ id, uri, line }) => [id, `${uri}:${String(line)}`]));
  return outcomes.flatMap((outcome) => {
    const ended = checks.filter((check) => check.outcome === outcome);
    const alone = outcome === 'fail' || outcome === 'warn';
    return [...groupBy(ended, (check) => (alone ? check.id : check.reason)).values()].map((group) =>
      troubleOf(group, alone ? places : undefined),
    );
  });
}

function troubleOf(checks: readonly CheckVerdict[], places?: ReadonlyMap<string, string>): Trouble {
  const [first] = checks;
  if (first === undefined) throw new RangeError('a trouble has a check');
  const place = first.evidence.map((id) => places?.get(id)).find((found) => found !== undefined);
  return {
    outcome: first.outcome,
    waived: first.waived === true,
    reason: first.reason,
    ids: checks.map(({ id }) => id),
    ...(place === undefined ? {} : { place }),
  };
}
