import { Engine, select, type Run, type Selection } from '../session';
import type { Configuration } from '../target';
import { conformanceReport, type ConformanceReport, type RunFacts } from '../verdict';
import { codePlace } from './code-place';
import { licensesUnproven } from './licenses-unproven';
import { suiteVersion } from './suite-version';
import { runFacts } from './run-facts';

export interface Conducted {
  readonly report: ConformanceReport;
  /** The selection was valid and held no scenario. */
  readonly empty: boolean;
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
  const requirements = configuration.requirement.length > 0 ? new Set(configuration.requirement) : undefined;
  const plan = await engine.plan(configuration.tags);
  const selection = select(plan.scenarios, run.manifest, {
    tags: configuration.tags,
    requirements,
    shard: configuration.shard,
  });
  const facts = runFacts(configuration, run, startedMs);
  const checks = expectedChecks(run, selection);
  for (const listener of run.listeners) listener.runStarted?.(facts, selection.scenarios.length, checks);
  const records = await engine.execute(run, selection.scenarios);
  const partial = run.interrupted;
  const complete: RunFacts = {
    ...facts,
    durationMs: Math.round(run.wallClock.now() - startedMs),
    exchanges: records.reduce((sum, record) => sum + record.exchanges.length, 0),
    ...(partial === undefined ? {} : { partial }),
  };
  const report = conformanceReport(suiteVersion(), complete, configuration.gate, {
    manifest: run.manifest,
    planned: selection.scenarios,
    records,
    requirements,
    complete: selection.complete,
    licensesUnproven: licensesUnproven(configuration, records),
    waivers: run.waivers,
    sharded: configuration.shard !== undefined,
  });
  for (const listener of run.listeners) await listener.runFinished?.(report);
  return { report, empty: selection.scenarios.length === 0, unfit: plan.unfit };
}

function expectedChecks(run: Run, selection: Selection): number {
  const due = selection.scenarios.flatMap((scenario) => run.manifest.dueIn(scenario).map((check) => check.id));
  return new Set([...due, ...run.manifest.invariants.map((check) => check.id)]).size;
}
