import type { ConformanceReport } from '../../verdict';
import { OUTCOMES } from '../../verdict';
import { reproduce } from '../files/summary';
import { valueWords } from '../text';
import { isLenient, verdictWord } from '../verdict-words';
import { clauseHtml } from './clause-html';
import type { Clause, Compliance } from './compliance';
import { runFacts, troubleWords, VERIFY } from './facts';
import { chip, link, table, text } from './html';
import { STYLE } from './style';
import { LEVELS, OUTCOME_WORDS, STRENGTHS } from './words';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'";
const SECTIONS: readonly (readonly [anchor: string, title: string])[] = [
  ['result', 'Result'],
  ['wrong', 'Not in order'],
  ['requirements', 'Requirements'],
  ['unjudged', 'Not judged, and why'],
  ['readings', 'Readings'],
  ['waivers', 'Waivers'],
  ['reproduce', 'How to repeat it'],
  ['scenarios', 'Scenarios'],
  ['documents', 'Documents'],
  ['words', 'Words'],
];

const FRAMED =
  '<p>This is a copy without links: reports show it in a frame in which they would lead nowhere. The same page with links is <code>compliance.html</code> beside the report.</p>';

/**
 * The same for a frame without an address of its own, as Allure shows it: links inside the page would leave the frame.
 * @param page what `compliancePage` drew
 */
export function framed(page: string): string {
  return page
    .replace(/<a class="skip"[^]*?<\/a>/u, '')
    .replace(/<nav\b[^]*?<\/nav>/gu, '')
    .replace(/<a href="#[^"]*">([^<]*)<\/a>/gu, '$1')
    .replace('<main>', () => `${FRAMED}<main>`);
}

