import type { Gate, Outcome } from './outcome';
import type { CheckVerdict } from './report-model';

export interface GateVerdict {
  readonly gate: Gate;
  readonly exitCode: 0 | 1 | 3;
  readonly reason: string;
}

interface Judged {
  readonly checks: readonly Pick<CheckVerdict, 'outcome' | 'waived'>[];
}

const RED: Readonly<Record<Gate, readonly Outcome[]>> = { must: ['fail'], should: ['fail', 'warn'], none: [] };
const JUDGED: readonly Outcome[] = ['pass', 'fail', 'warn'];

/**
 * The contract's order: a proven violation (1) outranks a run that could not test everything (3); a run that judged nothing is
 * never 0.
 */
export function gateVerdict(gate: Gate, requirements: readonly Judged[], partial?: string): GateVerdict {
  const checks = requirements.flatMap((requirement) => requirement.checks);
  const red = checks.filter((check) => RED[gate].includes(check.outcome) && check.waived !== true);
  if (red.length > 0) return { gate, exitCode: 1, reason: `${count(red.length, 'check')} failed the gate (${gate})` };
  if (partial !== undefined) return { gate, exitCode: 3, reason: `the run is partial: ${partial}` };
  const open = checks.filter((check) => check.outcome === 'could-not-test' || check.outcome === 'harness-error');
  if (open.length > 0) return { gate, exitCode: 3, reason: `${count(open.length, 'check')} could not be tested` };
  if (!checks.some((check) => JUDGED.includes(check.outcome)))
    return { gate, exitCode: 3, reason: 'nothing was judged' };
  return { gate, exitCode: 0, reason: 'every check that was judged is right' };
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
