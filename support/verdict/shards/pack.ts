import type { JudgedFinding, TalliedRecord } from '../scenario-record';
import type { Share, TallyInput } from '../tally';
import type { PackedFinding, PackedRecord, ShardSection } from './section';

/** What a shard hands on, so that all of them together are judged as one run. */
export function packShard({ index, count, whole }: Share, input: TallyInput): ShardSection {
  const { underTest, offers, missing } = input.manifest.target;
  const findings = new Findings();
  const records = input.records.map((record) => packed(record, findings));
  return {
    index,
    count,
    target: { underTest: [...underTest], offers: [...offers], missing: Object.fromEntries(missing) },
    ...(input.licensesUnproven === undefined ? {} : { licensesUnproven: input.licensesUnproven }),
    scenarios: whole.map(({ id, requirements }) => ({ id, requirements })),
    findings: findings.all,
    records,
  };
}

function packed(record: TalliedRecord, findings: Findings): PackedRecord {
  const { id, status, statusReason, startMs, endMs } = record;
  const licenses = record.traffic.flatMap(({ operation, response }) =>
    operation === 'license' && response !== undefined ? [response.status] : [],
  );
  const steps = record.steps
    .filter((step) => step.unforeseen === true || (step.status === 'skipped' && step.message !== ''))
    .map(({ status, message, unforeseen }) => ({
      status,
      message,
      ...(unforeseen === undefined ? {} : { unforeseen }),
    }));
  const places = firstOfEach(record.findings).map((finding) => findings.placeOf(finding));
  return { id, status, statusReason, startMs, endMs, steps, licenses, findings: places };
}

/** A check is told by the first finding that has its worst outcome. */
function firstOfEach(findings: readonly JudgedFinding[]): JudgedFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ check, outcome }) => {
    const key = `${check} ${outcome}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Scenarios say the same again and again: each is kept once. */
class Findings {
  readonly all: PackedFinding[] = [];
  readonly #places = new Map<string, number>();

  placeOf({ check, verdict, outcome, level, invariant, message, expected, observed }: JudgedFinding): number {
    const finding: PackedFinding = {
      check,
      verdict,
      outcome,
      level,
      invariant,
      message,
      ...(expected === undefined ? {} : { expected }),
      ...(observed === undefined ? {} : { observed }),
    };
    const key = JSON.stringify(finding);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(finding) - 1;
  }
}
