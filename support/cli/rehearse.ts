import type { Exchange } from '../exchange';
import { loadTestCredentials } from '../fairplay';
import { Engine, Run, select, SyntheticSpcs } from '../session';
import { openRehearsal, type Configuration, type Target } from '../target';
import { tally, type Outcome } from '../verdict';
import { codePlace } from './code-place';
import { partsOf } from './open-run';
import { RehearsedSpcs, type SpcCount } from './rehearsed-spcs';
import { rehearsedSpcsOf } from './spcs-of';

/** Checks that will not be judged, for one reason. */
export interface LeftOut {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly checks: readonly string[];
}

/** What a run would take, as the embedded pair showed it. */
export interface Rehearsal {
  /** Checks that the run will judge, draw, or observe. */
  readonly selected: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly scenarios: number;
  /** Calls of the harness and of SEES, to whomever. */
  readonly exchanges: number;
  /** Calls of the harness itself. */
  readonly calls: number;
  /** Requests to whoever is under test, by the harness or a SEES of ours. */
  readonly requests: number;
  /** License requests with a token. */
  readonly redemptions: number;
  /** Of those, the ones that the embedded ExpressPlay answered with a license. */
  readonly licenses: number;
  readonly spcs: readonly SpcCount[];
  /** Undefined: no scenario waits. */
  readonly longestWait: { readonly reason: string; readonly ms: number } | undefined;
  /** What the rehearsal itself took. */
  readonly durationMs: number;
}

/** Goes through the selected scenarios with the embedded reference pair in the place of the target: nothing is sent to it. */
export async function rehearse(configuration: Configuration): Promise<Rehearsal> {
  const target = await openRehearsal(configuration);
  try {
    const parts = partsOf(configuration, []);
    const spcs = new RehearsedSpcs(new SyntheticSpcs(loadTestCredentials()), rehearsedSpcsOf(configuration));
    // What the operator allows is no matter here: what it takes is to be told.
    const run = new Run({ ...parts, target, spcs, redemptions: Infinity });
    const requirements = configuration.requirement.length > 0 ? new Set(configuration.requirement) : undefined;
    const { tags, shard } = configuration;
    const { selection, records, durationMs } = await new Engine(codePlace()).begin(tags, async (plan) => {
      const selected = select(plan.scenarios, run.manifest, { tags, requirements, shard });
      const startedMs = run.wallClock.now();
      const recorded = await plan.execute(run, selected.scenarios);
      return { selection: selected, records: recorded, durationMs: run.wallClock.now() - startedMs };
    });
    const { manifest } = run;
    const checks = tally({
      manifest,
      planned: selection.scenarios,
      records,
      requirements,
      complete: selection.complete,
      licensesUnproven: undefined,
    }).flatMap((requirement) => requirement.checks);
    const exchanges = records.flatMap((record) => record.traffic);
    const redemptions = exchanges.filter(({ operation }) => operation === 'license');
    return {
      selected: checks.filter(({ outcome }) => !outcome.startsWith('not-')).map(({ id }) => id),
      leftOut: grouped(checks.filter(({ outcome }) => outcome.startsWith('not-'))),
      scenarios: selection.scenarios.length,
      exchanges: exchanges.length,
      calls: exchanges.filter(({ from }) => from !== 'sees').length,
      requests: exchanges.filter((exchange) => isRequestOfOurs(exchange, target)).length,
      redemptions: redemptions.length,
      licenses: redemptions.filter(({ opened, response }) => opened !== undefined && response?.status === 200).length,
      spcs: spcs.counts,
      longestWait: run.longestWait,
      durationMs,
    };
  } finally {
    await target.close();
  }
}

/** What SEES asks of ExpressPlay is ours where SEES is. */
function isRequestOfOurs({ from, to }: Exchange, { profile, underTest }: Target): boolean {
  return to !== 'client' && underTest.has(to) && (from !== 'sees' || profile !== 'end-to-end');
}

function grouped(checks: readonly { id: string; outcome: Outcome; reason: string }[]): LeftOut[] {
  const groups = new Map<string, LeftOut>();
  for (const { id, outcome, reason } of checks) {
    const key = `${outcome} ${reason}`;
    groups.set(key, { outcome, reason, checks: [...(groups.get(key)?.checks ?? []), id] });
  }
  return [...groups.values()].sort((a, b) => b.checks.length - a.checks.length);
}
