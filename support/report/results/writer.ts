import {
  withLostOutputs,
  withProof,
  type ConformanceReport,
  type ScenarioRecord,
  type StartFacts,
} from '../../verdict';
import { createAllureListener, type AllureListenerOptions } from '../allure/listener';
import { writeDraft } from '../files/drafts';
import type { PlayedScenario } from '../files/history';
import { notWritten, writeFiles } from '../files/write-files';
import { outputPlaces } from '../output';

export interface ResultsWriterOptions extends AllureListenerOptions {
  /** Told once for everything that cannot be written. */
  readonly onProblem: (sentence: string) => void;
  /** By requirement, for all reports that are written. */
  readonly provedBy: (requirement: string) => string;
  /** What another writer of the same run could not write. */
  readonly lost?: readonly string[];
  /** Signs the report that is written in the end; drafts are not signed. */
  readonly sign: (report: ConformanceReport) => ConformanceReport;
}

/** Writes all that a run leaves in its folder, each thing at once: Allure results and report files. */
export class ResultsWriter {
  readonly #options: ResultsWriterOptions;
  readonly #allure: ReturnType<typeof createAllureListener>;
  readonly #scenarios: PlayedScenario[] = [];
  readonly #lost: string[];

  constructor(options: ResultsWriterOptions) {
    this.#lost = [...(options.lost ?? [])];
    const onProblem = (sentence: string): void => {
      this.#lost.push(sentence);
      options.onProblem(sentence);
    };
    this.#options = { ...options, onProblem };
    this.#allure = createAllureListener(this.#options);
  }

  /** @param draft of the report; undefined: nobody can say yet what the run is made of */
  begin(facts: StartFacts, draft: ConformanceReport | undefined): void {
    void this.#allure.runStarted?.(facts, 0, 0);
    const { conformance } = outputPlaces(this.#options.outDir);
    try {
      if (draft !== undefined) writeDraft(conformance, withProof(draft, this.#options.provedBy));
    } catch (error) {
      this.#options.onProblem(notWritten(conformance, error));
    }
  }

  scenario(record: ScenarioRecord): void {
    this.noted(record);
    this.#allure.scenarioFinished?.(record);
  }

  /** A scenario that was written by another. */
  noted({ id, status, startMs, endMs }: PlayedScenario): void {
    this.#scenarios.push({ id, status, startMs, endMs });
  }

  draft(report: ConformanceReport): void {
    try {
      writeDraft(outputPlaces(this.#options.outDir).conformance, withProof(report, this.#options.provedBy));
    } catch {
      // What is there is still good, and the last one decides.
    }
  }

  /** @returns the report as it is in `conformance.json`; undefined: it could not be written */
  end(unproved: ConformanceReport): ConformanceReport | undefined {
    const { outDir, onProblem, provedBy, sign } = this.#options;
    const report = withProof(unproved, provedBy);
    // The same here and there; what Allure loses now is told by the files.
    void this.#allure.runFinished?.(withLostOutputs(report, this.#lost));
    return writeFiles(outputPlaces(outDir), withLostOutputs(report, this.#lost), this.#scenarios, onProblem, sign);
  }
}
