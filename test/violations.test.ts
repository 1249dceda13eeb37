import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codePlace, conduct, openRun } from '../support/cli';
import { Engine } from '../support/session';
import { loadConfiguration } from '../support/target';
import type { CheckVerdict } from '../support/verdict';
import { findViolation, VIOLATIONS } from '../support/violations';
import { temporaryFolder } from './command';

/** The whole suite in this process, straight at the handlers, under one violation or none. */
async function checksUnder(
  id?: string,
): Promise<{ checks: readonly CheckVerdict[]; applied: number; exitCode: number }> {
  const configuration = loadConfiguration({ env: {}, cwd: temporaryFolder(), options: { hosting: 'direct', seed: 7 } });
  const violation = id === undefined ? undefined : findViolation(id);
  let applied = 0;
  const run = await openRun(configuration, [], violation && { violation, applied: () => (applied += 1) });
  try {
    const { report } = await conduct(configuration, run, new Engine(codePlace()));
    const checks = report.requirements.flatMap((requirement) => requirement.checks);
    return { checks, applied, exitCode: report.verdict.exitCode };
  } finally {
    await run.target.close();
  }
}

const isWrong = ({ outcome }: CheckVerdict): boolean => outcome === 'fail' || outcome === 'warn';
const isOpen = ({ outcome }: CheckVerdict): boolean => outcome === 'could-not-test' || outcome === 'harness-error';

describe('the suite in this process', () => {
  it('finds nothing wrong with the reference pair, and leaves nothing open', async () => {
    const { checks, exitCode } = await checksUnder();
    assert.equal(exitCode, 0);
    assert.deepEqual(
      checks.filter((check) => isWrong(check) || isOpen(check)),
      [],
    );
    assert.ok(checks.filter(({ outcome }) => outcome === 'pass').length > 100);
  });

  for (const { id, breaks, consequences } of VIOLATIONS) {
    it(`catches ${id}, and nothing that it does not bring about`, async () => {
      const { checks, applied } = await checksUnder(id);
      assert.ok(applied > 0, 'it was applied');
      const wrong = checks.filter(isWrong).map((check) => check.id);
      assert.deepEqual(
        breaks.filter((check) => !wrong.includes(check)),
        [],
        'named checks that did not fail',
      );
      const declared = new Set([...breaks, ...consequences]);
      const others = checks.filter((check) => (isWrong(check) || isOpen(check)) && !declared.has(check.id));
      assert.deepEqual(
        others.map((check) => `${check.id}: ${check.reason}`),
        [],
      );
    });
  }
});
