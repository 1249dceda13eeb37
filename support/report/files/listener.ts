import type { ConformanceReport, RunListener } from '../../verdict';
import { appendLine, outputPlaces, writeAtomically } from '../output';
import { historyLine, type ScenarioCounts } from './history';

export interface FileListenerOptions {
  readonly outDir: string;
  /** Told for every file that could not be written and for a report that is not what its schema says. */
  readonly onProblem?: (sentence: string) => void;
}

/** Writes `conformance.json`, `junit.xml`, `summary.md` and `badge.json` when the run ends, and its line into `history.jsonl`. */
export function createFileListener(options: FileListenerOptions): RunListener {
  const places = outputPlaces(options.outDir);
  const scenarios: ScenarioCounts = { passed: 0, failed: 0, broken: 0, skipped: 0 };
  const attempt = (path: string, act: () => void): void => {
    try {
      act();
    } catch (error) {
      options.onProblem?.(`${path} was not written: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return {
    scenarioFinished({ status }) {
      scenarios[status] += 1;
    },
    runFinished(report) {
      attempt(places.conformance, () => {
        const { conformanceJson, conformanceProblems } =
          require('./conformance-file') as typeof import('./conformance-file');
        writeAtomically(places.conformance, conformanceJson(report));
        for (const problem of conformanceProblems(asWritten(report))) {
          options.onProblem?.(`${places.conformance} does not follow its schema: ${problem}`);
        }
      });
      attempt(places.junit, () => {
        const { junitXml } = require('./junit') as typeof import('./junit');
        writeAtomically(places.junit, junitXml(report));
      });
      attempt(places.summary, () => {
        const { summaryMarkdown } = require('./summary') as typeof import('./summary');
        writeAtomically(places.summary, summaryMarkdown(report));
      });
      attempt(places.badge, () => {
        const { badgeJson } = require('./badge') as typeof import('./badge');
        writeAtomically(places.badge, badgeJson(report));
      });
      attempt(places.history, () => {
        appendLine(places.history, historyLine(report, scenarios));
      });
    },
  };
}

/** As a reader gets it: without the members that are undefined. */
function asWritten(report: ConformanceReport): unknown {
  return JSON.parse(JSON.stringify(report));
}
