import type { DescribedExchange, Exchange, JournalNote } from '../exchange';
import type { Finding } from '../checks';
import type { Level } from '../ledger';
import type { Outcome } from './outcome';

/** What verdicts need of a scenario that was run, here or in another shard. Redacted throughout. */
export interface TalliedRecord {
  /** Stable over runs: uri and name (with the outline's row). */
  readonly id: string;
  readonly name: string;
  readonly feature: string;
  readonly rule: string;
  readonly uri: string;
  readonly line: number;
  /** Requirement ids of the scenario's tags, without the at sign. */
  readonly requirements: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
  readonly steps: readonly Pick<StepRecord, 'status' | 'message' | 'unforeseen'>[];
  readonly findings: readonly JudgedFinding[];
  readonly traffic: readonly {
    readonly operation: string;
    readonly response?: { readonly status: number } | undefined;
  }[];
  /** What the scenario as a whole shows in Allure (decision 7). */
  readonly status: 'passed' | 'failed' | 'broken' | 'skipped';
  /** Why, in one line; empty when passed. */
  readonly statusReason: string;
}

/** One executed scenario as the listeners (Allure, terminal) get it. */
export interface ScenarioRecord extends TalliedRecord {
  readonly featureDescription: string;
  readonly ruleDescription: string;
  /** Other tags. */
  readonly tags: readonly string[];
  /** Column -> value of an outline's row. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly steps: readonly StepRecord[];
  /** Described when it is read: whoever only counts them, or has others describe them, takes `traffic`. */
  readonly exchanges: readonly DescribedExchange[];
  /** The same as they were: each gives nothing but its description to whoever writes it down. */
  readonly traffic: readonly Exchange[];
  readonly notes: readonly JournalNote[];
}

/** A finding with what became of it under its level. */
export interface JudgedFinding extends Finding {
  readonly level: Level;
  readonly outcome: Outcome;
  readonly invariant: boolean;
  /** A failure or warning that a waiver covers. */
  readonly waived?: boolean;
}

export interface StepRecord {
  /** With keyword: `Given device A is registered`. */
  readonly text: string;
  readonly status: 'passed' | 'failed' | 'broken' | 'skipped';
  /** Ended by an error that no step throws on purpose: ours. */
  readonly unforeseen?: boolean;
  readonly message: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Numbers of the exchanges begun during the step. */
  readonly exchanges: readonly number[];
  /** Checks judged in the step. */
  readonly findings: readonly JudgedFinding[];
}
