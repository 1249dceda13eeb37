import type { ScenarioSummary } from '../report-model';
import type { TalliedRecord } from '../scenario-record';
import type { PackedRecord, ShardSection } from './section';

/** The records of a shard, as far as verdicts need them; what does not fit together is left out. */
export function unpackRecords(section: ShardSection, summaries: readonly ScenarioSummary[]): TalliedRecord[] {
  const summaryOf = new Map(summaries.map((summary) => [summary.id, summary]));
  const requirementsOf = new Map(section.scenarios.map(({ id, requirements }) => [id, requirements]));
  return section.records.flatMap((record) => {
    const summary = summaryOf.get(record.id);
    const requirements = requirementsOf.get(record.id);
    return summary === undefined || requirements === undefined
      ? []
      : [unpacked(record, summary, requirements, section.findings)];
  });
}

function unpacked(
  { findings, licenses, steps, status, statusReason, startMs, endMs }: PackedRecord,
  { id, name, feature, rule, uri, line, exchanges }: ScenarioSummary,
  requirements: readonly string[],
  known: ShardSection['findings'],
): TalliedRecord {
  const others = Math.max(0, exchanges - licenses.length);
  return {
    ...{ id, name, feature, rule, uri, line, requirements, status, statusReason, startMs, endMs, steps },
    findings: findings.flatMap((place) => known[place] ?? []),
    traffic: [
      ...licenses.map((code) => ({ operation: 'license', response: { status: code } })),
      // Of these only the number counts.
      ...Array.from({ length: others }, () => ({ operation: 'other' })),
    ],
  };
}
