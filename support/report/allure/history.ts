import { allure3HistoryIdOf, historyIdOf } from './labels';
import type { ResultsFolder } from './results-folder';
import type { PastRun, PastStatus, PastTest } from '../past-runs';

/** Allure's trend and the history of each scenario, out of our own history, which outlives the results folder. */

type Statistic = Record<PastStatus | 'unknown' | 'total', number>;

interface ScenarioHistory {
  readonly statistic: Statistic;
  readonly items: readonly object[];
}

/** This run's number, counted from 1. @param runs the latest first */
export function buildOrderOf([latest]: readonly PastRun[]): number {
  return (latest?.number ?? 0) + 1;
}

/** Allure 2 looks for it in a folder of its own, Allure 3 beside the results. @param runs the latest first; one at least */
export function writeHistory(results: ResultsFolder, runs: readonly PastRun[]): void {
  const trend = trendJson(runs);
  results.history('history-trend.json', trend);
  results.history('history.json', historyJson(runs, historyIdOf));
  results.file('history-trend.json', trend);
  results.file('history.json', historyJson(runs, allure3HistoryIdOf));
}

/** Text of `history-trend.json`. @param runs the latest first */
function trendJson(runs: readonly PastRun[]): string {
  return JSON.stringify(
    runs.map(({ number, scenarios: { failed, broken, skipped, passed } }) => ({
      buildOrder: number,
      data: { failed, broken, skipped, passed, unknown: 0, total: failed + broken + skipped + passed },
    })),
  );
}

/**
 * Text of `history.json`: what each scenario showed in earlier runs.
 * @param runs the latest first
 * @param idOf the history's id of a scenario in a profile
 */
function historyJson(runs: readonly PastRun[], idOf: (id: string, profile: string) => string): string {
  // By profile and id: a digest of each would be a digest of the same for every run.
  const known = new Map<string, { run: PastRun; id: string; tests: PastTest[] }>();
  for (const run of runs) {
    for (const [id, test] of run.tests) {
      const key = `${run.profile}\n${id}`;
      const before = known.get(key);
      if (before === undefined) known.set(key, { run, id, tests: [test] });
      else before.tests.push(test);
    }
  }
  return JSON.stringify(
    Object.fromEntries(
      [...known.values()].map(({ run, id, tests }) => {
        const historyId = idOf(id, run.profile);
        return [historyId, historyOf(historyId, tests)];
      }),
    ),
  );
}

function historyOf(historyId: string, tests: readonly PastTest[]): ScenarioHistory {
  const statistic: Statistic = { failed: 0, broken: 0, skipped: 0, passed: 0, unknown: 0, total: tests.length };
  for (const { status } of tests) statistic[status] += 1;
  const items = tests.map(({ status, startMs, durationMs }) => ({
    uid: `${historyId}-${String(startMs)}`,
    status,
    time: { start: startMs, stop: startMs + durationMs, duration: durationMs },
  }));
  return { statistic, items };
}
