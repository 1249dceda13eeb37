import type { ConformanceReport } from '../../verdict';
import { count, cut, duration, oneLine } from '../text';
import { isLenient, totalsWords, troublesOf, verdictWord, type Trouble } from '../verdict-words';
import type { Pen } from './paint';

const LISTED = 20;

export interface SummaryOptions {
  readonly pen: Pen;
  readonly quiet: boolean;
  /** Of the terminal; undefined where lines may be as long as they like. */
  readonly width: number | undefined;
  readonly places: readonly string[];
}

/** The end of a run on the terminal: verdict, counts, what is not in order with one line of reason each, where to look. */
export function summaryLines(report: ConformanceReport, { pen, quiet, width, places }: SummaryOptions): string[] {
  const { run, verdict, totals } = report;
  const wrong = troublesOf(report, ['fail', 'warn', 'harness-error', 'could-not-test']);
  const column = Math.max(0, ...wrong.slice(0, LISTED).map((trouble) => named(trouble).length));
  const color =
    verdict.exitCode === 0
      ? isLenient(report)
        ? pen.broken
        : pen.passed
      : verdict.exitCode === 1
        ? pen.failed
        : pen.broken;
  const list = [
    ...wrong.slice(0, LISTED).flatMap((trouble) => lines(trouble, column, width, pen)),
    ...(wrong.length > LISTED
      ? [`  and ${String(wrong.slice(LISTED).reduce((sum, { ids }) => sum + ids.length, 0))} more`]
      : []),
  ];
  const verdictLine = `${color(pen.bold(verdictWord(report)))}: ${oneLine(verdict.reason)} (exit code ${String(verdict.exitCode)})`;
  const diagnosis = run.diagnosis === undefined ? [] : [`probe: ${oneLine(run.diagnosis)}`];
  if (quiet) return [...list, ...diagnosis, verdictLine];
  return [
    '',
    ...(list.length === 0 ? [] : [...list, '']),
    ...(run.partial === undefined ? [] : [`ended early: ${oneLine(run.partial)}`]),
    ...diagnosis,
    ...strayLine(run.strays ?? []),
    `checks: ${totalsWords(totals)}`,
    pen.dim(
      `${count(report.scenarios.length, 'scenario')}, ${count(run.exchanges, 'exchange')}, ${duration(run.durationMs)}`,
    ),
    ...places,
    verdictLine,
  ];
}

const STRAYS = 3;

/** Calls to the played ExpressPlay that belong to no scenario, the most frequent ones by name. */
function strayLine(strays: NonNullable<ConformanceReport['run']['strays']>): string[] {
  if (strays.length === 0) return [];
  const all = strays.reduce((sum, { calls }) => sum + calls, 0);
  const some = strays
    .slice(0, STRAYS)
    .map(({ method, path, calls }) => `${cut(oneLine(`${method} ${path}`), 60)} (${String(calls)})`);
  const rest = strays.length > STRAYS ? ', ...' : '';
  return [`kept apart: ${count(all, 'call')} to the played ExpressPlay of no scenario: ${some.join(', ')}${rest}`];
}

/** Where it shows stands behind the reason, or below it where the terminal is too narrow for both. */
function lines(trouble: Trouble, column: number, width: number | undefined, pen: Pen): string[] {
  const outcome = `${trouble.outcome}${trouble.waived ? ' (waived)' : ''}`.padEnd(14);
  const painted = trouble.outcome === 'fail' ? pen.failed(outcome) : pen.broken(outcome);
  const indent = 2 + outcome.length + 2 + column + 2;
  const room = Math.max(40, (width ?? 400) - indent);
  const reason = cut(oneLine(trouble.reason), room);
  const first = `  ${painted}  ${named(trouble).padEnd(column)}  ${reason}`;
  if (trouble.place === undefined) return [first];
  const place = pen.dim(oneLine(trouble.place));
  return width === undefined || reason.length + 2 + trouble.place.length <= room
    ? [`${first}  ${place}`]
    : [first, `${' '.repeat(indent)}${place}`];
}

/** `SEES-RES-01 (+14)`: the first of several checks. */
function named({ ids }: Trouble): string {
  return `${ids[0] ?? ''}${ids.length > 1 ? ` (+${String(ids.length - 1)})` : ''}`;
}
