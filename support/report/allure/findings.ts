import type { JudgedFinding } from '../../verdict';
import { groupBy } from '../group-by';
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

/** A waived finding is put up with: to be seen, but not red. */
export function findingShownAs({ outcome, waived }: JudgedFinding): Shown {
  return waived === true ? 'skipped' : shownAs(outcome);
}

const spelled = new WeakMap<JudgedFinding, string>();

/** Findings of the same text say the same. */
export function sameFinding(finding: JudgedFinding): string {
  let text = spelled.get(finding);
  if (text === undefined) {
    const { check, verdict, exchange = '', message, observed = '' } = finding;
    text = [check, verdict, exchange, message, observed].join('\u0000');
    spelled.set(finding, text);
  }
  return text;
}

/** One sub-step: id, level, outcome and sentence in its name, right form and what was seen as its parameters. */
export function findingStep(finding: JudgedFinding, at: number): Step {
  const parameter = (name: string, value: string | undefined): { name: string; value: string }[] =>
    value === undefined ? [] : [{ name, value }];
  return {
    name: `${finding.check} (${finding.level}) ${outcomeWords(finding)}: ${finding.message}`,
    status: findingShownAs(finding),
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

function outcomeWords({ outcome, waived }: JudgedFinding): string {
  return waived === true ? `${outcome} (waived)` : outcome;
}

export function worstFirst(findings: readonly JudgedFinding[]): JudgedFinding[] {
  const order: Shown[] = ['failed', 'broken', 'skipped', 'passed'];
  return order.flatMap((shown) => findings.filter((finding) => findingShownAs(finding) === shown));
}

/** All that was judged, as a text for people: what went wrong first. */
export function findingsText(findings: readonly JudgedFinding[]): string {
  const distinct = distinctOf(findings);
  return `${count(distinct.length, 'finding')}\n\n${worstFirst(distinct).map(blockOf).join('\n')}\n`;
}

/** What went wrong alone: what several checks say of one exchange is told once. */
export function wrongText(findings: readonly JudgedFinding[]): string {
  const same = groupBy(worstFirst(distinctOf(findings)), (finding) =>
    JSON.stringify([finding.level, finding.exchange, ...bodyOf(finding)]),
  );
  return [...same.values()]
    .flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      const checks = [first, ...others].map(({ check }) => check).join(', ');
      return [`${checks} (${first.level})${placeOf(first)}`, ...bodyOf(first)].join('\n');
    })
    .join('\n');
}

function distinctOf(findings: readonly JudgedFinding[]): JudgedFinding[] {
  return [...new Map(findings.map((finding) => [sameFinding(finding), finding])).values()];
}

function blockOf(finding: JudgedFinding): string {
  const head = `${outcomeWords(finding).padEnd(14)} ${finding.check} (${finding.level})${placeOf(finding)}`;
  return [head, ...bodyOf(finding)].join('\n');
}

function placeOf({ exchange }: JudgedFinding): string {
  return exchange === undefined ? '' : ` at exchange #${String(exchange)}`;
}

function bodyOf({ message, expected, observed }: JudgedFinding): string[] {
  return [
    `    ${message}`,
    ...(expected === undefined ? [] : [`    expected: ${expected}`]),
    ...(observed === undefined ? [] : [`    observed: ${observed}`]),
  ];
}
