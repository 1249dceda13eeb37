import type { Outcome } from '../verdict';
import type { Complaint } from './trial';

/** What is to fail under a misbehavior, and what may. */
export interface Expectation {
  readonly breaks: readonly string[];
  readonly consequences: readonly string[];
}

/**
 * `killed`: it was applied, every named check failed by a finding of its own, and nothing else failed that was not declared.
 * `not-applied`: it never made a difference, so nothing is proved. `survived`: a named check did not fail. `false-kill`: a
 * check failed that the violation does not concern.
 */
export type Result = 'killed' | 'not-applied' | 'survived' | 'false-kill';

export interface Judgement {
  readonly result: Result;
  /** How often it made a difference. */
  readonly applied: number;
  /** Named checks that failed. */
  readonly killedBy: readonly string[];
  /** Named checks that did not, with what they said instead. */
  readonly missed: readonly Complaint[];
  /** Checks that failed undeclared. */
  readonly undeclared: readonly Complaint[];
}

/** A finding against the target; anything else proves nothing about a check. */
const FOUND: readonly Outcome[] = ['fail', 'warn'];
/** What nobody may cause who did not declare it. What could not be tested behind a failure is no failure. */
const WRONG: readonly Outcome[] = [...FOUND, 'harness-error'];

export function judge(
  { breaks, consequences }: Expectation,
  { applied, complaints }: { readonly applied: number; readonly complaints: readonly Complaint[] },
): Judgement {
  const byCheck = new Map(complaints.map((complaint) => [complaint.check, complaint]));
  const failed = (check: string): boolean => FOUND.includes(byCheck.get(check)?.outcome ?? 'pass');
  const declared = new Set([...breaks, ...consequences]);
  const missed = breaks
    .filter((check) => !failed(check))
    .map((check) => byCheck.get(check) ?? { check, outcome: 'pass' as const, reason: 'nothing was found wrong' });
  const undeclared = complaints.filter(
    ({ check, outcome }) => WRONG.includes(outcome) && (outcome === 'harness-error' || !declared.has(check)),
  );
  const result =
    applied === 0 ? 'not-applied' : missed.length > 0 ? 'survived' : undeclared.length > 0 ? 'false-kill' : 'killed';
  return { result, applied, killedBy: breaks.filter(failed), missed, undeclared };
}

/** What became of one of two violations that were there at once. */
export interface PairMember {
  readonly violation: string;
  /** `masked`: the other one kept it from making a difference, or kept each of its checks from a verdict. */
  readonly result: 'found' | 'masked' | 'survived';
}

/** The same of a pair: one may hide behind the other, but no named check may pass while its violation is at work. */
export function judgeMember(
  { id, breaks }: { readonly id: string; readonly breaks: readonly string[] },
  applied: number,
  complaints: readonly Complaint[],
): PairMember {
  const outcomes = new Map(complaints.map(({ check, outcome }) => [check, outcome]));
  const of = (check: string): Outcome => outcomes.get(check) ?? 'pass';
  if (breaks.some((check) => FOUND.includes(of(check)))) return { violation: id, result: 'found' };
  const fellOver = complaints.some(({ outcome }) => outcome === 'harness-error');
  const open = !fellOver && breaks.every((check) => of(check) === 'could-not-test');
  return { violation: id, result: applied === 0 || open ? 'masked' : 'survived' };
}
