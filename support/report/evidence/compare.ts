import type { CheckVerdict, ConformanceReport, Outcome } from '../../verdict';

/** A check whose outcome is another one now. */
export interface Change {
  readonly check: string;
  readonly level: string;
  readonly before: Outcome;
  readonly after: Outcome;
  /** Why it is as it is now. */
  readonly reason: string;
  /** The later report puts up with it. */
  readonly waived: boolean;
}

export interface MovedReading {
  readonly reading: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What changed from one report to another. */
export interface Comparison {
  /** Was in order and is not any more. */
  readonly regressions: readonly Change[];
  /** Was not in order and is now. */
  readonly fixes: readonly Change[];
  /** Was in order and is not judged any more. */
  readonly lost: readonly Change[];
  /** Was not judged and is now; wrong perhaps, but nobody can say that it got worse. */
  readonly gained: readonly Change[];
  /** Not in order before and after, in another way. */
  readonly others: readonly Change[];
  /** Ids of requirements that only the later ledger has, and only the earlier. */
  readonly added: readonly string[];
  readonly gone: readonly string[];
  readonly readings: readonly MovedReading[];
}

/** How bad an outcome is; undefined: it says nothing about the target. */
const BADNESS: Readonly<Record<Outcome, number | undefined>> = {
  pass: 0,
  info: 0,
  warn: 1,
  fail: 2,
  'could-not-test': 1,
  'harness-error': 1,
  'not-applicable': undefined,
  'not-observable': undefined,
  'not-selected': undefined,
};

export function compareReports(before: ConformanceReport, after: ConformanceReport): Comparison {
  const changes = changesOf(before, after);
  const kind = (wanted: Kind): Change[] => changes.filter((change) => kindOf(change) === wanted);
  const ids = (report: ConformanceReport): Set<string> => new Set(report.requirements.map(({ id }) => id));
  const [earlier, later] = [ids(before), ids(after)];
  return {
    regressions: kind('regression'),
    fixes: kind('fix'),
    lost: kind('lost'),
    gained: kind('gained'),
    others: kind('other'),
    added: [...later].filter((id) => !earlier.has(id)),
    gone: [...earlier].filter((id) => !later.has(id)),
    readings: movedReadings(before.run.readings, after.run.readings),
  };
}

/** Regressions that nobody waived: what `compare` is red for. */
export function unwaived({ regressions }: Comparison): readonly Change[] {
  return regressions.filter(({ waived }) => !waived);
}

type Kind = 'regression' | 'fix' | 'lost' | 'gained' | 'other';

function kindOf({ before, after }: Change): Kind {
  const [was, is] = [BADNESS[before], BADNESS[after]];
  if (is === undefined) return 'lost';
  if (was === undefined) return 'gained';
  if (is > was) return 'regression';
  return is === 0 ? 'fix' : 'other';
}

function changesOf(before: ConformanceReport, after: ConformanceReport): Change[] {
  const earlier = checksOf(before);
  return [...checksOf(after).values()].flatMap((check): Change[] => {
    const was = earlier.get(check.id);
    if (was === undefined || !differs(was.outcome, check.outcome)) return [];
    const { id, level, outcome, reason, waived = false } = check;
    return [{ check: id, level, before: was.outcome, after: outcome, reason, waived }];
  });
}

/** One silence is as good as another, and so is news as a pass. */
function differs(before: Outcome, after: Outcome): boolean {
  const [was, is] = [BADNESS[before], BADNESS[after]];
  if (was === undefined || was === 0) return was !== is;
  return before !== after;
}

function checksOf({ requirements }: ConformanceReport): Map<string, CheckVerdict> {
  return new Map(requirements.flatMap(({ checks }) => checks.map((check) => [check.id, check] as const)));
}

function movedReadings(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): MovedReading[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((reading) => {
    const moved = { reading, before: before[reading], after: after[reading] };
    return JSON.stringify(moved.before) === JSON.stringify(moved.after) ? [] : [moved];
  });
}
