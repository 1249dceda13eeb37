import { randomUUID } from 'node:crypto';
import type { Attachment } from 'allure-js-commons';
import type { JudgedFinding, ScenarioRecord, StepRecord } from '../../verdict';
import { arrowsOf, exchangeTitle } from '../described';
import { groupBy } from '../group-by';
import { isWrong } from '../picture/rows';
import { sequencePicture } from '../picture/sequence-picture';
import { count } from '../text';
import { httpExchange, HTTP_EXCHANGE } from './exchange-attachment';
import { findingShownAs, findingsText, findingStep, sameFinding, worstFirst, wrongText } from './findings';
import { descriptionOf, type ProvedBy, type StatementOf } from './description';
import { identityOf, labelsOf, parametersOf, titlePathOf } from './labels';
import type { Shown, Step, Test } from './model';
import type { LinksOf } from './requirement-links';
import type { ResultsFolder } from './results-folder';

/** What is known of requirements beside their ids. */
export interface RequirementFacts {
  readonly statementOf: StatementOf;
  readonly provedBy: ProvedBy;
  readonly linksOf: LinksOf;
}

/** A scenario as Allure has it; its attachments are written on the way. */
export function testResult(
  record: ScenarioRecord,
  profile: string,
  folder: ResultsFolder,
  { statementOf, provedBy, linksOf }: RequirementFacts,
): Test {
  const attached = new Set<number>();
  const told = new Set<string>();
  const exchanges = exchangeAttachments(record, folder);
  const steps = record.steps.map((step) => {
    for (const number of step.exchanges) attached.add(number);
    for (const finding of askedIn(step)) told.add(sameFinding(finding));
    return stepOf(step, exchanges);
  });
  const rest = record.exchanges.filter(({ number }) => !attached.has(number));
  const unasked = record.findings.filter((finding) => !told.has(sameFinding(finding)));
  return {
    uuid: randomUUID(),
    name: record.name,
    ...identityOf(record, profile),
    titlePath: titlePathOf(record),
    status: record.status,
    statusDetails: detailsOf(record),
    stage: 'finished',
    start: record.startMs,
    stop: record.endMs,
    descriptionHtml: descriptionOf(record, statementOf, provedBy),
    labels: labelsOf(record, statementOf),
    links: record.requirements.flatMap((id) => linksOf(id)),
    parameters: parametersOf(record, profile),
    steps: [
      ...pictureStep(record, folder),
      ...steps,
      ...(rest.length === 0
        ? []
        : [
            plainStep(
              'Exchanges outside the steps',
              'passed',
              record.endMs,
              rest.flatMap(({ number }) => exchanges.get(number) ?? []),
            ),
          ]),
      ...(unasked.length === 0 ? [] : [invariantsStep(unasked, record.endMs)]),
    ],
    attachments:
      record.findings.length === 0
        ? []
        : [folder.attach('Findings', 'text/plain', 'txt', findingsText(record.findings))],
  };
}

function exchangeAttachments(
  record: ScenarioRecord,
  folder: ResultsFolder,
): ReadonlyMap<number, readonly Attachment[]> {
  const arrows = arrowsOf(record.exchanges);
  return new Map(
    record.exchanges.map((exchange) => {
      // The number that findings and the picture know it by.
      const title = `#${String(exchange.number)} ${exchangeTitle(exchange, arrows.get(exchange.number))}`;
      const { type, extension } = HTTP_EXCHANGE;
      return [exchange.number, [folder.attach(title, type, extension, JSON.stringify(httpExchange(exchange)))]];
    }),
  );
}

/** First of the steps, since both reports show a test's own attachments below its steps. */
function pictureStep(record: ScenarioRecord, folder: ResultsFolder): Step[] {
  if (record.exchanges.length === 0) return [];
  const picture = folder.attach('Sequence', 'image/svg+xml', 'svg', sequencePicture(record));
  return [plainStep(`Sequence of ${count(record.exchanges.length, 'exchange')}`, 'passed', record.startMs, [picture])];
}

