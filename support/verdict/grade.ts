import type { Finding } from '../checks';
import { unredactedOf, withUnredacted } from '../exchange';
import type { Level } from '../ledger';
import type { Outcome } from './outcome';
import type { JudgedFinding } from './scenario-record';

/** What a finding means under the level of its check: wrong is a failure of a MUST, a warning of a SHOULD, else news. */
export function outcomeOf(verdict: Finding['verdict'], level: Level): Outcome {
  switch (verdict) {
    case 'right':
      return level === 'MUST' || level === 'SHOULD' || level === 'CONFIG' ? 'pass' : 'info';
    case 'wrong':
      // CONFIG: a reading has decided what is right, so the answer is binding.
      if (level === 'MUST' || level === 'CONFIG') return 'fail';
      return level === 'SHOULD' ? 'warn' : 'info';
    case 'observed':
      return 'info';
    case 'not-applicable':
      return 'not-applicable';
    case 'could-not-test':
      return 'could-not-test';
    case 'harness-error':
      return 'harness-error';
  }
}

/** @param covered a waiver covers failures and warnings of this check */
export function gradeFinding(finding: Finding, level: Level, invariant: boolean, covered = false): JudgedFinding {
  return new GradedFinding(finding, level, invariant, covered);
}

/** A class, as the finding itself may be one: its message is not read here, since reading it redacts it. */
class GradedFinding implements JudgedFinding {
  readonly check: string;
  readonly verdict: Finding['verdict'];
  declare readonly expected?: string;
  declare readonly observed?: string;
  declare readonly exchange?: number;
  readonly outcome: Outcome;
  declare readonly waived?: boolean;
  readonly #finding: Finding;

  constructor(
    finding: Finding,
    readonly level: Level,
    readonly invariant: boolean,
    covered: boolean,
  ) {
    const { check, verdict, expected, observed, exchange } = finding;
    this.#finding = finding;
    this.check = check;
    this.verdict = verdict;
    if (expected !== undefined) this.expected = expected;
    if (observed !== undefined) this.observed = observed;
    if (exchange !== undefined) this.exchange = exchange;
    this.outcome = outcomeOf(verdict, level);
    if (covered && (this.outcome === 'fail' || this.outcome === 'warn')) this.waived = true;
    const unredacted = unredactedOf(finding);
    if (unredacted !== undefined) withUnredacted(this, unredacted);
  }

  get message(): string {
    return this.#finding.message;
  }

  /** The message is no property of its own, and belongs to what is written. */
  toJSON(): JudgedFinding {
    return Object.assign({ message: this.message }, this);
  }
}
