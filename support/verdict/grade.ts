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
  const outcome = outcomeOf(finding.verdict, level);
  const waived = covered && (outcome === 'fail' || outcome === 'warn');
  const { check, verdict, expected, observed, exchange } = finding;
  const judged: JudgedFinding = {
    check,
    verdict,
    // Not read here: reading it redacts it.
    get message() {
      return finding.message;
    },
    ...(expected === undefined ? {} : { expected }),
    ...(observed === undefined ? {} : { observed }),
    ...(exchange === undefined ? {} : { exchange }),
    level,
    outcome,
    invariant,
    ...(waived ? { waived } : {}),
  };
  const unredacted = unredactedOf(finding);
  return unredacted === undefined ? judged : withUnredacted(judged, unredacted);
}
