import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { command, readJson, said, start, temporaryFolder, told, type Ended } from './command';
import { freePort } from './free-port';
import { Served } from './served';

interface LoadResult {
  readonly run: { readonly partial?: string; readonly profile: string };
  readonly flows: {
    readonly asked: number;
    readonly bound: number;
    readonly stopped: number;
    readonly calledOff: number;
  };
  readonly crossings: { readonly count: number; readonly byKind: Readonly<Record<string, number>> };
  readonly twins: { readonly sent: number; readonly refused: number; readonly granted: number };
  readonly checks: readonly { readonly id: string; readonly outcome: string }[];
  readonly verdict: { readonly exitCode: number; readonly reason: string };
  readonly information: {
    readonly flowsPerSecond: number;
    readonly mostFlowsInFlight: number;
    readonly mostRequestsInFlight: number;
    readonly arrows: readonly {
      readonly arrow: string;
      readonly count: number;
      readonly p50Ms: number;
      readonly p99Ms: number;
    }[];
  };
}

async function load(...args: readonly string[]): Promise<{ ended: Ended; result: LoadResult; out: string }> {
  const out = temporaryFolder();
  const ended = await command(['load', ...args, '--out', out]);
  return { ended, result: readJson(out, 'load.json') as LoadResult, out };
}

function outcomes({ checks }: LoadResult): Record<string, string> {
  return Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]));
}

describe('load', () => {
  it('brings all flows of the embedded pair to their own licenses, over no more sockets than it may', async () => {
    const { ended, result } = await load('--flows', '30', '--sockets', '7', '--hosting', 'port');
    assert.equal(ended.code, 0, told(ended));
    assert.deepEqual(outcomes(result), {
      'SEQ-53.crossed': 'pass',
      'SEQ-53.all': 'pass',
      'SEES-SEC-05.crossed': 'pass',
      'SEES-SEC-05.all': 'pass',
      'SEQ-35': 'pass',
    });
    assert.equal(result.flows.bound, 30);
    assert.equal(result.information.mostFlowsInFlight, 30);
    assert.equal(result.information.mostRequestsInFlight, 7);
    assert.deepEqual(result.twins, { ...result.twins, sent: 3, refused: 3, granted: 0 });
    for (const arrow of ['B1-B3', 'B4', 'B6-B13', 'B14-B16']) {
      const figures = result.information.arrows.find((found) => found.arrow === arrow);
      assert.equal(figures?.count, 30, arrow);
      assert.ok(figures.p50Ms > 0 && figures.p99Ms >= figures.p50Ms, arrow);
    }
    assert.match(ended.stdout, /nothing crossed among 30 flows/);
    assert.match(ended.stdout, /p50 .* p95 .* p99 /);
  });

  it('prints load.json alone with --json', async () => {
    const { ended, out } = await load('--flows', '1', '--hosting', 'direct', '--json');
    assert.equal(ended.code, 0, told(ended));
    assert.equal(ended.stdout, readFileSync(join(out, 'load.json'), 'utf8'));
    const result = JSON.parse(ended.stdout) as LoadResult;
    assert.equal(outcomes(result)['SEES-SEC-05.crossed'], 'pass');
    assert.equal(
      outcomes(result)['SEQ-53.crossed'],
      'not-selected',
      'one flow alone is not at the same time as another',
    );
  });

  for (const flows of ['5001']) {
    it(`refuses --flows ${flows}`, async () => {
      const ended = await command(['load', '--flows', flows]);
      assert.equal(ended.code, 2, told(ended));
      assert.match(ended.stderr, /--flows .*Right: a whole number, 1 to 5000/);
      assert.doesNotMatch(ended.stderr, /^\s+at /m);
    });
  }

  it('goes to a host that is not loopback only if told so, and asks for no more redemptions than allowed', async () => {
    const config = join(temporaryFolder(), 'config.yaml');
    const text = [
      'profile: expressplay',
      'sees:',
      '  registration: { contentID: dummy }',
      '  contents:',
      '    - { contentID: dummy, contentKey: 00112233445566778899aabbccddeeff, iv: 000102030405060708090a0b0c0d0e0f }',
      '    - { contentID: title, contentKey: 102132435465768798a9bacbdcedfe0f, iv: 101112131415161718191a1b1c1d1e1f }',
      'expressplay:',
      '  tokenUrl: https://fp-gen.service.expressplay.example/hms/fp/token',
      '  recordUrl: https://api.service.expressplay.example/cmiapi/getrecord/',
      '  customerAuthenticator: 201910,notsent',
      'limits: { redemptions: 20 }',
      '',
    ];
    writeFileSync(config, text.join('\n'));
    const far = await command(['load', '--flows', '10', '--config', config]);
    assert.equal(far.code, 2, told(far));
    assert.match(far.stderr, /not loopback.*--i-own-this-target/s);
    const owned = await command(['load', '--flows', '10', '--config', config, '--i-own-this-target']);
    assert.equal(owned.code, 2, told(owned));
    assert.match(owned.stderr, /10 flows take 23 redemptions, and 20 are allowed/);
  });
});