function stepOf(step: StepRecord, exchanges: ReadonlyMap<number, readonly Attachment[]>): Step {
  // A failed SHOULD does not end a scenario, but it is to be seen where it was judged.
  const status =
    step.status === 'passed' && step.findings.some((finding) => finding.outcome === 'warn' && finding.waived !== true)
      ? 'failed'
      : step.status;
  // The finding below says it better than the step's message.
  const said = step.message === '' || askedIn(step).some((finding) => findingShownAs(finding) === status);
  return {
    ...plainStep(
      step.text,
      status,
      step.startMs,
      step.exchanges.flatMap((number) => exchanges.get(number) ?? []),
    ),
    statusDetails: said ? {} : { message: step.message },
    stop: step.endMs,
    steps: worstFirst(askedIn(step)).map((finding) => findingStep(finding, step.endMs)),
  };
}

/** The invariants that happened to be judged in a step are told together, for all exchanges. */
function askedIn({ findings }: StepRecord): readonly JudgedFinding[] {
  return findings.filter(({ invariant }) => !invariant);
}

/** Message and, unfolded by a click on it, what was expected and what came. */
function detailsOf(record: ScenarioRecord): { message?: string; trace?: string } {
  const trace = record.findings.some(isWrong) ? wrongText(record.findings.filter(isWrong)) : '';
  return { ...reasonOf(record), ...(trace === '' ? {} : { trace }) };
}

/** Every check that failed, a line each; from the beginning Allure also tells the category. */
function reasonOf({ status, statusReason, findings }: ScenarioRecord): { message?: string } {
  const harness = findings.some(({ outcome }) => outcome === 'harness-error');
  if (status === 'broken' && harness) return { message: `fault of the harness: ${statusReason}` };
  if (statusReason !== '') {
    const failures = status === 'failed' ? findings.filter(({ outcome }) => outcome === 'fail') : [];
    const told = failures.some(({ check, message }) => statusReason === `${check}: ${message}`);
    return { message: [...(told ? [] : [statusReason]), ...linesOf(failures, 'fail')].join('\n') };
  }
  const warnings = linesOf(findings, 'warn');
  return warnings.length === 0 ? {} : { message: `against a SHOULD: ${warnings.join('\n')}` };
}

/** A check is told once, by what it said first; checks that say the same of the same are told together. */
function linesOf(findings: readonly JudgedFinding[], outcome: 'fail' | 'warn'): string[] {
  const told = findings.filter((finding) => finding.outcome === outcome && finding.waived !== true);
  const first = [...groupBy(told, ({ check }) => check).values()].flatMap(([one]) => one ?? []);
  return [...groupBy(first, ({ message }) => message)].map(
    ([message, same]) => `${same.map(({ check }) => check).join(', ')}: ${message}`,
  );
}

/** What was judged on every exchange without being asked; what held is counted, not listed. */
function invariantsStep(findings: readonly JudgedFinding[], at: number): Step {
  const held = findings.filter((finding) => findingShownAs(finding) === 'passed').length;
  const rest = findings.filter((finding) => findingShownAs(finding) !== 'passed');
  const worst = (['failed', 'broken'] as const).find((shown) =>
    rest.some((finding) => findingShownAs(finding) === shown),
  );
  return {
    ...plainStep(
      `Judged on every exchange: ${String(held)} of ${count(findings.length, 'finding')} right`,
      worst ?? 'passed',
      at,
      [],
    ),
    steps: worstFirst(rest).map((finding) => findingStep(finding, at)),
  };
}

function plainStep(name: string, status: Shown, at: number, attachments: readonly Attachment[]): Step {
  return {
    name,
    status,
    statusDetails: {},
    stage: 'finished',
    start: at,
    stop: at,
    steps: [],
    attachments: [...attachments],
    parameters: [],
  };
}
