import type { Gate, Outcome } from './outcome';
import type { CheckVerdict } from './report-model';
import type { WaiverVerdict } from './waiver';

export interface GateVerdict {
  readonly gate: Gate;
  readonly exitCode: 0 | 1 | 3;
  readonly reason: string;
}

interface Judged {
  readonly checks: readonly Pick<CheckVerdict, 'outcome' | 'waived'>[];
}

type BadWaiver = Pick<WaiverVerdict, 'requirement' | 'until' | 'state'>;

const RED: Readonly<Record<Gate, readonly Outcome[]>> = { must: ['fail'], should: ['fail', 'warn'], none: [] };
const JUDGED: readonly Outcome[] = ['pass', 'fail', 'warn'];

/**
 * The contract's order: a proven violation or a bad waiver (1) outranks a run that could not test everything (3); a run that
 * judged nothing is never 0.
 */
export function gateVerdict(
  gate: Gate,
  requirements: readonly Judged[],
  partial?: string,
  waivers: readonly BadWaiver[] = [],
): GateVerdict {
  const checks = requirements.flatMap((requirement) => requirement.checks);
  const red = checks.filter((check) => RED[gate].includes(check.outcome) && check.waived !== true);
  const faults = [
    ...(red.length > 0 ? [`${count(red.length, 'check')} failed the gate (${gate})`] : []),
    ...named('stale', waivers, () => 'what it covers is right'),
    ...named('past', waivers, ({ until }) => `its last day was ${until}`),
  ];
  if (faults.length > 0) return { gate, exitCode: 1, reason: faults.join('; ') };
  if (partial !== undefined) return { gate, exitCode: 3, reason: `the run is partial: ${partial}` };
  const open = checks.filter((check) => check.outcome === 'could-not-test' || check.outcome === 'harness-error');
  if (open.length > 0) return { gate, exitCode: 3, reason: `${count(open.length, 'check')} could not be tested` };
  if (!checks.some((check) => JUDGED.includes(check.outcome)))
    return { gate, exitCode: 3, reason: 'nothing was judged' };
  return { gate, exitCode: 0, reason: letThrough(gate, checks) };
}

/** What a gate that is not red has to say of what it lets pass. */
function letThrough(gate: Gate, checks: Judged['checks']): string {
  const number = (outcome: Outcome): number =>
    checks.filter((check) => check.outcome === outcome && check.waived !== true).length;
  const failed = number('fail');
  const warned = number('warn');
  const waived = checks.filter((check) => check.waived === true).length;
  if (failed + warned === 0) {
    return `every check that was judged is right${waived > 0 ? `, apart from ${String(waived)} that ${waived === 1 ? 'is' : 'are'} waived` : ''}`;
  }
  const words = [
    ...(failed > 0 ? [`${count(failed, 'check')} failed`] : []),
    ...(warned > 0 ? [`${failed > 0 ? String(warned) : count(warned, 'check')} warned`] : []),
    ...(waived > 0 ? [`${String(waived)} ${waived === 1 ? 'is' : 'are'} waived`] : []),
  ];
  return `${words.join(' and ')}; the gate (${gate}) lets ${failed + warned === 1 ? 'it' : 'them'} pass`;
}

/** Waivers that are red at every gate. */
function named(
  state: WaiverVerdict['state'],
  waivers: readonly BadWaiver[],
  why: (waiver: BadWaiver) => string,
): string[] {
  return waivers
    .filter((waiver) => waiver.state === state)
    .map((waiver) => `the waiver of ${waiver.requirement} is ${state} (${why(waiver)})`);
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
