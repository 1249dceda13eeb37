import { conformanceReport } from '../conformance-report';
import type { PlannedScenario } from '../planned-scenario';
import type { ConformanceReport, RunFacts } from '../report-model';
import type { ScenarioRecord } from '../scenario-record';
import { shardOf } from '../shards/deal';
import type { FoundShard } from '../shards/mixed-up';
import type { TallyInput } from '../tally';
import { inputOf } from './story';

/** For specs: runs that are divided into shards. */

export const RUN: RunFacts = {
  startedAt: '2026-01-02T03:04:05.000Z',
  durationMs: 1000,
  profile: 'stub',
  hosting: 'direct',
  target: { sees: 'reference', expressplay: 'reference' },
  seed: 7,
  nonce: '0011223344556677',
  configurationDigest: 'd1',
  readings: { 'deviceBinding.supported': true },
  node: 'v20.0.0',
  exchanges: 0,
};

export interface Told {
  readonly plans: readonly PlannedScenario[];
  readonly records: readonly ScenarioRecord[];
  readonly input?: Partial<TallyInput>;
  readonly run?: Partial<RunFacts>;
}

export function undivided({ plans, records, input = {}, run = {} }: Told): ConformanceReport {
  return written(
    conformanceReport('1.2.3', { ...RUN, ...run }, 'must', inputOf({ planned: plans, records, ...input })),
  );
}

/** The same run as `count` shards, each as its conformance.json has it. */
export function divided(told: Told, count: number): FoundShard[] {
  return Array.from({ length: count }, (_, place) => shard(told, place + 1, count));
}

export function shard({ plans, records, input = {}, run = {} }: Told, index: number, count: number): FoundShard {
  const mine = plans.filter((_, place) => shardOf(place, count) === index);
  const ids = new Set(mine.map(({ id }) => id));
  const { shard: section, ...report } = written(
    conformanceReport(
      '1.2.3',
      { ...RUN, ...run },
      'must',
      inputOf({
        planned: mine,
        records: records.filter(({ id }) => ids.has(id)),
        ...input,
        complete: false,
        shard: { index, count, whole: plans },
      }),
    ),
  );
  if (section === undefined) throw new Error('a shard has a section of its own');
  return { folder: `shards/${String(index)}`, report: { ...report, shard: section } };
}

/** As a reader gets it. */
function written(report: ConformanceReport): ConformanceReport {
  return JSON.parse(JSON.stringify(report)) as ConformanceReport;
}
