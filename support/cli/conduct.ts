import type { LedgerCheck } from '../ledger';
import { Engine, probe, select, type Begun, type Run, type Selection } from '../session';
import type { Configuration } from '../target';
import type { ConformanceReport } from '../verdict';
import { codePlace } from './code-place';
import { runFacts } from './run-facts';
import { RunReport } from './run-report';

export interface Conducted {
  readonly report: ConformanceReport;
  /** The selection was valid and held no scenario. */
  readonly empty: boolean;
  /** Why the requirements asked for cannot be seen in this profile, a sentence each. */
  readonly unseen: readonly string[];
  /** Steps without a definition or with several, `uri:line step`. */
  readonly unfit: readonly string[];
}

/**
 * One run from the plan to the report; listeners are told all the way.
 * @throws {FeatureError} when a feature file cannot be parsed; nothing was sent then
 */
export async function conduct(
  configuration: Configuration,
  run: Run,
  engine = new Engine(codePlace()),
): Promise<Conducted> {
  const startedMs = run.wallClock.now();
  // Meanwhile the features are read.
  run.target.prepare?.();
  return engine.begin(configuration.tags, (plan) => conductPlanned(configuration, run, plan, startedMs));
}

async function conductPlanned(
  configuration: Configuration,
  run: Run,
  plan: Begun,
  startedMs: number,
): Promise<Conducted> {
  const requirements = run.manifest.wanted;
  const selection = select(plan.scenarios, run.manifest, {
    tags: configuration.tags,
    requirements,
    shard: configuration.shard,
  });
  const { scenarios, complete, whole } = selection;
  const reports = new RunReport(configuration, run, startedMs, runFacts(configuration, run, startedMs), () => ({
    planned: scenarios,
    complete,
    shard: configuration.shard && { ...configuration.shard, whole },
  }));
  const checks = expectedChecks(run, selection, requirements);
  const begun = run.listeners.map(async (listener) => {
    await listener.runStarted?.(reports.facts, scenarios.length, checks, reports.draft);
  });
  // While the beginning is written.
  const loaded = Promise.resolve().then(() => run.target.load?.());
  await Promise.all([...begun, loaded]);
  const diagnosis = scenarios.length === 0 ? undefined : await probe(run, configuration);
  if (diagnosis !== undefined) {
    reports.diagnosis = diagnosis;
    for (const listener of run.listeners) listener.diagnosed?.(diagnosis);
  }
  const report = reports.final(await plan.execute(run, scenarios));
  for (const listener of run.listeners) await listener.runFinished?.(report);
  return { report, empty: scenarios.length === 0, unseen: unseenOf(run, requirements), unfit: plan.unfit };
}

/** Checks that may be judged: those asked for, where only some are. */
function expectedChecks(run: Run, { scenarios }: Selection, asked: ReadonlySet<string> | undefined): number {
  if (scenarios.length === 0) return 0;
  const due = [...scenarios.flatMap((scenario) => run.manifest.dueIn(scenario)), ...run.manifest.invariants];
  return new Set(due.filter((check) => isAsked(check, asked)).map(({ id }) => id)).size;
}

function isAsked({ id, requirement }: LedgerCheck, asked: ReadonlySet<string> | undefined): boolean {
  return asked === undefined || asked.has(id) || asked.has(requirement.id);
}

function unseenOf({ manifest, target }: Run, asked: ReadonlySet<string> = new Set()): string[] {
  return [...asked].flatMap((id) => {
    const checks = manifest.checksOf(id.split('.', 1)[0] ?? id).filter((check) => isAsked(check, new Set([id])));
    const whys = checks.map((check) => manifest.unseen(check.id));
    const [why] = whys;
    if (why === undefined || whys.includes(undefined)) return [];
    const { outcome, reason } = why;
    const bare = reason.replace(`in profile ${target.profile} `, '');
    return `${id} is ${outcome.replace('-', ' ')} in profile ${target.profile}: ${bare}`;
  });
}
