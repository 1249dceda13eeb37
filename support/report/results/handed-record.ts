import {
  describeMessage,
  packExchange,
  unpackExchange,
  type JournalNote,
  type PackedExchange,
  type Redactor,
} from '../../exchange';
import type { JudgedFinding, ScenarioRecord, StepRecord } from '../../verdict';
import { handOver, takeOver, type Handed } from './handed';

type Plain = Omit<ScenarioRecord, 'steps' | 'exchanges' | 'traffic' | 'notes' | 'findings'>;

/** A scenario's record with nothing in it redacted that is not yet: it stays in this process. */
export interface HandedRecord {
  readonly plain: Plain;
  readonly steps: readonly HandedStep[];
  readonly exchanges: readonly PackedExchange[];
  readonly notes: readonly Handed<JournalNote>[];
  readonly findings: readonly Handed<JudgedFinding>[];
}

interface HandedStep {
  readonly plain: Omit<StepRecord, 'findings'>;
  /** The very objects that are among the record's; a structured clone leaves them one. */
  readonly findings: readonly Handed<JudgedFinding>[];
}

export function handRecord(record: ScenarioRecord): HandedRecord {
  const known = new Map<JudgedFinding, Handed<JudgedFinding>>();
  const handed = (finding: JudgedFinding): Handed<JudgedFinding> => {
    const made = known.get(finding) ?? handOver(finding, 'message');
    known.set(finding, made);
    return made;
  };
  return {
    plain: plainOf(record),
    steps: record.steps.map(({ findings, ...plain }) => ({ plain, findings: findings.map(handed) })),
    exchanges: record.traffic.map(packExchange),
    notes: record.notes.map((note) => handOver(note, 'text')),
    findings: record.findings.map(handed),
  };
}

/** The record as whoever writes it gets it, described and redacted with what this redactor knows. */
export function takeRecord(
  { plain, steps, exchanges, notes, findings }: HandedRecord,
  redactor: Redactor,
): ScenarioRecord {
  const known = new Map<Handed<JudgedFinding>, JudgedFinding>();
  const taken = (handed: Handed<JudgedFinding>): JudgedFinding => {
    const made = known.get(handed) ?? takeOver(handed, redactor);
    known.set(handed, made);
    return made;
  };
  return {
    ...plain,
    steps: steps.map((step) => ({ ...step.plain, findings: step.findings.map(taken) })),
    exchanges: exchanges.map((packed) => describeMessage(unpackExchange(packed), redactor)),
    traffic: [],
    notes: notes.map((note) => takeOver(note, redactor)),
    findings: findings.map(taken),
  };
}

/** Member by member: to copy a record as a whole would describe its exchanges. */
function plainOf(record: ScenarioRecord): Plain {
  const { id, name, feature, featureDescription, rule, ruleDescription, uri, line } = record;
  const { requirements, tags, parameters, startMs, endMs, status, statusReason } = record;
  return {
    ...{ id, name, feature, featureDescription, rule, ruleDescription, uri, line },
    ...{ requirements, tags, parameters, startMs, endMs, status, statusReason },
  };
}
