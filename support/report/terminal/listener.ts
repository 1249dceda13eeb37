import { once } from 'node:events';
import type { Clock } from '../../exchange';
import type { RunListener, ScenarioRecord } from '../../verdict';
import { conformanceJson } from '../files/conformance-file';
import { count, duration, oneLine } from '../text';
import { paint } from './paint';
import { PlainCountdown } from './plain-countdown';
import { ProgressLine } from './progress-line';
import { summaryLines } from './summary-lines';

export interface TerminalStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface TerminalListenerOptions {
  readonly stream: TerminalStream;
  /** No progress, no waits; at the end the verdict and what is not in order. */
  readonly quiet?: boolean;
  /** At the end `conformance.json`, and nothing else ever. */
  readonly json?: boolean;
  /** `process.env` unless told: `NO_COLOR` counts. */
  readonly env?: NodeJS.ProcessEnv;
  /** For the countdown of waits. */
  readonly clock?: Pick<Clock, 'now'>;
  /** Lines of the end that say where to look, e.g. `report: reports/allure-report/index.html`. */
  readonly places?: () => readonly string[];
}

/** Progress while the run goes on and its outcome at the end: one rewritten line on a terminal, a few plain lines elsewhere. */
export function createTerminalListener(options: TerminalListenerOptions): RunListener {
  if (options.json === true) return jsonListener(options.stream);
  const { stream, clock, quiet = false, env = process.env } = options;
  const terminal = stream.isTTY === true;
  const pen = paint(terminal && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb');
  const line = new ProgressLine(stream, terminal && !quiet && env.TERM !== 'dumb', clock);
  const countdown = clock === undefined ? undefined : new PlainCountdown(clock, (text) => line.print(text));
  const counts: Record<ScenarioRecord['status'], number> = { passed: 0, failed: 0, broken: 0, skipped: 0 };
  let all = 0;
  let done = 0;
  let tenth = 0;
  const countWords = (): string =>
    (Object.entries(counts) as [ScenarioRecord['status'], number][])
      .filter(([, number]) => number > 0)
      .map(([status, number]) => pen[status](`${String(number)} ${status}`))
      .join(', ');
  return {
    runStarted(facts, scenarios, checks) {
      all = scenarios;
      if (quiet) return;
      line.print(`${pen.bold('sees-conformance')}: profile ${facts.profile}, hosting ${facts.hosting}`);
      line.print(`  SEES ${oneLine(facts.target.sees)}, ExpressPlay ${oneLine(facts.target.expressplay)}`);
      line.print(
        `  ${count(scenarios, 'scenario')}, ${count(checks, 'check')}, seed ${String(facts.seed)}, nonce ${oneLine(facts.nonce)}`,
      );
    },
    diagnosed(paragraph) {
      if (!quiet) line.print(`  ${pen.broken('probe')}: ${oneLine(paragraph)}`);
    },
    scenarioStarted(name) {
      line.show(`${String(done)}/${String(all)}${done > 0 ? ` ${countWords()}` : ''}`, oneLine(name));
    },
    waiting(reason, untilMs) {
      if (quiet) return;
      const words = `waiting for ${oneLine(reason)}`;
      if (line.rewrites) {
        line.countDown(words, untilMs);
        return;
      }
      line.print(
        `  ${words} (${clock ? duration(Math.max(0, untilMs - clock.now())) : `until ${new Date(untilMs).toISOString()}`})`,
      );
      countdown?.start(untilMs);
    },
    scenarioFinished({ status }) {
      countdown?.stop();
      counts[status] += 1;
      done += 1;
      if (quiet || line.rewrites) return;
      const reached = Math.floor((10 * done) / Math.max(all, 1));
      if (reached <= tenth && done !== all) return;
      tenth = reached;
      line.print(`  ${String(done)} of ${count(all, 'scenario')}: ${countWords()}`);
    },
    runFinished(report) {
      countdown?.stop();
      line.clear();
      for (const text of summaryLines(report, { pen, quiet, width: stream.columns, places: options.places?.() ?? [] }))
        line.print(text);
    },
  };
}

function jsonListener(stream: TerminalStream): RunListener {
  return {
    async runFinished(report) {
      // A pipe takes a large report in pieces; a process that exits before the last one truncates it.
      if (stream.write(conformanceJson(report))) return;
      // Nobody reads any more: that is not the run's fault.
      await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(() => undefined);
    },
  };
}
