import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from 'xmlbuilder2';
import { AUTHENTICATOR, written, type HostileRun } from './hostile-run';
import { conformanceProblems } from '../support/report';

/** With the limits of hostile-run.ts even a target that hangs in every call is through by then. */
const LONGEST_MS = 15_000;

/** What holds for every run, whatever the target does. */
export function assertSound(run: HostileRun, exitCode: 1 | 3, longestMs = LONGEST_MS): void {
  const { report, out, checks } = run;
  const told = `${run.printed}\n${run.problems.join('\n')}`;
  assert.deepEqual(run.problems, [], told);
  assert.equal(report.totals['harness-error'], 0, told);
  assert.equal(report.verdict.exitCode, exitCode, told);
  assert.equal(
    [...checks.values()].some(({ outcome }) => outcome === 'fail'),
    exitCode === 1,
    told,
  );
  assert.ok(run.durationMs < longestMs, `took ${run.durationMs} ms`);

  assert.deepEqual(conformanceProblems(JSON.parse(readFileSync(join(out, 'conformance.json'), 'utf8'))), []);
  assert.doesNotThrow(() => create(readFileSync(join(out, 'junit.xml'), 'utf8')));
  assert.ok(existsSync(join(out, 'summary.md')));
  const results = readdirSync(join(out, 'allure-results')).filter((name) => name.endsWith('-result.json'));
  assert.equal(results.length, report.scenarios.length, 'a result for each scenario');
  for (const [path, text] of written(out)) assert.ok(!text.includes(AUTHENTICATOR), `${path} holds the authenticator`);
}
