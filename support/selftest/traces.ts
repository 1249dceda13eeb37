import type { Settings, Violation } from '../violations';
import type { Crew } from './job';

/** Which scenarios can show which violations. */
export interface Traces {
  /** Scenarios of the whole suite. */
  readonly scenarios: number;
  /** Ids of scenarios that reach one of these violations; undefined: they all have to be run. */
  of(violations: readonly string[]): readonly string[] | undefined;
}

/**
 * Runs the suite against the right pair with the violations in its shadow, once for every configuration among them.
 * @param full trust no trace: every scenario is run
 */
export async function traced(violations: readonly Violation[], crew: Crew, full: boolean): Promise<Traces> {
  const outcomes = await Promise.all(
    (full ? groups(violations.slice(0, 1), 1) : groups(violations, crew.size)).map(({ settings, ids }) =>
      crew.perform({ kind: 'trace', violations: ids, settings }),
    ),
  );
  const reached = new Map(outcomes.flatMap((outcome) => Object.entries(outcome.reached)));
  const [first] = outcomes;
  return {
    scenarios: first?.scenarios ?? 0,
    of: (ids) => (full ? undefined : [...new Set(ids.flatMap((id) => reached.get(id) ?? []))]),
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