/** `compliance.html`: one page without scripts that loads nothing. */
export function compliancePage(compliance: Compliance): string {
  const { report } = compliance;
  const title = `${verdictWord(report)}: SEES compliance report of ${report.run.startedAt.slice(0, 10)}`;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>${text(title)}</title><style>${STYLE}</style></head>`,
    '<body><a class="skip" href="#requirements">Skip to the requirements</a>',
    `<header><h1>SEES compliance report</h1>${verdictHtml(report)}</header>`,
    `<nav aria-label="Parts of this page"><ul>${SECTIONS.map(([anchor, name]) => `<li>${link(anchor, name)}</li>`).join('')}</ul></nav>`,
    '<main>',
    resultHtml(report),
    section('wrong', wrongHtml(compliance)),
    section('requirements', requirementsHtml(compliance)),
    section('unjudged', unjudgedHtml(compliance)),
    section('readings', readingsHtml(compliance)),
    section('waivers', waiversHtml(report)),
    section('reproduce', reproduceHtml(report)),
    section('scenarios', scenariosHtml(compliance)),
    section('documents', documentsHtml(compliance)),
    section('words', wordsHtml()),
    '</main></body></html>',
    '',
  ].join('\n');
}

function section(anchor: string, content: string): string {
  const title = SECTIONS.find(([known]) => known === anchor)?.[1] ?? anchor;
  return `<section id="${anchor}"><h2>${title}</h2>\n${content}\n</section>`;
}

function verdictHtml(report: ConformanceReport): string {
  const { verdict } = report;
  const tone =
    verdict.exitCode === 0 ? (isLenient(report) ? 'warn' : 'pass') : verdict.exitCode === 1 ? 'fail' : 'could-not-test';
  return [
    `<p class="verdict ${tone}"><strong>${verdictWord(report)}</strong>${text(verdict.reason)} (exit code ${String(verdict.exitCode)})</p>`,
    ...troubleWords(report).map((words) => `<p><strong>${text(words)}</strong></p>`),
  ].join('\n');
}

function resultHtml(report: ConformanceReport): string {
  const rows = OUTCOMES.filter((outcome) => report.totals[outcome] + report.requirementTotals[outcome] > 0).map(
    (outcome) => [
      chip(outcome),
      String(report.requirementTotals[outcome]),
      String(report.totals[outcome]),
      OUTCOME_WORDS[outcome],
    ],
  );
  const facts = runFacts(report).map(([name, value]) => [name, text(value)]);
  return section(
    'result',
    [
      table('How it ended', ['outcome', 'requirements', 'checks', 'means'], rows, [1, 2]),
      '<h3>What was tested</h3>',
      table('The run', ['fact', 'value'], facts),
    ].join('\n'),
  );
}

function wrongHtml({ clauses }: Compliance): string {
  const wrong = clauses.filter(({ group }) => group === 'wrong');
  if (wrong.length === 0) return '<p>Nothing: whatever was judged is in order.</p>';
  const rows = wrong.map(({ verdict, waived }) => {
    const worst = verdict.checks.find(({ outcome }) => outcome === verdict.outcome);
    return [link(verdict.id, verdict.id), chip(verdict.outcome), text(worst?.reason ?? ''), waived ? 'yes' : 'no'];
  });
  return table('Each leads to its evidence', ['requirement', 'verdict', 'why', 'waived'], rows);
}

function requirementsHtml({ parties, clauses }: Compliance): string {
  const contents = parties.map(
    ({ party, title, sections }) =>
      `<li>${link(party, title)}<ul class="inner">${sections.map(({ anchor, title: name, clauses: own }) => `<li>${link(anchor, name)} (${String(own.length)})</li>`).join('')}</ul></li>`,
  );
  return [
    '<p>By party and part of the documents. Each line opens: why it was judged so, by which scenarios, what shows that its checks can fail.</p>',
    filterHtml(clauses),
    `<nav aria-label="Requirements"><ul class="inner">${contents.join('')}</ul></nav>`,
    '<p class="nothing">No requirement is of this kind.</p>',
    ...parties.map(
      ({ party, title, sections }) =>
        `<div class="party" id="${party}"><h3>${text(title)}</h3>\n${sections.map(({ anchor, title: name, clauses: own }) => `<div class="section" id="${text(anchor)}"><h4>${text(name)}</h4>\n${own.map(clauseHtml).join('\n')}</div>`).join('\n')}</div>`,
    ),
  ].join('\n');
}

/** Works by the style alone; without it, all are there. */
function filterHtml(clauses: readonly Clause[]): string {
  const number = (group: string): number => clauses.filter((clause) => clause.group === group).length;
  const choices: readonly (readonly [id: string, label: string, number: number])[] = [
    ['all', 'all', clauses.length],
    ['wrong', 'not in order', number('wrong')],
    ['pass', 'pass', number('pass')],
    ['info', 'info', number('info')],
    ['unseen', 'not judged', number('unseen')],
    ['waived', 'waived', clauses.filter(({ waived }) => waived).length],
  ];
  const inputs = choices.map(
    ([id, label, many]) =>
      `<label><input type="radio" name="show" id="show-${id}"${id === 'all' ? ' checked' : ''}> ${label} (${String(many)})</label>`,
  );
  return `<fieldset class="filter"><legend>Show</legend>${inputs.join('\n')}</fieldset>`;
}

function unjudgedHtml({ unjudged }: Compliance): string {
  if (unjudged.length === 0) return '<p>Nothing: every check was judged or observed.</p>';
  const rows = unjudged.map(({ outcome, reason, checks }) => [
    chip(outcome),
    text(reason),
    checks.map(({ id, clause }) => link(clause, id)).join(', '),
  ]);
  return table('Checks by the reason why they were not judged', ['outcome', 'why', 'checks'], rows);
}

function readingsHtml({ readings }: Compliance): string {
  const rows = readings.map(({ key, value, standing, requirements }) => [
    `<code id="reading-${text(key)}">${text(key)}</code>`,
    text(valueWords(value)),
    standing === 'changed' ? '<strong>changed</strong>' : standing,
    requirements.map((id) => link(id, id)).join(', '),
  ]);
  if (rows.length === 0) return '<p>None.</p>';
  return table(
    'How the open points of the documents were read in this run; a changed reading can move the verdicts named beside it',
    ['reading', 'value', 'is', 'decides about'],
    rows,
  );
}

function waiversHtml({ waivers = [] }: ConformanceReport): string {
  if (waivers.length === 0) return '<p>None.</p>';
  const rows = waivers.map(({ requirement, state, until, owner, issue, reason, covered }) => [
    link(requirement.split('.', 1)[0] ?? requirement, requirement),
    ...[state, until, owner, issue, reason, covered.join(', ')].map(text),
  ]);
  return table(
    'A waived check keeps its outcome; stale and past waivers are red',
    ['waived', 'state', 'until', 'owner', 'issue', 'reason', 'covers'],
    rows,
  );
}

function reproduceHtml(report: ConformanceReport): string {
  const signed = report.signature !== undefined;
  return [
    `<p>With ${text(`${report.suite.name} ${report.suite.version}`)}, Node.js ${text(report.run.node)}, and the same settings in file and environment (configuration digest <code>${text(report.run.configurationDigest)}</code>):</p>`,
    `<pre>${text(reproduce(report))}</pre>`,
    ...(signed
      ? [`<p>That <code>conformance.json</code> is what was signed:</p><pre>${VERIFY} --key PUBLIC_KEY</pre>`]
      : []),
  ].join('\n');
}

function scenariosHtml({ scenarios }: Compliance): string {
  const rows = scenarios.map(({ number, name, feature, rule, uri, line, exchanges }) => [
    `<span id="S${String(number)}">S${String(number)}</span>`,
    `${text(name)}<br>${text(rule === '' ? feature : `${feature}: ${rule}`)}`,
    `<code>${text(`${uri}:${String(line)}`)}</code>`,
    String(exchanges),
  ]);
  return table('What was played to judge all this', ['number', 'scenario', 'place', 'exchanges'], rows, [3]);
}

function documentsHtml({ documents }: Compliance): string {
  const rows = documents.map(({ key, title }) => [`<span id="doc-${text(key)}">${text(key)}</span>`, text(title)]);
  return table('Where the requirements come from', ['key', 'document'], rows);
}

function wordsHtml(): string {
  const rows = (words: Readonly<Record<string, string>>): string[][] =>
    Object.entries(words).map((entry) => [...entry]);
  return [
    table('Outcomes', ['word', 'means'], rows(OUTCOME_WORDS)),
    table('Levels', ['word', 'means'], rows(LEVELS)),
    table('Strength: how firmly the documents say it', ['word', 'means'], rows(STRENGTHS)),
    '<p>Seeded violations are faults that were built into the reference servers on purpose; those named after “proved by” were found by the checks of the requirement. Secrets are replaced by tags such as <code>&lt;contentKey #2&gt;</code>.</p>',
  ].join('\n');
}
