import { OUTCOMES, type ConformanceReport } from '../../verdict';
import { reproduce } from '../files/summary';
import { cut, escapeMarkdown, oneLine, valueWords } from '../text';
import { verdictWord } from '../verdict-words';
import type { Clause, Compliance } from './compliance';
import { proofWords, runFacts, troubleWords, VERIFY, waiverWords } from './facts';
import { rangesOf } from './scenarios';
import { OUTCOME_WORDS } from './words';

/** Scenarios that a cell names; the others go by numbers. */
const NAMED = 3;
/** Violations of a requirement may be dozens; the page and `conformance.json` have them all. */
const CELL = 300;

/** `compliance.md`: what the page says, as GitHub-flavored Markdown. */
export function complianceMarkdown(compliance: Compliance): string {
  const { report } = compliance;
  const { verdict } = report;
  return [
    '# SEES compliance report',
    `**${verdictWord(report)}: ${escapeMarkdown(verdict.reason)}** (exit code ${String(verdict.exitCode)})`,
    ...troubleWords(report).map((words) => `> ${escapeMarkdown(words)}`),
    table(
      ['outcome', 'requirements', 'checks', 'means'],
      OUTCOMES.filter((outcome) => report.totals[outcome] + report.requirementTotals[outcome] > 0).map((outcome) => [
        outcome,
        String(report.requirementTotals[outcome]),
        String(report.totals[outcome]),
        OUTCOME_WORDS[outcome],
      ]),
    ),
    '## What was tested',
    table(
      ['fact', 'value'],
      runFacts(report).map(([name, value]) => [name, escapeMarkdown(value)]),
    ),
    '## Requirements',
    ...requirements(compliance),
    '## Not judged, and why',
    unjudged(compliance),
    '## Readings',
    readings(compliance),
    '## Waivers',
    waivers(report),
    '## How to repeat it',
    'With the same settings in file and environment:',
    `\`\`\`sh\n${oneLine(reproduce(report))}\n\`\`\``,
    ...(report.signature === undefined
      ? []
      : [`That \`conformance.json\` is what was signed:\n\n\`\`\`sh\n${VERIFY} --key PUBLIC_KEY\n\`\`\``]),
    '## Scenarios',
    scenarios(compliance),
    '## Documents',
    table(
      ['key', 'document'],
      compliance.documents.map(({ key, title }) => [escapeMarkdown(key), escapeMarkdown(title)]),
    ),
    '',
  ].join('\n\n');
}

/** Cells are Markdown already. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function requirements({ parties }: Compliance): string[] {
  const heads = ['clause', 'requirement', 'level, strength', 'verdict', 'evidence', 'proved by', 'waiver'];
  return parties.flatMap(({ title, sections }) => [
    `### ${title}`,
    ...sections.flatMap(({ title: name, clauses }) => [`#### ${escapeMarkdown(name)}`, table(heads, clauses.map(row))]),
  ]);
}

function row(clause: Clause): string[] {
  const { verdict, waived, waivers: covering } = clause;
  const reasons = verdict.checks.map(({ id, outcome, reason }) =>
    verdict.checks.length === 1 ? reason : `${id} ${outcome}: ${reason}`,
  );
  const why = verdict.outcome === 'pass' ? '' : `: ${reasons.map((reason) => text(reason)).join('<br>')}`;
  const sources = verdict.source.length === 0 ? '' : ` (${verdict.source.map(escapeMarkdown).join(', ')})`;
  return [
    `**${escapeMarkdown(verdict.id)}**${sources}`,
    escapeMarkdown(verdict.statement),
    `${verdict.level}, ${verdict.strength}`,
    `${verdict.outcome}${waived ? ' (waived)' : ''}${why}`,
    evidence(clause),
    text(proofWords(verdict)),
    covering.length === 0 ? 'none' : covering.map((waiver) => text(waiverWords(waiver))).join('<br>'),
  ];
}

function evidence({ evidence: all }: Clause): string {
  if (all.length === 0) return 'none';
  const named = all.slice(0, NAMED).map(({ number, name }) => `S${String(number)} ${escapeMarkdown(name)}`);
  const rest = all.slice(NAMED).map(({ number }) => number);
  return [...named, ...(rest.length === 0 ? [] : [`and ${String(rest.length)} more: ${rangesOf(rest)}`])].join('<br>');
}

function unjudged({ unjudged: all }: Compliance): string {
  if (all.length === 0) return 'Nothing: every check was judged or observed.';
  return table(
    ['outcome', 'why', 'checks'],
    all.map(({ outcome, reason, checks }) => [outcome, text(reason), checks.map(({ id }) => id).join(', ')]),
  );
}

function readings({ readings: all }: Compliance): string {
  const rows = all.map(({ key, value, standing, requirements: touched }) => [
    escapeMarkdown(key),
    text(valueWords(value)),
    standing === 'changed' ? '**changed**' : standing,
    touched.join(', '),
  ]);
  return rows.length === 0 ? 'None.' : table(['reading', 'value', 'is', 'decides about'], rows);
}

function waivers({ waivers: all = [] }: ConformanceReport): string {
  if (all.length === 0) return 'None.';
  return table(
    ['waived', 'state', 'until', 'owner', 'issue', 'reason', 'covers'],
    all.map(({ requirement, state, until, owner, issue, reason, covered }) =>
      [requirement, state, until, owner, issue, reason, covered.join(', ')].map(text),
    ),
  );
}

function scenarios({ scenarios: all }: Compliance): string {
  return table(
    ['number', 'scenario', 'place', 'exchanges'],
    all.map(({ number, name, uri, line, exchanges }) => [
      `S${String(number)}`,
      escapeMarkdown(name),
      escapeMarkdown(`${uri}:${String(line)}`),
      String(exchanges),
    ]),
  );
}

function text(value: string): string {
  return escapeMarkdown(cut(value, CELL));
}
