import { VariationShadow, type Settings, type Variation, type Violation } from '../violations';
import type { Crew, TraceJob } from './job';

/** Which scenarios can show which violations. */
export interface Traces {
  /** Scenarios of the whole suite. */
  readonly scenarios: number;
  /** Ids of scenarios that reach one of these violations or variations; undefined: they all have to be run. */
  of(ids: readonly string[]): readonly string[] | undefined;
}

/**
 * Runs the suite against the right pair with violations and variations in its shadow, once for every configuration among them.
 * @param full trust no trace: every scenario is run
 */
export async function traced(
  violations: readonly Violation[],
  variations: readonly Variation[],
  crew: Crew,
  full: boolean,
): Promise<Traces> {
  const watched = full ? [] : variations.filter((variation) => VariationShadow.canWatch(variation));
  const jobs = groups(full ? violations.slice(0, 1) : violations, crew.size).flatMap(({ settings, ids }): TraceJob[] =>
    // A trace for one is no cheaper than the trial itself.
    ids.length === 1 && Object.keys(settings).length > 0 ? [] : [{ kind: 'trace', violations: ids, settings }],
  );
  if (watched.length > 0 || jobs.length === 0) {
    jobs.push({ kind: 'trace', violations: [], variations: watched.map(({ id }) => id), settings: {} });
  }
  const outcomes = await Promise.all(jobs.map((job) => crew.perform(job)));
  const reached = new Map(outcomes.flatMap((outcome) => Object.entries(outcome.reached)));
  return {
    scenarios: outcomes[0]?.scenarios ?? 0,
    of: (ids) => {
      const scenarios = ids.map((id) => reached.get(id));
      // Of what nobody watched nothing is known.
      return full || scenarios.includes(undefined) ? undefined : [...new Set(scenarios.flatMap((some) => some ?? []))];
    },
  };
}

/** By configuration, each group split so that every member of the crew has a part. */
function groups(violations: readonly Violation[], size: number): { settings: Settings; ids: string[] }[] {
  const bySettings = new Map<string, { settings: Settings; ids: string[] }>();
  violations.forEach(({ id, settings = {} }, index) => {
    const key = `${JSON.stringify(settings)} ${String(Object.keys(settings).length === 0 ? index % size : 0)}`;
    const group = bySettings.get(key) ?? { settings, ids: [] };
    group.ids.push(id);
    bySettings.set(key, group);
  });
  return [...bySettings.values()];
}
