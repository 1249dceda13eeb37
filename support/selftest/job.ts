import type { Settings } from '../violations';
import type { Complaint } from './trial';

/** Which scenarios reach which violations, found in a run in which nothing goes wrong. */
export interface TraceJob {
  readonly kind: 'trace';
  /** Ids. */
  readonly violations: readonly string[];
  /** Ids. */
  readonly variations?: readonly string[];
  readonly settings: Settings;
}

/** A run of the suite against a reference pair that is wrong, or right in another way. */
export interface TrialJob {
  readonly kind: 'trial';
  /** Ids. */
  readonly violations: readonly string[];
  /** Ids. */
  readonly variations: readonly string[];
  readonly settings: Settings;
  /** Ids; absent: all. */
  readonly scenarios?: readonly string[];
}

export type Job = TraceJob | TrialJob;

export interface TraceOutcome {
  readonly kind: 'trace';
  /** Scenario ids by violation or variation. */
  readonly reached: Readonly<Record<string, readonly string[]>>;
  /** Of the whole suite. */
  readonly scenarios: number;
}

export interface TrialOutcome {
  readonly kind: 'trial';
  /** How often each violation made a difference. */
  readonly applied: Readonly<Record<string, number>>;
  readonly complaints: readonly Complaint[];
  readonly passed: number;
}

export type OutcomeOf<J extends Job> = J extends TraceJob ? TraceOutcome : TrialOutcome;

/** Whoever does jobs: this process, or others. */
export interface Crew {
  /** How many at the same time. */
  readonly size: number;
  /** @throws {Error} when the job could not be done */
  perform<J extends Job>(job: J): Promise<OutcomeOf<J>>;
  close(): void;
}
