import {
  withLostOutputs,
  type ConformanceReport,
  type Draft,
  type RunListener,
  type ScenarioRecord,
} from '../../verdict';
import { outputPlaces } from '../output';
import { Drafts, writeDraft } from '../files/drafts';
import { notWritten, writeFiles } from '../files/write-files';

export interface FileListenerOptions {
  readonly outDir: string;
  /** Told for every file that could not be written and for a report that is not what its schema says. */
  readonly onProblem?: (sentence: string) => void;
  /** What else of the results could not be written, a sentence each; asked when the run ends. */
  readonly lost?: () => readonly string[];
  /** Signs the report that is written in the end; drafts are not signed. */
  readonly sign?: (report: ConformanceReport) => ConformanceReport;
  /** Milliseconds that only go forward; the system's unless told. */
  readonly now?: () => number;
}

/**
 * The report files of a run without its Allure results, for specs: drafts and files as the thread that writes results makes them.
 * Writes `conformance.json`, `junit.xml`, `summary.md`, `compliance.html`, `compliance.md` and `badge.json` when the run ends,
 * and its line into `history.jsonl`. Until then `conformance.json` holds what was gathered and says that it is partial.
 */
export function createFileListener(options: FileListenerOptions): RunListener {
  const places = outputPlaces(options.outDir);
  const records: ScenarioRecord[] = [];
  const drafts = new Drafts(
    (report) => {
      writeDraft(places.conformance, report);
    },
    options.now ?? (() => performance.now()),
  );
  const onProblem = options.onProblem ?? (() => undefined);
  let draft: Draft | undefined;
  return {
    runStarted(_facts, _scenarios, _checks, drafted) {
      draft = drafted;
      if (draft === undefined) return;
      try {
        writeDraft(places.conformance, draft([]));
        drafts.begun();
      } catch (error) {
        onProblem(notWritten(places.conformance, error));
      }
    },
    waiting() {
      if (draft !== undefined) drafts.keep(() => draft?.(records));
    },
    scenarioFinished(record) {
      records.push(record);
      if (draft !== undefined) drafts.keep(() => draft?.(records));
    },
    runFinished(report) {
      writeFiles(places, withLostOutputs(report, options.lost?.() ?? []), records, onProblem, options.sign);
    },
  };
}
