/** Allure's history trend out of our own history, which outlives the results folder. */

interface TrendPoint {
  readonly buildOrder: number;
  readonly data: { failed: number; broken: number; skipped: number; passed: number; unknown: number; total: number };
}

const KEPT = 20;

export interface Trend {
  /** This run's number, counted from 1. */
  readonly buildOrder: number;
  /** Text of `history/history-trend.json`, latest run first; undefined without an earlier run. */
  readonly json: string | undefined;
}

/** @param history text of `history.jsonl` */
export function historyTrend(history: string): Trend {
  const points = history.split('\n').flatMap((line, index) => pointOf(line, index + 1) ?? []);
  const json = points.length === 0 ? undefined : JSON.stringify(points.slice(-KEPT).reverse());
  return { buildOrder: (points.at(-1)?.buildOrder ?? 0) + 1, json };
}

function pointOf(line: string, buildOrder: number): TrendPoint | undefined {
  try {
    const { scenarios } = JSON.parse(line) as { scenarios: Record<string, unknown> };
    const number = (key: string): number => {
      const value = scenarios[key];
      return typeof value === 'number' ? value : 0;
    };
    const data = {
      failed: number('failed'),
      broken: number('broken'),
      skipped: number('skipped'),
      passed: number('passed'),
      unknown: 0,
    };
    return { buildOrder, data: { ...data, total: data.failed + data.broken + data.skipped + data.passed } };
  } catch {
    // A line that was cut off by a crash is no run.
    return undefined;
  }
}
