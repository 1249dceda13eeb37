import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { codePlace, conduct, openRun } from '../support/cli';
import { Engine } from '../support/session';
import { loadConfiguration } from '../support/target';
import { VARIATIONS } from '../support/violations';
import { temporaryFolder } from './command';

const WRONG = ['fail', 'warn', 'could-not-test', 'harness-error'];

describe('conformant in another way', () => {
  for (const variation of VARIATIONS) {
    it(`${variation.id}: nothing is wrong, nothing is left open`, async () => {
      const file = join(temporaryFolder(), 'config.json');
      writeFileSync(file, JSON.stringify({ hosting: 'direct', seed: 7, ...variation.settings }));
      const configuration = loadConfiguration({ file, env: {} });
      const run = await openRun(configuration, [], { variation, applied: () => undefined });
      try {
        const { report } = await conduct(configuration, run, new Engine(codePlace()));
        const checks = report.requirements.flatMap((requirement) => requirement.checks);
        const wrong = checks.filter(({ outcome }) => WRONG.includes(outcome));
        assert.deepEqual(
          wrong.map(({ id, outcome, reason }) => `${outcome} ${id}: ${reason}`),
          [],
        );
        assert.ok(checks.filter(({ outcome }) => outcome === 'pass').length > 250);
      } finally {
        await run.target.close();
      }
    });
  }
});
