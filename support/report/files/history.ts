import type { ConformanceReport, ScenarioRecord } from '../../verdict';

export type ScenarioCounts = Record<ScenarioRecord['status'], number>;

/** One run in one line of `history.jsonl`. */
export function historyLine(report: ConformanceReport, scenarios: ScenarioCounts): string {
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
    scenarios,
    gate: verdict.gate,
    exitCode: verdict.exitCode,
    ...(run.partial !== undefined && { partial: run.partial }),
  });
}
