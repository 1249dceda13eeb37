import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { command, temporaryFolder, told } from './command';
import { reportOf } from './default-run';
import { Served } from './served';
import { VIOLATIONS } from '../support/violations';

/** Profiles with something foreign in them; `serve all` writes a configuration of that name for each. */
const PROFILES = ['sees', 'expressplay', 'end-to-end'] as const;

type Party = 'sees' | 'expressplay';

/** Whose misconduct a profile can be blamed with: a double of ours is never under test. */
const UNDER_TEST: Readonly<Record<(typeof PROFILES)[number], readonly Party[]>> = {
  sees: ['sees'],
  expressplay: ['expressplay'],
  'end-to-end': ['sees', 'expressplay'],
};

describe('profiles against a deployment in another process, over mutual TLS', () => {
  let served: Served;

  before(async () => {
    served = await Served.start();
  });
  after(() => served.stop());

  it('has a configuration for each', () => {
    const files = readdirSync(served.folder);
    for (const profile of PROFILES)
      assert.ok(files.includes(`${profile}.yaml`), `${profile}.yaml: ${files.join(', ')}`);
  });

  it('keeps its keys out of a repository', () => {
    assert.equal(readFileSync(join(served.folder, '.gitignore'), 'utf8'), '*\n');
  });

  for (const profile of PROFILES) {
    it(`${profile} is green`, async () => {
      const out = temporaryFolder();
      const ended = await command(['run', '--config', served.config(profile), '--no-html', '--out', out]);
      assert.equal(ended.code, 0, told(ended));
      const { run, totals } = reportOf(out);
      assert.equal(run.profile, profile);
      assert.ok(totals.pass > 0);
      for (const party of ['sees', 'expressplay'] as const) {
        const reference = run.target[party] === 'reference';
        assert.equal(reference, !UNDER_TEST[profile].includes(party), `${party}: ${run.target[party]}`);
      }
    });
  }
});

/** The violations that every profile can see from afar; test/violations.test.ts takes all of them, in this process. */
const FAR: readonly string[] = [
  'no-device-comparison',
  'expiry-ignored',
  'unbound-without-record',
  'device-of-another-cookie',
  'failed-redemption-associates',
  'message-id-not-echoed',
];

describe('profiles against a deployment that misbehaves', () => {
  for (const violation of VIOLATIONS.filter(({ id }) => FAR.includes(id))) {
    const profiles = PROFILES.filter((profile) => UNDER_TEST[profile].includes(violation.party));
    it(`${violation.id}: red under ${profiles.join(' and ')}, for the right reason`, async () => {
      const served = await Served.start('--violation', violation.id);
      const proved = new Set<string>();
      try {
        for (const profile of profiles) {
          const out = temporaryFolder();
          const ended = await command(['run', '--config', served.config(profile), '--no-html', '--out', out]);
          const checks = new Map(
            reportOf(out)
              .requirements.flatMap((requirement) => requirement.checks)
              .map((check) => [check.id, check] as const),
          );
          const named = violation.breaks.flatMap((id) => checks.get(id) ?? []);
          const seen = named.filter(({ outcome }) => outcome !== 'not-observable' && outcome !== 'not-applicable');
          const wrong = seen.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn');
          assert.deepEqual(
            wrong.map(({ id }) => id),
            seen.map(({ id }) => id),
            `${profile}: a named check did not fail\n${told(ended)}`,
          );
          for (const { id } of wrong) proved.add(id);
          const gated = wrong.some(({ outcome }) => outcome === 'fail');
          assert.equal(ended.code === 1, gated, `${profile}: ${told(ended)}`);

          const allowed = new Set([...violation.breaks, ...violation.consequences]);
          const others = [...checks.values()].filter(({ id, outcome }) => outcome === 'fail' && !allowed.has(id));
          assert.deepEqual(
            others.map(({ id, reason }) => `${id}: ${reason}`),
            [],
            `${profile}: something else failed`,
          );
        }
        assert.ok(proved.size > 0, 'nobody noticed');
      } finally {
        await served.stop();
      }
    });
  }
});
