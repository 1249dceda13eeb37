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
import { handFindings, takeFindings, type HandedFindings } from './handed-findings';

type Plain = Omit<ScenarioRecord, 'steps' | 'exchanges' | 'traffic' | 'notes' | 'findings'>;

/** A scenario's record with nothing in it redacted that is not yet: it stays in this process. */
export interface HandedRecord {
  readonly plain: Plain;
  readonly steps: readonly HandedStep[];
  readonly exchanges: readonly PackedExchange[];
  readonly notes: readonly Handed<JournalNote>[];
  /** All there are, each once: one that is the record's and a step's stays one. */
  readonly all: HandedFindings;
  /** The places of the record's among them. */
  readonly findings: readonly number[];
}

interface HandedStep {
  readonly plain: Omit<StepRecord, 'findings'>;
  /** Their places among all. */
  readonly findings: readonly number[];
}

export function handRecord(record: ScenarioRecord): HandedRecord {
  const places = new Map<JudgedFinding, number>();
  const placeOf = (finding: JudgedFinding): number => {
    const known = places.get(finding);
    if (known !== undefined) return known;
    places.set(finding, places.size);
    return places.size - 1;
  };
  const findings = record.findings.map(placeOf);
  const steps = record.steps.map(({ findings: judged, ...plain }) => ({ plain, findings: judged.map(placeOf) }));
  return {
    plain: plainOf(record),
    steps,
    exchanges: record.traffic.map(packExchange),
    notes: record.notes.map((note) => handOver(note, 'text')),
    all: handFindings(places.keys()),
    findings,
  };
}

/** The record as whoever writes it gets it, described and redacted with what this redactor knows. */
export function takeRecord(
  { plain, steps, exchanges, notes, all, findings }: HandedRecord,
  redactor: Redactor,
): ScenarioRecord {
  const taken = takeFindings(all, redactor);
  const at = (places: readonly number[]): JudgedFinding[] => places.flatMap((place) => taken[place] ?? []);
  return {
    ...plain,
    steps: steps.map((step) => ({ ...step.plain, findings: at(step.findings) })),
    exchanges: exchanges.map((packed) => describeMessage(unpackExchange(packed), redactor)),
    traffic: [],
    notes: notes.map((note) => takeOver(note, redactor)),
    findings: at(findings),
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
