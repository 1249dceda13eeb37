import { readFileSync } from 'node:fs';
import type { ConformanceReport, ScenarioRecord } from '../../verdict';
import { appendLine, writeAtomically } from '../output';
import { RUNS_DRAWN } from '../past-runs';

/** What of a scenario goes into the history. */
export type PlayedScenario = Pick<ScenarioRecord, 'id' | 'status' | 'startMs' | 'endMs'>;

/** So begins in a line what is forgotten in the end. */
const TESTS = '"tests":{';

/** One run in one line of `history.jsonl`. */
export function historyLine(report: ConformanceReport, played: readonly PlayedScenario[]): string {
  const { run, verdict } = report;
  return JSON.stringify({
    startedAt: run.startedAt,
    durationMs: run.durationMs,
    suite: report.suite.version,
    profile: run.profile,
    hosting: run.hosting,
    target: run.target,
    seed: run.seed,
    nonce: run.nonce,
    configurationDigest: run.configurationDigest,
    totals: report.totals,
    requirementTotals: report.requirementTotals,
    scenarios: countsOf(played),
    gate: verdict.gate,
    exitCode: verdict.exitCode,
    ...(run.partial !== undefined && { partial: run.partial }),
    tests: Object.fromEntries(
      played.map(({ id, status, startMs, endMs }) => [
        id,
        { status, startMs: Math.round(startMs), durationMs: Math.round(endMs - startMs) },
      ]),
    ),
  });
}

function countsOf(played: readonly PlayedScenario[]): Record<ScenarioRecord['status'], number> {
  const counts = { passed: 0, failed: 0, broken: 0, skipped: 0 };
  for (const { status } of played) counts[status] += 1;
  return counts;
}

/** A run more in `history.jsonl`. */
export function addToHistory(path: string, line: string): void {
  appendLine(path, line);
  try {
    const kept = withoutOldTests(readFileSync(path, 'utf8'));
    if (kept !== undefined) writeAtomically(path, kept);
  } catch {
    // The line is there; the file is made smaller by a later run.
  }
}

/**
 * Every run keeps its line, but only the last ones keep what each scenario showed: nothing draws it of the others.
 * @returns undefined: there are too few runs for a new file to be worth it
 */
export function withoutOldTests(history: string): string | undefined {
  const lines = history.split('\n');
  const detailed = lines.flatMap((line, index) => (line.includes(TESTS) ? [index] : []));
  if (detailed.length <= 2 * RUNS_DRAWN) return undefined;
  for (const index of detailed.slice(0, -RUNS_DRAWN)) lines[index] = withoutTests(lines[index] ?? '');
  return lines.join('\n');
}

function withoutTests(line: string): string {
  try {
    const { tests: _tests, ...rest } = JSON.parse(line) as Record<string, unknown>;
    return JSON.stringify(rest);
  } catch {
    return line;
  }
}
