import { shardOf, type Manifest, type PlannedScenario } from '../verdict';

export interface Selection {
  readonly scenarios: readonly PlannedScenario[];
  /** Without the division into shards. */
  readonly whole: readonly PlannedScenario[];
  /** Scenarios left out because this target can show nothing of what they are about. */
  readonly unseen: readonly PlannedScenario[];
  /** Nothing narrowed the selection, so every check that can be seen is expected to be reached. */
  readonly complete: boolean;
}

/** Which of the planned scenarios are worth their exchanges. */
export function select(
  planned: readonly PlannedScenario[],
  manifest: Manifest,
  options: {
    readonly tags: string | undefined;
    readonly requirements: ReadonlySet<string> | undefined;
    readonly shard: { readonly index: number; readonly count: number } | undefined;
  },
): Selection {
  const { requirements, shard } = options;
  const invariantWanted =
    requirements !== undefined &&
    [...requirements].some((id) =>
      manifest.checksOf(id.split('.')[0] ?? id).some((check) => manifest.invariant(check.id)),
    );
  const wanted = planned.filter(
    (scenario) =>
      requirements === undefined ||
      // What holds on every exchange is judged everywhere.
      invariantWanted ||
      scenario.requirements.some(
        (id) => requirements.has(id) || [...requirements].some((asked) => asked.startsWith(`${id}.`)),
      ),
  );
  const [seen, unseen] = partition(wanted, (scenario) => isJudged(scenario, manifest, invariantWanted));
  const shared = shard === undefined ? seen : seen.filter((_, place) => shardOf(place, shard.count) === shard.index);
  return {
    scenarios: shared,
    whole: seen,
    unseen,
    complete: options.tags === undefined && requirements === undefined && shard === undefined,
  };
}

/** Steps that are only drawn do not make a scenario worth running; a scenario without any tag of ours is the operator's own. */
function isJudged(scenario: PlannedScenario, manifest: Manifest, forItsExchanges: boolean): boolean {
  if (scenario.requirements.length === 0) return true;
  // For an invariant any scenario will do that has something to send, whatever else it is about.
  const checks = forItsExchanges ? manifest.visibleIn(scenario) : manifest.dueIn(scenario);
  return checks.some((check) => check.level !== 'STEP');
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}
