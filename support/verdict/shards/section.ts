import type { PlannedScenario } from '../planned-scenario';
import type { JudgedFinding, TalliedRecord } from '../scenario-record';

/** Part of a shard's `conformance.json`: everything that the verdict on the whole run is made of. Redacted. */
export interface ShardSection {
  /** Counted from 1. */
  readonly index: number;
  readonly count: number;
  /** What this target could show. */
  readonly target: {
    readonly underTest: readonly string[];
    readonly offers: readonly string[];
    /** Need to reason. */
    readonly missing: Readonly<Record<string, string>>;
  };
  /** Why the refusals of licenses that this shard saw prove nothing by themselves. */
  readonly licensesUnproven?: string;
  /** Those of all shards together, in the order of an undivided run. */
  readonly scenarios: readonly Pick<PlannedScenario, 'id' | 'requirements'>[];
  /** The different findings of all records. */
  readonly findings: readonly PackedFinding[];
  readonly records: readonly PackedRecord[];
}

export type PackedFinding = Pick<
  JudgedFinding,
  'check' | 'verdict' | 'outcome' | 'level' | 'invariant' | 'message' | 'expected' | 'observed'
>;

/** What verdicts need of a scenario beside its summary in `scenarios`. */
export interface PackedRecord extends Pick<TalliedRecord, 'id' | 'status' | 'statusReason' | 'startMs' | 'endMs'> {
  /** The steps that tell why something was not judged. */
  readonly steps: TalliedRecord['steps'];
  /** Statuses of the answers to license requests. */
  readonly licenses: readonly number[];
  /** Places in `findings`; of several findings of one check that mean the same, the first. */
  readonly findings: readonly number[];
}
