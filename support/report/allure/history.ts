import { allure3HistoryIdOf, historyIdOf } from './labels';
import type { ResultsFolder } from './results-folder';
import type { PastRun, PastStatus, PastTest } from '../past-runs';

/** Allure's trend and the history of each scenario, out of our own history, which outlives the results folder. */

type Statistic = Record<PastStatus | 'unknown' | 'total', number>;

interface ScenarioHistory {
  readonly id: string;
  readonly profile: string;
  /** Put together once, though two files hold it. */
  readonly json: string;
}

/** This run's number, counted from 1. @param runs the latest first */
export function buildOrderOf([latest]: readonly PastRun[]): number {
  return (latest?.number ?? 0) + 1;
}

/** Allure 2 looks for it in a folder of its own, Allure 3 beside the results. @param runs the latest first; one at least */
export function writeHistory(results: ResultsFolder, runs: readonly PastRun[]): void {
  const trend = trendJson(runs);
  const scenarios = scenariosOf(runs);
  results.history('history-trend.json', trend);
  results.history('history.json', historyJson(scenarios, historyIdOf));
  results.file('history-trend.json', trend);
  results.file('history.json', historyJson(scenarios, allure3HistoryIdOf));
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

/** By profile and id. @param runs the latest first */
function scenariosOf(runs: readonly PastRun[]): ScenarioHistory[] {
  const known = new Map<string, { id: string; profile: string; tests: PastTest[] }>();
  for (const { profile, tests } of runs) {
    for (const [id, test] of tests) {
      const key = `${profile}\n${id}`;
      const before = known.get(key);
      if (before === undefined) known.set(key, { id, profile, tests: [test] });
      else before.tests.push(test);
    }
  }
  return [...known.values()].map(({ id, profile, tests }) => ({ id, profile, json: scenarioJson(tests) }));
}

/** @param tests of one scenario, the latest first */
function scenarioJson(tests: readonly PastTest[]): string {
  const statistic: Statistic = { failed: 0, broken: 0, skipped: 0, passed: 0, unknown: 0, total: tests.length };
  for (const { status } of tests) statistic[status] += 1;
  const items = tests.map(({ status, startMs, durationMs }) => ({
    uid: String(startMs),
    status,
    time: { start: startMs, stop: startMs + durationMs, duration: durationMs },
  }));
  return JSON.stringify({ statistic, items });
}

/**
 * Text of `history.json`: what each scenario showed in earlier runs.
 * @param idOf the history's id of a scenario in a profile
 */
function historyJson(scenarios: readonly ScenarioHistory[], idOf: (id: string, profile: string) => string): string {
  return `{${scenarios.map(({ id, profile, json }) => `"${idOf(id, profile)}":${json}`).join(',')}}`;
}
