import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Deployment, type DeploymentOptions } from '../support/cli';
import { loadConfiguration, type Configuration } from '../support/target';
import { findViolation } from '../support/violations';
import { command, said, start, temporaryFolder, told, type Ended } from './command';
import { reportOf } from './default-run';
import type { CheckVerdict, ClockFact, ConformanceReport } from '../support/verdict';

type Profile = 'expressplay' | 'sees' | 'end-to-end';

/** The rules about the end of tokens; a SEES can only be asked what it makes of a policy. */
const ENDS = ['EP-LIC-08', 'SEQ-08', 'SEQ-48', 'EP-LIC-19'];
const ASKED: Readonly<Record<Profile, readonly string[]>> = {
  expressplay: [...ENDS, 'EP-TOK-49'].flatMap((id) => ['--requirement', id]),
  'end-to-end': ENDS.flatMap((id) => ['--requirement', id]),
  sees: ['--tags', '@SEQ-01'],
};

interface Served {
  readonly folder: string;
  close(): Promise<void>;
}

/** The reference pair on ports, clocks set wrong by so many seconds. */
async function serve(
  clocks: { readonly sees: number; readonly expressplay: number },
  change: (configuration: Configuration) => Configuration = (configuration) => configuration,
  more: Partial<DeploymentOptions> = {},
): Promise<Served> {
  const folder = temporaryFolder();
  const configuration = change(loadConfiguration({ env: {}, cwd: folder }));
  const clocksAheadMs = { sees: clocks.sees * 1000, expressplay: clocks.expressplay * 1000 };
  const place = { folder, host: '127.0.0.1', port: 0, tls: 'none' } as const;
  const deployment = await Deployment.open({ what: 'all', configuration, clocksAheadMs, ...place, ...more });
  return { folder, close: () => deployment.close() };
}

/** A SEES whose titles all end 20 seconds later, at an instant. */
function instantsOnly(configuration: Configuration): Configuration {
  const policy = { expirationTime: '+20', expirationForm: 'absolute' } as const;
  const contents = configuration.sees.contents
    .slice(0, 3)
    .map((content, index) => (index === 0 ? content : { ...content, ...policy }));
  return { ...configuration, sees: { ...configuration.sees, contents, embeddedCatalogue: false } };
}

interface Judged {
  readonly ended: Ended;
  readonly out: string;
  readonly report: ConformanceReport;
  readonly outcome: (id: string) => string | undefined;
}

async function run({ folder }: Served, profile: Profile): Promise<Judged> {
  const out = temporaryFolder();
  const config = join(folder, `${profile}.yaml`);
  const ended = await command(['run', '--config', config, '--no-html', '--out', out, ...ASKED[profile]]);
  const report = reportOf(out);
  const checks: readonly CheckVerdict[] = report.requirements.flatMap((requirement) => requirement.checks);
  return { ended, out, report, outcome: (id) => checks.find((check) => check.id === id)?.outcome };
}

function assertAhead(fact: ClockFact | undefined, seconds: number): void {
  const { aheadSeconds = NaN, uncertaintySeconds = NaN, answers } = fact ?? { answers: 0 };
  const text = JSON.stringify(fact);
  assert.ok(answers > 0, text);
  assert.ok(Math.abs(aheadSeconds - seconds) <= uncertaintySeconds + 0.05, text);
  assert.ok(uncertaintySeconds < 1.5, text);
}

interface Row {
  readonly profile: Profile;
  /** Seconds that the clocks are ahead. */
  readonly sees: number;
  readonly expressplay: number;
  readonly pass: readonly string[];
}

const ROWS: readonly Row[] = [
  { profile: 'expressplay', sees: 0, expressplay: 40, pass: [...ENDS, 'EP-TOK-49'] },
  { profile: 'end-to-end', sees: 0, expressplay: 40, pass: ENDS },
  { profile: 'sees', sees: 40, expressplay: 0, pass: ['EP-TOK-11', 'EP-TOK-13'] },
  { profile: 'sees', sees: -40, expressplay: 0, pass: ['EP-TOK-11', 'EP-TOK-13'] },
];

describe('a target whose clock is wrong', () => {
  for (const row of ROWS) {
    const { profile, sees, expressplay, pass } = row;
    it(`${profile}, SEES ${sees} s and ExpressPlay ${expressplay} s ahead: right verdicts, and the clocks are told`, async () => {
      const served = await serve(row, profile === 'sees' ? instantsOnly : undefined);
      const { ended, out, report, outcome } = await run(served, profile).finally(() => served.close());
      assert.equal(ended.code, 0, told(ended));
      assert.deepEqual(
        pass.map((id) => [id, outcome(id)]),
        pass.map((id) => [id, 'pass']),
      );
      const { clocks } = report.run;
      const parties = profile === 'end-to-end' ? (['sees', 'expressplay'] as const) : ([profile] as const);
      assert.deepEqual(Object.keys(clocks ?? {}).sort(), [...parties].sort());
      for (const party of parties) assertAhead(clocks?.[party], row[party]);
      assert.match(readFileSync(join(out, 'summary.md'), 'utf8'), /^Clocks: .* (39|40)\.\d s (behind|ahead of) ours/m);
      const environment = readFileSync(join(out, 'allure-results', 'environment.properties'), 'utf8');
      assert.match(environment, /^Clock\\ of\\ (SEES|ExpressPlay) = .* ours, give or take \d\.\d s/m);
    });
  }
});

describe('tokens that outlive their end', () => {
  it('are found where the clock of ExpressPlay is behind', async () => {
    const violation = findViolation('expiry-ignored');
    assert.ok(violation !== undefined);
    const served = await serve({ sees: 0, expressplay: -40 }, undefined, { violation });
    const { ended, outcome } = await run(served, 'expressplay').finally(() => served.close());
    assert.equal(ended.code, 1, told(ended));
    assert.equal(outcome('EP-LIC-08'), 'fail');
  });
});

describe('a run that waits', () => {
  it('says for what and how long, and ends at once on SIGINT', async () => {
    const served = await serve({ sees: 0, expressplay: 0 });
    try {
      const config = join(served.folder, 'expressplay.yaml');
      const text = readFileSync(config, 'utf8');
      writeFileSync(config, text.replace(/shortestExpirySeconds: \d+/, 'shortestExpirySeconds: 90'));
      const out = temporaryFolder();
      const running = start(['run', '--config', config, '--no-html', '--out', out, '--requirement', 'EP-LIC-08']);
      await said(running, 'waiting for the token of "Expiry');
      const interruptedMs = performance.now();
      running.process.kill('SIGINT');
      const ended = await running.ended;
      const tookMs = performance.now() - interruptedMs;
      assert.equal(ended.code, 3, told(ended));
      assert.match(ended.stdout, /waiting for the token of "Expiry .*" to end, and 1 more \(1 min \d+ s\)/);
      assert.ok(tookMs < 20_000, `${String(tookMs)} ms, of a wait of 90 s`);
      assert.match(reportOf(out).run.partial ?? '', /SIGINT/);
    } finally {
      await served.close();
    }
  });
});
