import type { Ledger } from '../ledger';
import type { Manifest } from '../verdict';
import { mergedSettings, together, type Variation, type Violation } from '../violations';
import type { Crew, TrialJob, TrialOutcome } from './job';
import { judge, judgeMember } from './judgement';
import type { BenignRow, KillMatrix, MatrixRow, PairRow, ProvedCheck } from './kill-matrix';
import { traced, type Traces } from './traces';
import { combinationsOf, pairsOf } from './samples';

export interface SelftestOptions {
  readonly violations: readonly Violation[];
  readonly variations: readonly Variation[];
  /** Not all violations that there are. */
  readonly partial: boolean;
  /** Run every scenario under every violation. */
  readonly full: boolean;
  /** How many pairs of violations; 0: none. */
  readonly pairs: number;
  /** How many combinations of variations, beside each alone; undefined: no variations at all. */
  readonly combinations: number | undefined;
  /** Each violation alone; false: pairs only. */
  readonly singles: boolean;
  readonly seed: number;
  readonly ledger: Ledger;
  /** What the reference pair can show. */
  readonly manifest: Manifest;
  readonly suite: string;
  readonly digest: string;
}

/** Told as things are done. */
export type Progress = (done: number, of: number, faults: number) => void;

/** Every seeded violation against the suite, and every conformant variation. */
export async function selftest(options: SelftestOptions, crew: Crew, progress: Progress): Promise<KillMatrix> {
  const started = performance.now();
  const bench = new Bench(progress);
  const pairs = pairsOf(options.violations, options.pairs, options.seed, familyIn(options.ledger));
  const combinations =
    options.combinations === undefined ? [] : combinationsOf(options.variations, options.combinations, options.seed);
  const tracing = traced(
    options.violations,
    options.combinations === undefined ? [] : options.variations,
    crew,
    options.full,
  );
  const alone = options.combinations === undefined || !options.singles ? [] : options.variations.map((one) => [one]);
  const benign = [...alone, ...combinations].map((variations) =>
    bench.add(
      async () => tryVariations(variations, await tracing, crew),
      ({ complaints }) => complaints.length > 0,
    ),
  );
  const singles = options.singles ? options.violations : [];
  const rows = singles.map((violation) =>
    bench.add(
      async () => tryViolation(violation, await tracing, crew),
      ({ result }) => result !== 'killed',
    ),
  );
  const paired = pairs.map((pair) =>
    bench.add(
      async () => tryPair(pair, await tracing, crew),
      ({ ok }) => !ok,
    ),
  );
  const matrix = await Promise.all(rows);
  return {
    schemaVersion: 1,
    suite: options.suite,
    digest: options.digest,
    seed: options.seed,
    full: options.full,
    partial: options.partial || !options.singles,
    rows: matrix,
    checks: provedChecks(matrix, options),
    benign: await Promise.all(benign),
    pairs: await Promise.all(paired),
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
}

/** Counts what is done and tells it. */
class Bench {
  #done = 0;
  #of = 0;
  #faults = 0;

  constructor(private readonly progress: Progress) {}

  async add<T>(act: () => Promise<T>, isFault: (outcome: T) => boolean = () => false): Promise<T> {
    this.#of += 1;
    const outcome = await act();
    this.#done += 1;
    if (isFault(outcome)) this.#faults += 1;
    this.progress(this.#done, this.#of, this.#faults);
    return outcome;
  }
}

async function tryViolation(violation: Violation, traces: Traces, crew: Crew): Promise<MatrixRow> {
  const { id, party, sentence, breaks } = violation;
  const traced = traces.of([id]);
  // What happens at once need not happen in a shadow: before anybody says that it never happens, everything is tried.
  const scenarios = traced?.length === 0 ? undefined : traced;
  const outcome = await performed(crew, {
    kind: 'trial',
    violations: [id],
    variations: [],
    settings: violation.settings ?? {},
    ...(scenarios === undefined ? {} : { scenarios }),
  });
  return {
    violation: id,
    party,
    sentence,
    breaks,
    scenarios: scenarios?.length ?? traces.scenarios,
    ...judge(violation, { applied: outcome.applied[id] ?? 0, complaints: outcome.complaints }),
  };
}

async function tryPair(pair: readonly Violation[], traces: Traces, crew: Crew): Promise<PairRow> {
  const ids = pair.map(({ id }) => id);
  const scenarios = traces.of(ids);
  const { applied, complaints } = await performed(crew, {
    kind: 'trial',
    violations: ids,
    variations: [],
    settings: mergedSettings(pair.map(({ settings = {} }) => settings)) ?? {},
    ...(scenarios === undefined ? {} : { scenarios }),
  });
  const members = pair.map((violation) => judgeMember(violation, applied[violation.id] ?? 0, complaints));
  const results = members.map(({ result }) => result);
  return { members, ok: results.includes('found') && !results.includes('survived') };
}

async function tryVariations(variations: readonly Variation[], traces: Traces, crew: Crew): Promise<BenignRow> {
  const ids = variations.map(({ id }) => id);
  const scenarios = traces.of(ids);
  if (scenarios?.length === 0) {
    const reason = 'it never puts anything differently';
    return {
      variations: ids,
      scenarios: 0,
      passed: 0,
      complaints: [{ check: 'the variation', outcome: 'harness-error', reason }],
    };
  }
  const { passed, complaints } = await performed(crew, {
    kind: 'trial',
    violations: [],
    variations: ids,
    settings: together(variations)?.settings ?? {},
    ...(scenarios === undefined ? {} : { scenarios }),
  });
  return { variations: ids, scenarios: scenarios?.length ?? traces.scenarios, passed, complaints };
}

/** A run that fell over proves nothing and ends nothing: it is a fault like any other. */
async function performed(crew: Crew, job: TrialJob): Promise<TrialOutcome> {
  try {
    return await crew.perform(job);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const applied = Object.fromEntries(job.violations.map((id) => [id, 1]));
    return {
      kind: 'trial',
      applied,
      complaints: [{ check: 'the run itself', outcome: 'harness-error', reason }],
      passed: 0,
    };
  }
}

/** Every MUST and SHOULD check that can be seen, with the violations that it was the named killer of. */
function provedChecks(rows: readonly MatrixRow[], { ledger, manifest, violations }: SelftestOptions): ProvedCheck[] {
  const named = new Set(violations.flatMap(({ breaks }) => breaks));
  return ledger.checks
    .filter(({ id, level }) => named.has(id) || (DEMANDS.has(level) && manifest.unseen(id) === undefined))
    .map(({ id, level }) => ({
      check: id,
      level,
      killed: rows.filter((row) => row.result === 'killed' && row.killedBy.includes(id)).map((row) => row.violation),
    }));
}

const DEMANDS: ReadonlySet<string> = new Set(['MUST', 'SHOULD']);

/** The family of the first check that a violation breaks. */
function familyIn(ledger: Ledger): (violation: Violation) => string {
  return ({ breaks: [first = ''] }) => ledger.check(first)?.requirement.family ?? '';
}
