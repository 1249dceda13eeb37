import { OUTCOMES, type Gate, type Outcome } from './outcome';
import { gateVerdict } from './exit-code';
import { withOwnScenarios } from './own-scenarios';
import { readingsInForce } from './readings-in-force';
import type { ConformanceReport, RunFacts } from './report-model';
import type { TalliedRecord } from './scenario-record';
import { packShard } from './shards/pack';
import { tally, type TallyInput } from './tally';
import { NO_WAIVERS } from './waivers';

/** Everything a run found, in the form of `conformance.json`. */
export function conformanceReport(version: string, run: RunFacts, gate: Gate, input: TallyInput): ConformanceReport {
  const { waivers = NO_WAIVERS, shard } = input;
  const requirements = waivers.applyTo(tally({ ...input, partial: run.partial }));
  const waived = waivers.verdicts(requirements, shard === undefined && run.partial === undefined);
  return {
    schemaVersion: 1,
    suite: { name: 'sees-conformance', version },
    run,
    totals: totalsOf(requirements.flatMap((requirement) => requirement.checks.map((check) => check.outcome))),
    requirementTotals: totalsOf(requirements.map((requirement) => requirement.outcome)),
    verdict: withOwnScenarios(gateVerdict(gate, requirements, run.partial, waived), input.records),
    requirements,
    scenarios: input.records.map(summaryOf),
    readings: readingsInForce(run.readings, input.manifest.ledger),
    ...(waived.length === 0 ? {} : { waivers: waived }),
    ...(shard === undefined ? {} : { shard: packShard(shard, input) }),
  };
}

function totalsOf(outcomes: readonly Outcome[]): Record<Outcome, number> {
  const totals = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const outcome of outcomes) totals[outcome] += 1;
  return totals;
}

function summaryOf(record: TalliedRecord): ConformanceReport['scenarios'][number] {
  return {
    id: record.id,
    name: record.name,
    feature: record.feature,
    rule: record.rule,
    uri: record.uri,
    line: record.line,
    exchanges: record.traffic.length,
    durationMs: Math.round(record.endMs - record.startMs),
  };
}

/**
 * The report of a run whose results could not all be written: it is never in order.
 * @param lost what could not be written and why, a sentence each
 */
export function withLostOutputs(report: ConformanceReport, lost: readonly string[]): ConformanceReport {
  const { run, verdict } = report;
  const [first] = lost;
  if (first === undefined) return report;
  const open = verdict.exitCode === 0;
  // Signed was the report as it was before.
  const { signature: _signature, ...rest } = report;
  return {
    ...rest,
    run: { ...run, partial: run.partial ?? first },
    verdict: open ? { ...verdict, exitCode: 3, reason: `results are missing: ${first}` } : verdict,
  };
}
