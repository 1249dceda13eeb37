import type { ConformanceReport } from '../../verdict';
import { count, cut, duration, escapeMarkdown, fenced, valueWords } from '../text';
import { OUTCOMES } from '../../verdict';
import { clockWords } from '../clock-words';
import { troublesOf, verdictWord, type Trouble } from '../verdict-words';

const LISTED = 50;
/** Checks named in one line. */
const NAMED = 8;

/** GitHub-flavored Markdown for a job's summary page: the verdict first. */
export function summaryMarkdown(report: ConformanceReport): string {
  const { run, verdict } = report;
  const wrong = troublesOf(report, ['fail', 'harness-error', 'could-not-test', 'warn']);
  return [
    `## ${verdictWord(report)}: ${escapeMarkdown(report.suite.name)} ${escapeMarkdown(report.suite.version)}`,
    '',
    `**${escapeMarkdown(verdict.reason)}** (gate \`${verdict.gate}\`, exit code ${String(verdict.exitCode)})`,
    '',
    `SEES: ${escapeMarkdown(run.target.sees)}; ExpressPlay: ${escapeMarkdown(run.target.expressplay)}; profile \`${run.profile}\`, hosting \`${run.hosting}\`; ` +
      `${count(report.scenarios.length, 'scenario')}, ${count(run.exchanges, 'exchange')} in ${duration(run.durationMs)}.`,
    ...clockLines(run.clocks),
    ...(run.shards === undefined ? [] : ['', `Joined from ${count(run.shards.length, 'shard')}.`]),
    ...(run.partial === undefined ? [] : ['', `The run was ended early: ${escapeMarkdown(run.partial)}.`]),
    ...(run.diagnosis === undefined ? [] : ['', `> ${escapeMarkdown(run.diagnosis)}`]),
    '',
    '| outcome | checks | requirements |',
    '|---|---:|---:|',
    ...OUTCOMES.filter((outcome) => report.totals[outcome] + report.requirementTotals[outcome] > 0).map(
      (outcome) => `| ${outcome} | ${String(report.totals[outcome])} | ${String(report.requirementTotals[outcome])} |`,
    ),
    ...(wrong.length === 0 ? [] : ['', '### What is not in order', '', ...wrong.slice(0, LISTED).map(line)]),
    ...(wrong.length > LISTED
      ? [`- and ${String(wrong.slice(LISTED).reduce((sum, { ids }) => sum + ids.length, 0))} more`]
      : []),
    '',
    ...strayLines(run.strays ?? []),
    ...waiverLines(report.waivers ?? []),
    ...movedLines(report.readings ?? []),
    '<details><summary>Readings in force</summary>',
    '',
    '| reading | value | touches |',
    '|---|---|---|',
    ...Object.entries(run.readings).map(
      ([key, value]) =>
        `| ${escapeMarkdown(key)} | ${escapeMarkdown(valueWords(value))} | ${touchedBy(key, report).join(', ')} |`,
    ),
    '',
    '</details>',
    '',
    '### How to repeat it',
    '',
    'With the same settings in file and environment (their digest is in `conformance.json`):',
    '',
    fenced('sh', reproduce(report)),
    '',
  ].join('\n');
}

/** Whoever else called the played ExpressPlay. */
function strayLines(strays: NonNullable<ConformanceReport['run']['strays']>): string[] {
  if (strays.length === 0) return [];
  const row = ({ method, path, authenticator, calls }: (typeof strays)[number]): string =>
    `| ${[cut(method, 40), cut(path, 200), authenticator].map(escapeMarkdown).join(' | ')} | ${String(calls)} |`;
  return [
    '### Calls to the played ExpressPlay that belong to no scenario',
    '',
    'Kept apart and not judged.',
    '',
    '| method | path | authenticator | calls |',
    '|---|---|---|---:|',
    ...strays.map(row),
    '',
  ];
}

function clockLines(clocks: ConformanceReport['run']['clocks']): string[] {
  const words = clockWords(clocks);
  return words.length === 0 ? [] : ['', `Clocks: ${words.map(([who, word]) => `${who} is ${word}`).join('; ')}.`];
}

function waiverLines(waivers: NonNullable<ConformanceReport['waivers']>): string[] {
  if (waivers.length === 0) return [];
  const cells = ({ requirement, state, until, owner, issue, reason }: (typeof waivers)[number]): string =>
    [requirement, state, until, owner, issue, reason].map((text) => escapeMarkdown(cut(text, 200))).join(' | ');
  return [
    '### Waivers',
    '',
    '| waived | state | until | owner | issue | reason |',
    '|---|---|---|---|---|---|',
    ...waivers.map((waiver) => `| ${cells(waiver)} |`),
    '',
  ];
}

/** Readings that the operator changed: with their defaults the verdicts could be others. */
function movedLines(readings: NonNullable<ConformanceReport['readings']>): string[] {
  const moved = readings.filter(({ byDefault }) => !byDefault);
  if (moved.length === 0) return [];
  const line = ({ reading, value, requirements }: (typeof moved)[number]): string =>
    `- \`${reading}\` is ${escapeMarkdown(valueWords(value))}${requirements.length > 0 ? `, which decides about ${requirements.join(', ')}` : ''}`;
  return ['### Readings that differ from their defaults', '', ...moved.map(line), ''];
}

function touchedBy(key: string, { readings = [] }: ConformanceReport): readonly string[] {
  return readings.find(({ reading }) => reading === key)?.requirements ?? [];
}

/** The command line that repeats the run's choices. The nonce is fixed only in `stub`: a real target has met it before. */
export function reproduce({ run, verdict }: ConformanceReport): string {
  const { config, waivers, tags, requirement = [], shard } = run.selection ?? {};
  const options: readonly (readonly [name: string, value: string | undefined])[] = [
    ['config', config],
    ['profile', run.profile],
    ['hosting', run.hosting],
    ['tags', tags],
    ...requirement.map((id) => ['requirement', id] as const),
    ['shard', shard],
    ['waivers', waivers],
    // A file may name another gate than the one that was in force.
    ['gate', config === undefined && verdict.gate === 'must' ? undefined : verdict.gate],
    ['seed', String(run.seed)],
    ['nonce', run.profile === 'stub' ? run.nonce : undefined],
  ];
  const given = options.flatMap(([name, value]) => (value === undefined ? [] : [` --${name} ${shellWord(value)}`]));
  return `npx sees-conformance run${given.join('')}`;
}

function line({ ids, outcome, waived, reason, place }: Trouble): string {
  const named = ids.slice(0, NAMED).map((id) => `**${escapeMarkdown(id)}**`);
  const rest = ids.length > NAMED ? ` and ${String(ids.length - NAMED)} more` : '';
  return `- ${named.join(', ')}${rest} ${outcome}${waived ? ' (waived)' : ''}: ${escapeMarkdown(cut(reason, 300))}${place === undefined ? '' : ` (${escapeMarkdown(place)})`}`;
}

function shellWord(text: string): string {
  return /^[\w.:/-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
