import type { LedgerCheck } from '../ledger';
import { Engine, probe, select, type Run, type Selection } from '../session';
import type { Configuration } from '../target';
import { conformanceReport, UNDER_WAY, type ConformanceReport, type RunFacts, type ScenarioRecord } from '../verdict';
import { clockFacts } from './clock-facts';
import { codePlace } from './code-place';
import { licensesUnproven } from './licenses-unproven';
import { shippedProof } from './shipped-proof';
import { suiteVersion } from './suite-version';
import { runFacts, strayFacts } from './run-facts';

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
  const requirements = run.manifest.wanted;
  const plan = await engine.plan(configuration.tags);
  const selection = select(plan.scenarios, run.manifest, {
    tags: configuration.tags,
    requirements,
    shard: configuration.shard,
  });
  const facts = runFacts(configuration, run, startedMs);
  const checks = expectedChecks(run, selection, requirements);
  // Set once the probe has spoken; what was written before knows nothing of it.
  const probed: { diagnosis?: string } = {};
  const reportOn = (records: readonly ScenarioRecord[], partial: string | undefined): ConformanceReport => {
    const clocks = clockFacts(run.target.clocks, configuration.time.mode === 'real');
    const complete: RunFacts = {
      ...facts,
      durationMs: Math.round(run.wallClock.now() - startedMs),
      exchanges: records.reduce((sum, record) => sum + record.traffic.length, 0),
      ...(partial === undefined ? {} : { partial }),
      ...(clocks === undefined ? {} : { clocks }),
      ...probed,
      ...strayFacts(run),
    };
    return conformanceReport(suiteVersion(), complete, configuration.gate, {
      manifest: run.manifest,
      planned: selection.scenarios,
      records,
      requirements,
      complete: selection.complete,
      licensesUnproven: licensesUnproven(configuration, records),
      waivers: run.waivers,
      proof: shippedProof(),
      shard: configuration.shard && { ...configuration.shard, whole: selection.whole },
    });
  };
  const draft = (records: readonly ScenarioRecord[]): ConformanceReport =>
    reportOn(records, run.interrupted ?? UNDER_WAY);
  for (const listener of run.listeners) listener.runStarted?.(facts, selection.scenarios.length, checks, draft);
  const diagnosis = selection.scenarios.length === 0 ? undefined : await probe(run, configuration);
  if (diagnosis !== undefined) {
    probed.diagnosis = diagnosis;
    for (const listener of run.listeners) listener.diagnosed?.(diagnosis);
  }
  const records = await engine.execute(run, selection.scenarios);
  const report = reportOn(records, run.interrupted);
  for (const listener of run.listeners) await listener.runFinished?.(report);
  return { report, empty: selection.scenarios.length === 0, unseen: unseenOf(run, requirements), unfit: plan.unfit };
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