describe('load against a target that is not there', () => {
  it('says so, with exit code 3, without trying thousands of times', async () => {
    const port = await freePort();
    const config = join(temporaryFolder(), 'config.yaml');
    const text = [
      'profile: end-to-end',
      `sees: { url: "http://127.0.0.1:${port}/sees", tls: { mode: none }, registration: { contentID: dummy }, contents: [`,
      '  { contentID: dummy, contentKey: 00112233445566778899aabbccddeeff, iv: 000102030405060708090a0b0c0d0e0f },',
      '  { contentID: title, contentKey: 102132435465768798a9bacbdcedfe0f, iv: 101112131415161718191a1b1c1d1e1f }] }',
      `expressplay: { tokenUrl: "http://127.0.0.1:${port}/hms/fp/token", recordUrl: "http://127.0.0.1:${port}/cmiapi/getrecord/" }`,
      '',
    ];
    writeFileSync(config, text.join('\n'));
    const { ended, result } = await load('--flows', '2000', '--config', config);
    assert.equal(ended.code, 3, told(ended));
    assert.match(ended.stdout, /the first flow did not come through \(registration: entitlement: connection refused/);
    assert.equal(result.verdict.exitCode, 3);
    assert.equal(result.flows.bound, 0);
    assert.ok(result.checks.every(({ outcome }) => outcome !== 'pass'));
    assert.doesNotMatch(ended.stderr, /^\s+at /m);
  });
});

describe('load against deployments in another process', () => {
  let right: Served;

  before(async () => {
    right = await Served.start('--tls', 'none');
  });
  after(() => right.stop());

  for (const profile of ['end-to-end', 'sees', 'expressplay'] as const) {
    it(`${profile} is green`, async () => {
      const { ended, result } = await load('--flows', '20', '--config', right.config(profile));
      assert.equal(ended.code, 0, told(ended));
      assert.equal(result.run.profile, profile);
      assert.equal(result.flows.bound, 20, told(ended));
      assert.equal(outcomes(result)['SEQ-53.crossed'], 'pass');
      assert.equal(outcomes(result)['SEES-SEC-05.crossed'], profile === 'sees' ? 'pass' : 'not-observable');
      assert.equal(outcomes(result)['SEQ-35'], profile === 'sees' ? 'not-observable' : 'pass');
    });
  }

  it('writes no key, cookie, token or authenticator anywhere', async () => {
    const { ended, out } = await load('--flows', '5', '--config', right.config('end-to-end'));
    const written = readFileSync(join(out, 'load.json'), 'utf8') + ended.stdout + ended.stderr;
    const secrets = [
      ...readFileSync(right.config('end-to-end'), 'utf8').matchAll(
        /(?:contentKey|iv|kek|ek|customerAuthenticator|ask): "?([\w,]{8,})/g,
      ),
    ];
    assert.ok(secrets.length > 10, 'the configuration holds secrets');
    for (const [, secret = ''] of secrets) assert.ok(!written.includes(secret), secret);
    assert.doesNotMatch(written, /ExpressPlayToken|c-[0-9a-f]{24}|(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/);
  });

  it('ends readable and partial on SIGINT', async () => {
    const out = temporaryFolder();
    const run = start(['load', '--flows', '5000', '--config', right.config('end-to-end'), '--out', out]);
    await said(run, '5,000 more at once');
    run.process.kill('SIGINT');
    const ended = await run.ended;
    assert.equal(ended.code, 3, told(ended));
    const result = readJson(out, 'load.json') as LoadResult;
    assert.match(result.run.partial ?? '', /SIGINT/);
    assert.equal(result.verdict.exitCode, 3);
    assert.equal(result.flows.asked, 5000);
    assert.ok(result.flows.bound < 5000);
    assert.match(ended.stdout, /ended early: ended by SIGINT/);
    assert.doesNotMatch(ended.stderr, /^\s+at /m);
  });
});

/** What each does to many flows at once, as the client alone sees it. */
const CROSSING: Readonly<Record<string, { readonly profile: string; readonly red: string; readonly kind?: string }>> = {
  'token-requests-shared-by-title': { profile: 'end-to-end', red: 'SEQ-53.crossed', kind: 'token URL' },
  'device-of-another-cookie': { profile: 'sees', red: 'SEES-SEC-05.crossed', kind: 'device' },
  'no-device-comparison': { profile: 'end-to-end', red: 'SEQ-35' },
};

describe('load against deployments that mix flows up', () => {
  for (const [violation, { profile, red, kind }] of Object.entries(CROSSING)) {
    it(`${violation} is red`, async () => {
      const served = await Served.start('--tls', 'none', '--violation', violation);
      try {
        const { ended, result } = await load('--flows', '20', '--config', served.config(profile));
        assert.equal(ended.code, 1, told(ended));
        assert.equal(outcomes(result)[red], 'fail', told(ended));
        if (kind === undefined) assert.equal(result.crossings.count, 0, told(ended));
        else assert.ok((result.crossings.byKind[kind] ?? 0) > 0, JSON.stringify(result.crossings));
      } finally {
        await served.stop();
      }
    });
  }
});

describe('load when the target goes away', () => {
  it('ends by itself, red for what it could not test', async () => {
    const served = await Served.start('--tls', 'none');
    const out = temporaryFolder();
    const run = start(['load', '--flows', '5000', '--config', served.config('end-to-end'), '--out', out]);
    const closed = once(run.process, 'close');
    await said(run, '5,000 more at once');
    served.kill();
    await closed;
    const ended = await run.ended;
    assert.equal(ended.code, 3, told(ended));
    assert.match((readJson(out, 'load.json') as LoadResult).run.partial ?? '', /the target stopped answering/);
    await served.stop();
  });
});
