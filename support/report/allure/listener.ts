import { accessSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UNDER_WAY, type ConformanceReport, type RunListener, type StartFacts } from '../../verdict';
import { outputPlaces, whyUnwritable } from '../output';
import { pastRuns } from '../past-runs';
import { CATEGORIES } from './categories';
import { attachCompliancePage } from './compliance-container';
import type { ProvedBy, StatementOf } from './description';
import { environmentProperties } from './environment';
import { buildOrderOf, writeHistory } from './history';
import { requirementLinks } from './requirement-links';
import { ResultsFolder } from './results-folder';
import { testResult } from './test-result';

export interface AllureListenerOptions {
  /** Made ready by `prepareOutput`. */
  readonly outDir: string;
  /** For the environment table. */
  readonly suiteVersion?: string;
  /** A requirement's sentence, shown with the tests that carry its id. */
  readonly statementOf?: StatementOf;
  /** The violations that show that a requirement's checks can fail, for the tests that carry its id. */
  readonly provedBy?: ProvedBy;
  /** Requirements whose verdict a reading can move, for the environment table. */
  readonly touchedBy?: (reading: string) => readonly string[];
  /** Another listener of the same run began, and stopped: this one goes on where that was. */
  readonly resumed?: boolean;
  /** Signs the report as the files of the run are signed, so that the compliance page tells the same here and there. */
  readonly sign?: (report: ConformanceReport) => ConformanceReport;
  /** Told once, when results cannot be written any more; the run goes on. */
  readonly onProblem?: (sentence: string) => void;
}

/** Writes Allure 2 results: both renderers read them. A scenario's files are written when it ends. */
export function createAllureListener(options: AllureListenerOptions): RunListener {
  const places = outputPlaces(options.outDir);
  const statementOf = options.statementOf ?? (() => undefined);
  const provedBy = options.provedBy ?? (() => undefined);
  let folder: ResultsFolder | undefined;
  let started: StartFacts | undefined;
  let broken = false;
  const guarded = (act: () => void): void => {
    if (broken) return;
    try {
      act();
    } catch (error) {
      broken = true;
      options.onProblem?.(`Allure results are incomplete: ${whyUnwritable(error)}`);
    }
  };
  const results = (): ResultsFolder => (folder ??= new ResultsFolder(places.results));
  const environment = (facts: Parameters<typeof environmentProperties>[0], partial: string | undefined): string =>
    environmentProperties(facts, options.suiteVersion, options.touchedBy, partial);
  return {
    runStarted(facts) {
      started = facts;
      if (options.resumed === true) return;
      guarded(() => {
        results().file(ENVIRONMENT, environment(facts, UNDER_WAY));
        results().file('categories.json', JSON.stringify(CATEGORIES));
        const runs = pastRuns(readHistory(places.history));
        if (runs.length > 0) writeHistory(results(), runs);
        const buildName = `seed ${String(facts.seed)}, nonce ${facts.nonce}; compliance page`;
        results().file(
          'executor.json',
          JSON.stringify({
            name: 'sees-conformance',
            type: 'sees-conformance',
            buildOrder: buildOrderOf(runs),
            buildName,
            buildUrl: COMPLIANCE,
          }),
        );
      });
    },
    scenarioFinished(record) {
      guarded(() => {
        const facts = { statementOf, provedBy, linksOf: requirementLinks };
        results().result(testResult(record, started?.profile ?? '', results(), facts));
      });
    },
    runFinished(report) {
      const { partial, clocks, startedAt, durationMs } = report.run;
      if (started === undefined) return;
      const facts = { ...started, ...(clocks === undefined ? {} : { clocks }) };
      guarded(() => {
        // Where somebody removed the results, a folder with nothing but this would look like all of them.
        accessSync(join(places.results, ENVIRONMENT));
        results().replace(ENVIRONMENT, environment(facts, partial));
        const endedMs = Date.parse(startedAt) + durationMs;
        attachCompliancePage(results(), options.sign?.(report) ?? report, results().resultIds(), endedMs);
      });
    },
  };
}

const ENVIRONMENT = 'environment.properties';
/** From the drawn report. */
const COMPLIANCE = '../compliance.html';

function readHistory(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
