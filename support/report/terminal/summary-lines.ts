import type { CheckVerdict, ConformanceReport } from '../../verdict';
import { count, cut, duration, oneLine } from '../text';
import { checksWith, totalsWords, verdictWord } from '../verdict-words';
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
  const wrong = checksWith(report, ['fail', 'harness-error', 'could-not-test']);
  const column = Math.max(0, ...wrong.slice(0, LISTED).map(({ id }) => id.length));
  const color = verdict.exitCode === 0 ? pen.passed : verdict.exitCode === 1 ? pen.failed : pen.broken;
  const list = [
    ...wrong.slice(0, LISTED).map((check) => line(check, column, width, pen)),
    ...(wrong.length > LISTED ? [`  and ${String(wrong.length - LISTED)} more`] : []),
  ];
  const verdictLine = `${color(pen.bold(verdictWord(report)))}: ${oneLine(verdict.reason)} (gate ${verdict.gate}, exit code ${String(verdict.exitCode)})`;
  if (quiet) return [...list, verdictLine];
  return [
    '',
    ...(list.length === 0 ? [] : [...list, '']),
    ...(run.partial === undefined ? [] : [`ended early: ${oneLine(run.partial)}`]),
    `checks: ${totalsWords(totals)}`,
    pen.dim(
      `${count(report.scenarios.length, 'scenario')}, ${count(run.exchanges, 'exchange')}, ${duration(run.durationMs)}`,
    ),
    ...places,
    verdictLine,
  ];
}

function line(check: CheckVerdict, column: number, width: number | undefined, pen: Pen): string {
  const waived = check.waived === true ? ' (waived)' : '';
  const outcome = `${check.outcome}${waived}`.padEnd(14);
  const room = Math.max(40, (width ?? 400) - 2 - outcome.length - 2 - column - 2);
  const painted = check.outcome === 'fail' ? pen.failed(outcome) : pen.broken(outcome);
  return `  ${painted}  ${check.id.padEnd(column)}  ${cut(oneLine(check.reason), room)}`;
}
