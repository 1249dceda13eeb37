import type { Finding } from '../checks';
import type { Ledger, LedgerCheck, Level } from '../ledger';
import type { Target } from '../target';
import {
  gateVerdict,
  gradeFinding,
  Manifest,
  NO_WAIVERS,
  type Gate,
  type GateVerdict,
  type Outcome,
  type Waivers,
} from '../verdict';
import type { LoadFacts } from './load';

/** A check of the ledger, judged by all flows of a load together. */
export interface LoadCheck {
  readonly id: string;
  readonly level: Level;
  readonly outcome: Outcome;
  readonly statement: string;
  readonly reason: string;
  readonly waived?: boolean;
}

export interface LoadJudgement {
  readonly checks: readonly LoadCheck[];
  readonly verdict: GateVerdict;
}

type Judge = (facts: LoadFacts) => Pick<Finding, 'verdict' | 'message'> | 'not-selected';

const CROSSED: Judge = (facts) => {
  const { crossings, bound, flows } = facts;
  if (crossings.count > 0) {
    const kinds = Object.entries(crossings.byKind).map(([kind, count]) => `${kind}: ${String(count)}`);
    return { verdict: 'wrong', message: `${times(crossings.count)} something crossed (${kinds.join(', ')})` };
  }
  const unable = whyUnjudged(facts);
  if (unable !== undefined) return { verdict: 'could-not-test', message: unable };
  // The flow that went first is one more.
  const among = flows === 1 ? 2 : bound;
  return { verdict: 'right', message: `nothing crossed among ${among.toLocaleString('en-US')} flows` };
};

const ALL: Judge = (facts) => {
  const { bound, flows, stopped } = facts;
  const unable = whyUnjudged(facts);
  if (bound === 0 && unable !== undefined) return { verdict: 'could-not-test', message: unable };
  if (stopped.length > 0) {
    const left = stopped.reduce((sum, { count }) => sum + count, 0);
    const message = `${number(left)} of ${number(flows)} flows came to no device-bound license`;
    return { verdict: 'wrong', message };
  }
  if (unable !== undefined) return { verdict: 'could-not-test', message: unable };
  return { verdict: 'right', message: `all ${number(flows)} flows came to the license of their own title` };
};

const REFUSED: Judge = (facts) => {
  const { sent, refused, granted, undecided } = facts.twins;
  if (granted > 0) {
    return {
      verdict: 'wrong',
      message: `${number(granted)} of ${number(sent)} bound token URLs served the device of another flow`,
    };
  }
  if (refused === 0) {
    const message =
      whyUnjudged(facts) ?? 'no try of another flow at a bound token URL was refused beside its valid twin';
    return { verdict: 'could-not-test', message };
  }
  const rest = undecided === 0 ? '' : `; ${number(undecided)} more decided nothing`;
  return { verdict: 'right', message: `${number(refused)} tries with the device of another flow were refused${rest}` };
};

/** What only flows at the same time can show takes two of them beside the one that goes first. */
const atOnce =
  (judge: Judge): Judge =>
  (facts) =>
    facts.flows === 1 ? 'not-selected' : judge(facts);

const JUDGES: ReadonlyMap<string, Judge> = new Map([
  ['SEQ-53.crossed', atOnce(CROSSED)],
  ['SEQ-53.all', atOnce(ALL)],
  ['SEES-SEC-05.crossed', CROSSED],
  ['SEES-SEC-05.all', ALL],
  ['SEQ-35', REFUSED],
]);

/** Checks that a load judges. */
export const LOAD_CHECKS: readonly string[] = [...JUDGES.keys()];

/** Pure: the same facts give the same verdict. */
export function judgeLoad(
  facts: LoadFacts,
  {
    ledger,
    target,
    waivers = NO_WAIVERS,
    gate,
  }: { ledger: Ledger; target: Target; waivers?: Waivers | undefined; gate: Gate },
): LoadJudgement {
  const manifest = new Manifest(ledger, target);
  const checks = [...JUDGES].map(([id, judge]): LoadCheck => {
    const check = checkOf(ledger, id);
    const { level, statement } = check;
    const unseen = manifest.unseen(id);
    if (unseen !== undefined) return { id, level, statement, outcome: unseen.outcome, reason: unseen.reason };
    if (!target.known.readings['deviceBinding.supported']) {
      const reason = 'the reading deviceBinding.supported says that there is no device binding';
      return { id, level, statement, outcome: 'not-applicable', reason };
    }
    const judged = judge(facts);
    if (judged === 'not-selected') {
      return { id, level, statement, outcome: 'not-selected', reason: 'it takes two flows at once' };
    }
    const { outcome, waived } = gradeFinding({ check: id, ...judged }, level, false, waivers.covers(id));
    return { id, level, statement, outcome, reason: judged.message, ...(waived === undefined ? {} : { waived }) };
  });
  return { checks, verdict: gateVerdict(gate, [{ checks }], facts.partial) };
}

function checkOf(ledger: Ledger, id: string): LedgerCheck {
  const check = ledger.check(id);
  if (check === undefined) throw new Error(`the ledger has no check ${id}`);
  return check;
}

/** Too few flows came through to say anything about all of them. */
function whyUnjudged({ firstFlow, partial, bound, flows }: LoadFacts): string | undefined {
  if (firstFlow !== undefined && partial === undefined) return `the first flow did not come through (${firstFlow})`;
  if (partial !== undefined) return `the load ended early: ${partial}`;
  if (bound * 2 < flows) return `only ${number(bound)} of ${number(flows)} flows came to a device-bound license`;
  return undefined;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}

function times(count: number): string {
  return count === 1 ? 'once' : `${number(count)} times`;
}
