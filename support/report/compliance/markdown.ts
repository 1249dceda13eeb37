import type { ConformanceReport } from '../../verdict';
import { OUTCOMES } from '../../verdict';
import { reproduce } from '../files/summary';
import { count, cut, duration, escapeMarkdown, valueWords } from '../text';
import { verdictWord } from '../verdict-words';
import { outcomeWords, type Clause, type CompliancePage } from './page';

const LONGEST = 600;

/** `compliance.md`: what the HTML page says, as GitHub-flavored Markdown. */
export function complianceMarkdown(page: CompliancePage, documents: ReadonlyMap<string, string>): string {
  const { report } = page;
  const used = [...new Set(report.requirements.flatMap(({ source }) => source))];
  return [
    `# ${verdictWord(report)}: SEES conformance`,
    '',
    `**${text(report.verdict.reason)}** (gate \`${report.verdict.gate}\`, exit code ${String(report.verdict.exitCode)})`,
    ...(report.run.partial === undefined ? [] : ['', `**The run was ended early:** ${text(report.run.partial)}.`]),
    '',
    ...facts(report),
    '',
    '| outcome | requirements | checks |',
    '|---|---:|---:|',
    ...OUTCOMES.filter((outcome) => report.totals[outcome] + report.requirementTotals[outcome] > 0).map(
      (outcome) => `| ${outcome} | ${String(report.requirementTotals[outcome])} | ${String(report.totals[outcome])} |`,
    ),
    ...page.parties.flatMap(({ title, families }) => [
      '',
      `## ${text(title)}`,
      ...families.flatMap((family) => ['', `### ${text(family.title)}`, '', ...HEAD, ...family.clauses.map(row)]),
    ]),
    '',
    '## What was not seen, and why',
    '',
    ...(page.unseen.length === 0
      ? ['Everything was seen.']
      : page.unseen.map(({ reason, checks }) => `- ${text(reason)}: ${checks.map(({ id }) => text(id)).join(', ')}`)),
    '',
    '## Readings in force',
    '',
    '| reading | value | set | can move |',
    '|---|---|---|---|',
    ...(report.readings ?? []).map(
      ({ reading, value, byDefault, requirements }) =>
        `| ${text(reading)} | ${text(valueWords(value))} | ${byDefault ? 'default' : '**changed**'} | ${text(requirements.join(', '))} |`,
    ),
    '',
    '## Documents',
    '',
    ...used.map((key) => `- ${text(key)}: ${text(documents.get(key) ?? '')}`),
    '',
    '## How to repeat it',
    '',
    '```sh',
    reproduce(report),
    '```',
    '',
  ].join('\n');
}

const HEAD = [
  '| clause | what is demanded | level | verdict | evidence | proved by | waiver |',
  '|---|---|---|---|---|---|---|',
];

function text(words: string): string {
  return escapeMarkdown(cut(words, LONGEST));
}

function facts({ suite, run, signature }: ConformanceReport): string[] {
  return [
    `- SEES: ${text(run.target.sees)}; ExpressPlay: ${text(run.target.expressplay)}; profile ${text(run.profile)}, hosting ${text(run.hosting)}`,
    `- run: ${text(run.startedAt)}, ${duration(run.durationMs)}, ${count(run.exchanges, 'exchange')}, seed ${String(run.seed)}, nonce ${text(run.nonce)}`,
    `- suite: ${text(suite.name)} ${text(suite.version)}, Node.js ${text(run.node)}; configuration SHA-256 ${text(run.configurationDigest)}`,
    `- signature: ${signature === undefined ? 'none' : `${signature.algorithm}, in conformance.json`}`,
  ];
}

function row({ verdict, evidence }: Clause): string {
  const { id, source, statement, level, strength, checks, provedBy, waiver } = verdict;
  const wrong = checks.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'info').map(({ reason }) => reason);
  const why = [...new Set(wrong)].filter((reason) => reason !== '');
  const cells = [
    `${id} (${source.join(', ')})`,
    statement,
    `${level}, ${strength}`,
    [outcomeWords(verdict), ...why].join(': '),
    evidence.length === 0 ? '' : evidence.length === 1 ? (evidence[0] ?? '') : count(evidence.length, 'scenario'),
    provedBy,
    waiver === undefined ? '' : `until ${waiver.until}, ${waiver.owner}, ${waiver.issue}: ${waiver.reason}`,
  ];
  return `| ${cells.map(text).join(' | ')} |`;
}
