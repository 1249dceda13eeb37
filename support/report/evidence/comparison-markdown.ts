import type { ConformanceReport } from '../../verdict';
import { count, cut, escapeMarkdown, valueWords } from '../text';
import { unwaived, type Change, type Comparison, type MovedReading } from './compare';

/** Lines of one section; a pull request is no place for hundreds. */
const LISTED = 40;

/** GitHub-flavored Markdown for a pull request: regressions first. */
export function comparisonMarkdown(
  comparison: Comparison,
  before: ConformanceReport,
  after: ConformanceReport,
): string {
  const { regressions, fixes, lost, gained, others, added, gone, readings } = comparison;
  return [
    `## Conformance: ${verdictOf(comparison)}`,
    '',
    '| | before | after |',
    '|---|---|---|',
    row('verdict', before, after, ({ verdict }) => verdict.reason),
    row('suite', before, after, ({ suite }) => suite.version),
    row('SEES', before, after, ({ run }) => run.target.sees),
    row('ExpressPlay', before, after, ({ run }) => run.target.expressplay),
    row(
      'run',
      before,
      after,
      ({ run }) => `${run.startedAt}, seed ${String(run.seed)}${run.partial === undefined ? '' : ', partial'}`,
    ),
    ...section('Regressions', regressions.map(changeLine)),
    ...section('Fixes', fixes.map(changeLine)),
    ...section('Not judged any more', lost.map(changeLine)),
    ...section('Judged for the first time', gained.map(changeLine)),
    ...section('Wrong in another way', others.map(changeLine)),
    ...section('New requirements', idLines(added)),
    ...section('Gone requirements', idLines(gone)),
    ...section('Moved readings', readings.map(readingLine)),
    '',
  ].join('\n');
}

function verdictOf(comparison: Comparison): string {
  const red = unwaived(comparison).length;
  if (red > 0) return count(red, 'regression');
  const { fixes } = comparison;
  return fixes.length > 0 ? `no regression, ${String(fixes.length)} fixed` : 'no regression';
}

function row(
  name: string,
  before: ConformanceReport,
  after: ConformanceReport,
  of: (report: ConformanceReport) => string,
): string {
  return `| ${name} | ${escapeMarkdown(cut(of(before), 200))} | ${escapeMarkdown(cut(of(after), 200))} |`;
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - LISTED;
  return ['', `### ${title}`, '', ...lines.slice(0, LISTED), ...(rest > 0 ? [`- and ${String(rest)} more`] : [])];
}

function changeLine({ check, level, before, after, reason, waived }: Change): string {
  const why = reason === '' ? '' : `: ${escapeMarkdown(cut(reason, 300))}`;
  return `- **${escapeMarkdown(check)}** (${level}) ${before} → ${after}${waived ? ' (waived)' : ''}${why}`;
}

function idLines(ids: readonly string[]): string[] {
  return ids.map((id) => `- ${escapeMarkdown(id)}`);
}

function readingLine({ reading, before, after }: MovedReading): string {
  const words = (value: unknown): string => (value === undefined ? 'not known' : escapeMarkdown(valueWords(value)));
  return `- \`${reading}\`: ${words(before)} → ${words(after)}`;
}
