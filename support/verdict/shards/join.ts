import type { Ledger, Need } from '../../ledger';
import type { Profile } from '../../target';
import { conformanceReport } from '../conformance-report';
import { Manifest } from '../manifest';
import type { Gate } from '../outcome';
import type { Proof } from '../proof';
import type { ConformanceReport, RunFacts } from '../report-model';
import type { TalliedRecord } from '../scenario-record';
import type { Waiver } from '../waiver';
import { Waivers } from '../waivers';
import { shardOf } from './deal';
import { waiverOf, type FoundShard } from './mixed-up';
import { unpackRecords } from './unpack';

export interface JoinOptions {
  readonly ledger: Ledger;
  readonly proof: Proof | undefined;
  /** Undefined: that of the shards. */
  readonly gate: Gate | undefined;
  /** Undefined: those of the shards. */
  readonly waivers: readonly Waiver[] | undefined;
}

export interface Joined {
  readonly report: ConformanceReport;
  readonly records: readonly TalliedRecord[];
}

/**
 * The shards of one run judged as one run: every scenario's findings together, in the order of an undivided run.
 * @param shards at least one, of the same run (whyMixedUp); of the missing ones nothing is known but their scenarios
 */
export function joinShards(shards: readonly [FoundShard, ...FoundShard[]], options: JoinOptions): Joined {
  const sorted = shards.toSorted((one, other) => one.report.shard.index - other.report.shard.index);
  const [{ report: first }] = shards;
  const { count, scenarios, target } = first.shard;
  const missing = missingOf(shards);
  const places = new Map(scenarios.map(({ id }, place) => [id, place]));
  const records = sorted
    .flatMap(({ report }) => unpackRecords(report.shard, report.scenarios))
    .sort((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0));
  const { tags, requirement } = first.run.selection ?? {};
  const requirements = requirement === undefined ? undefined : new Set(requirement);
  const run = factsOf(sorted, missing);
  const report = conformanceReport(first.suite.version, run, options.gate ?? first.verdict.gate, {
    manifest: new Manifest(
      options.ledger,
      {
        profile: first.run.profile as Profile,
        underTest: new Set(target.underTest as ('sees' | 'expressplay')[]),
        offers: new Set(target.offers as Need[]),
        missing: new Map(Object.entries(target.missing) as [Need, string][]),
      },
      requirements,
    ),
    planned: scenarios,
    records,
    requirements,
    complete: tags === undefined && requirements === undefined,
    licensesUnproven: unprovenIn(shards),
    waivers: new Waivers(options.waivers ?? first.waivers?.map(waiverOf) ?? [], Date.parse(run.startedAt)),
    proof: options.proof,
    unreached: (scenario) => {
      const index = shardOf(places.get(scenario) ?? 0, count);
      return missing.includes(index) ? `${nameOf(index, count)} is missing` : undefined;
    },
  });
  return { report, records };
}

/** Numbers of the shards that are not there. */
function missingOf(shards: readonly [FoundShard, ...FoundShard[]]): number[] {
  const there = new Set(shards.map(({ report }) => report.shard.index));
  const all = Array.from({ length: shards[0].report.shard.count }, (_, index) => index + 1);
  return all.filter((index) => !there.has(index));
}

/** One license that any shard was granted proves the refusals of all. */
function unprovenIn(shards: readonly FoundShard[]): string | undefined {
  const reasons = shards.map(({ report }) => report.shard.licensesUnproven);
  return reasons.includes(undefined) ? undefined : reasons[0];
}

function factsOf(shards: readonly FoundShard[], missing: readonly number[]): RunFacts {
  const runs = shards.map(({ report }) => report.run);
  const [first] = runs;
  if (first === undefined) throw new Error('no shard to join');
  const starts = runs.map(({ startedAt }) => Date.parse(startedAt));
  const ends = runs.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs);
  const { partial: _partial, selection, ...facts } = first;
  const { shard: _shard, ...chosen } = selection ?? {};
  const partial = whyPartial(shards, missing);
  return {
    ...facts,
    startedAt: new Date(Math.min(...starts)).toISOString(),
    // They may have run at the same time.
    durationMs: Math.max(...ends) - Math.min(...starts),
    exchanges: runs.reduce((sum, { exchanges }) => sum + exchanges, 0),
    node: [...new Set(runs.map(({ node }) => node))].join(', '),
    ...(Object.keys(chosen).length === 0 ? {} : { selection: chosen }),
    ...(partial === undefined ? {} : { partial }),
    shards: shards.map(({ report: { run, shard } }) => ({
      shard: `${String(shard.index)}/${String(shard.count)}`,
      startedAt: run.startedAt,
      durationMs: run.durationMs,
      scenarios: shard.records.length,
      ...(run.partial === undefined ? {} : { partial: run.partial }),
    })),
  };
}

function whyPartial(shards: readonly FoundShard[], missing: readonly number[]): string | undefined {
  const count = shards[0]?.report.shard.count ?? 0;
  const reasons = [
    ...missing.map((index) => `${nameOf(index, count)} is missing`),
    ...shards.flatMap(({ report: { run, shard } }) =>
      run.partial === undefined ? [] : [`${nameOf(shard.index, count)}: ${run.partial}`],
    ),
  ];
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

function nameOf(index: number, count: number): string {
  return `shard ${String(index)}/${String(count)}`;
}
