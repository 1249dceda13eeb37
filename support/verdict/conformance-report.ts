import { OUTCOMES, type Gate, type Outcome } from './outcome';
import { gateVerdict } from './exit-code';
import { withOwnScenarios } from './own-scenarios';
import { readingsInForce } from './readings-in-force';
import type { ConformanceReport, RunFacts } from './report-model';
import type { ScenarioRecord } from './scenario-record';
import { tally, type TallyInput } from './tally';
import { NO_WAIVERS } from './waivers';

/** Everything a run found, in the form of `conformance.json`. */
export function conformanceReport(version: string, run: RunFacts, gate: Gate, input: TallyInput): ConformanceReport {
  const { waivers = NO_WAIVERS, sharded = false } = input;
  const requirements = waivers.applyTo(tally({ ...input, partial: run.partial }));
  const waived = waivers.verdicts(requirements, !sharded && run.partial === undefined);
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
  };
}

function totalsOf(outcomes: readonly Outcome[]): Record<Outcome, number> {
  const totals = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const outcome of outcomes) totals[outcome] += 1;
  return totals;
}

function summaryOf(record: ScenarioRecord): ConformanceReport['scenarios'][number] {
  return {
    id: record.id,
    name: record.name,
    feature: record.feature,
    rule: record.rule,
    uri: record.uri,
    line: record.line,
    exchanges: record.exchanges.length,
    durationMs: Math.round(record.endMs - record.startMs),
  };
}
