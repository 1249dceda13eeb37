import type { JudgedFinding } from '../../verdict';
import { count } from '../text';
import type { Shown, Step } from './model';

/** How Allure shows an outcome: `failed` is the target's, `broken` is ours or the surroundings' (architecture decision 7). */
export function shownAs(outcome: string): Shown {
  switch (outcome) {
    case 'fail':
    case 'warn':
      return 'failed';
    case 'could-not-test':
    case 'harness-error':
      return 'broken';
    case 'pass':
    case 'info':
      return 'passed';
    default:
      return 'skipped';
  }
}

export function sameFinding(finding: JudgedFinding): string {
  return JSON.stringify([finding.check, finding.verdict, finding.exchange, finding.message, finding.observed]);
}

/** One sub-step: id, level, outcome and sentence in its name, right form and what was seen as its parameters. */
export function findingStep(finding: JudgedFinding, at: number): Step {
  const parameter = (name: string, value: string | undefined): { name: string; value: string }[] =>
    value === undefined ? [] : [{ name, value }];
  return {
    name: `${finding.check} (${finding.level}) ${finding.outcome}: ${finding.message}`,
    status: shownAs(finding.outcome),
    statusDetails: {},
    stage: 'finished',
    start: at,
    stop: at,
    steps: [],
    attachments: [],
    parameters: [
      ...parameter('expected', finding.expected),
      ...parameter('observed', finding.observed),
      ...parameter('exchange', finding.exchange === undefined ? undefined : `#${String(finding.exchange)}`),
    ],
  };
}

export function worstFirst(findings: readonly JudgedFinding[]): JudgedFinding[] {
  const order: Shown[] = ['failed', 'broken', 'skipped', 'passed'];
  return order.flatMap((shown) => findings.filter(({ outcome }) => shownAs(outcome) === shown));
}

/** All that was judged, as a text for people: what went wrong first. */
export function findingsText(findings: readonly JudgedFinding[]): string {
  const distinct = [...new Map(findings.map((finding) => [sameFinding(finding), finding])).values()];
  const blocks = worstFirst(distinct).map((finding) =>
    [
      `${finding.outcome.padEnd(14)} ${finding.check} (${finding.level})${finding.exchange === undefined ? '' : ` at exchange #${String(finding.exchange)}`}`,
      `    ${finding.message}`,
      ...(finding.expected === undefined ? [] : [`    expected: ${finding.expected}`]),
      ...(finding.observed === undefined ? [] : [`    observed: ${finding.observed}`]),
    ].join('\n'),
  );
  return `${count(distinct.length, 'finding')}\n\n${blocks.join('\n')}\n`;
}
