import type { Configuration } from '../target';
import { allowedRedemptions } from './allowed-redemptions';
import type { SpcCount } from './rehearsed-spcs';
import type { LeftOut, Rehearsal } from './rehearse';

/** A foreign server's answer, with the way there: what a run is estimated by. */
const ASSUMED_ANSWER_MS = 50;

/** Ids named in one line. */
const NAMED = 12;

/** What `plan` prints and nothing else is known of: made of a rehearsal. */
export interface Plan extends Rehearsal {
  readonly profile: string;
  readonly wallTimeMs: number;
  /** The redemptions that the operator allows; undefined: as many as it takes. */
  readonly allowedRedemptions: number | undefined;
}

export function planOf(configuration: Configuration, rehearsal: Rehearsal): Plan {
  const { profile, time, rate } = configuration;
  // In memory the run takes what the rehearsal took; against others mostly the way there and the waits count.
  const waitMs = time.mode === 'real' ? (rehearsal.longestWait?.ms ?? 0) : 0;
  const answersMs = rehearsal.exchanges * ASSUMED_ANSWER_MS;
  const { requestsPerSecond } = rate;
  const heldMs = requestsPerSecond === undefined ? 0 : ((rehearsal.requests - 1) / requestsPerSecond) * 1000;
  const remote = profile === 'stub' ? 0 : Math.max(answersMs, heldMs);
  return {
    profile,
    ...rehearsal,
    wallTimeMs: Math.round(rehearsal.durationMs + remote + waitMs),
    allowedRedemptions: allowedRedemptions(configuration),
  };
}

export function planLines(plan: Plan, { time, rate }: Pick<Configuration, 'time' | 'rate'>): string[] {
  const { longestWait } = plan;
  return [
    `Plan for profile ${plan.profile}. Nothing was sent to the target: the embedded reference pair stood in for it, in this`,
    'process and on virtual time. A target that answers otherwise may take more or fewer requests.',
    '',
    `scenarios       ${String(plan.scenarios)}`,
    `checks          ${String(plan.selected.length)}`,
    `exchanges       ${String(plan.exchanges)}, ${String(plan.calls)} of them calls of the harness`,
    redemptionLine(plan),
    `longest wait    ${longestWait === undefined ? 'none' : `${seconds(longestWait.ms)}: ${longestWait.reason}${time.mode === 'virtual' ? ' (virtual time: nobody waits)' : ''}`}`,
    `expected time   about ${seconds(plan.wallTimeMs)}${plan.profile === 'stub' ? '' : paceInWords(plan, rate)}`,
    '',
    ...spcLines(plan),
    ...(plan.leftOut.length === 0 ? [] : ['Checks that will not be judged:', ...plan.leftOut.flatMap(leftOutLines)]),
  ];
}

function paceInWords({ requests }: Plan, { requestsPerSecond }: Configuration['rate']): string {
  const answers = ` at ${String(ASSUMED_ANSWER_MS)} ms for each exchange`;
  if (requestsPerSecond === undefined) return answers;
  const held = `${String(requests)} requests to the target at ${String(requestsPerSecond)} a second (rate.requestsPerSecond)`;
  return `${answers}, ${held}`;
}

function redemptionLine({ redemptions, licenses, allowedRedemptions }: Plan): string {
  const line = `redemptions     ${String(redemptions)}, ${String(licenses)} of them granted (each may cost a credit)`;
  if (allowedRedemptions === undefined || allowedRedemptions >= redemptions) return line;
  return `${line}; ${String(allowedRedemptions)} allowed (limits.redemptions), so some scenarios will not be observable`;
}

function spcLines({ spcs }: Plan): string[] {
  if (spcs.length === 0) return ['SPCs            none', ''];
  const rows = gathered(spcs);
  const width = Math.max(...rows.map(({ device }) => device.length));
  return [
    'SPCs by device and step:',
    ...rows.map(({ device, step, count }) => `  ${device.padEnd(width)}  ${step.padEnd(12)}  ${String(count)}`),
    '',
  ];
}

/** The players of a crowd (`flow 1` to `flow 20`) need the same: they share a line. */
function gathered(spcs: readonly SpcCount[]): SpcCount[] {
  const crowds = new Map<string, SpcCount[]>();
  for (const spc of spcs) {
    const key = `${spc.device.replace(/\d+$/, '#')}/${spc.step}/${String(spc.count)}`;
    crowds.set(key, [...(crowds.get(key) ?? []), spc]);
  }
  return [...crowds.values()].flatMap((crowd) => {
    const [first] = crowd;
    if (first === undefined) return [];
    const device = crowd.length > 1 ? `${first.device} and ${String(crowd.length - 1)} more, each` : first.device;
    return [{ ...first, device }];
  });
}

function leftOutLines({ outcome, reason, checks }: LeftOut): string[] {
  const head = `  ${outcome}, ${String(checks.length)}: ${reason}`;
  // What the operator left out is known to them.
  if (outcome === 'not-selected') return [head];
  const named = checks.slice(0, NAMED).join(' ');
  const more = checks.length > NAMED ? ` and ${String(checks.length - NAMED)} more` : '';
  return [head, `    ${named}${more}`];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
