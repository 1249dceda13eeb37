import { readFileSync } from 'node:fs';
import { packageFile } from '../../ledger';
import type { RunListener } from '../../verdict';
import { outputPlaces } from '../output';
import { CATEGORIES } from './categories';
import { environmentProperties } from './environment';
import { requirementLinks, type LinksOf } from './requirement-links';
import { ResultsFolder } from './results-folder';
import { testResult, type ProvedBy, type StatementOf } from './test-result';
import { historyTrend } from './trend';

export interface AllureListenerOptions {
  /** Made ready by `prepareOutput`. */
  readonly outDir: string;
  /** For the environment table. */
  readonly suiteVersion?: string;
  /** A requirement's sentence, shown with the tests that carry its id. */
  readonly statementOf?: StatementOf;
  /** The violations that show that a requirement's checks can fail, for the tests that carry its id. */
  readonly provedBy?: ProvedBy;
  /** The page that requirement links lead to; `docs/requirements.md` of this installation unless told. */
  readonly requirementsFile?: string;
  /** Requirements whose verdict a reading can move, for the environment table. */
  readonly touchedBy?: (reading: string) => readonly string[];
  /** Told once, when results cannot be written any more; the run goes on. */
  readonly onProblem?: (sentence: string) => void;
}

/** Writes Allure 2 results: both renderers read them. A scenario's files are written when it ends. */
export function createAllureListener(options: AllureListenerOptions): RunListener {
  const places = outputPlaces(options.outDir);
  const statementOf = options.statementOf ?? (() => undefined);
  const provedBy = options.provedBy ?? (() => undefined);
  let linksOf: LinksOf | undefined;
  let folder: ResultsFolder | undefined;
  let profile = '';
  let broken = false;
  const guarded = (act: () => void): void => {
    if (broken) return;
    try {
      act();
    } catch (error) {
      broken = true;
      options.onProblem?.(`Allure results are incomplete: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const results = (): ResultsFolder => (folder ??= new ResultsFolder(places.results));
  return {
    runStarted(facts) {
      profile = facts.profile;
      guarded(() => {
        results().file('environment.properties', environmentProperties(facts, options.suiteVersion, options.touchedBy));
        results().file('categories.json', JSON.stringify(CATEGORIES));
        const { buildOrder, json } = historyTrend(readHistory(places.history));
        if (json !== undefined) results().trend(json);
        const buildName = `seed ${String(facts.seed)}, nonce ${facts.nonce}`;
        results().file(
          'executor.json',
          JSON.stringify({ name: 'sees-conformance', type: 'sees-conformance', buildOrder, buildName }),
        );
      });
    },
    scenarioFinished(record) {
      guarded(() => {
        linksOf ??= requirementLinks(
          places.reportFile,
          options.requirementsFile ?? packageFile('docs/requirements.md'),
        );
        results().result(testResult(record, profile, results(), { statementOf, provedBy, linksOf }));
      });
    },
    runFinished({ run }) {
      if (run.clocks === undefined) return;
      guarded(() => {
        results().replace(
          'environment.properties',
          environmentProperties(run, options.suiteVersion, options.touchedBy),
        );
      });
    },
  };
}

function readHistory(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
