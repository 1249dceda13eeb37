import assert from 'node:assert/strict';
import { once } from 'node:events';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { command, start, temporaryFolder, told, type Running } from './command';
import { reportOf } from './default-run';

/** A SEES that takes requests and never answers: a run against it is certainly under way. */
class SilentSees {
  readonly #server: Server = createServer();

  async open(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/entitlement`;
  }

  /** Resolves with the first request that arrives. */
  called(): Promise<unknown> {
    return once(this.#server, 'request');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }
}

describe('run, interrupted', () => {
  let sees: SilentSees;
  let args: string[];
  let out: string;

  beforeEach(async () => {
    sees = new SilentSees();
    const url = await sees.open();
    out = temporaryFolder();
    const config = join(temporaryFolder(), 'config.yaml');
    writeFileSync(
      config,
      [
        'profile: sees',
        'sees:',
        `  url: ${url}`,
        '  tls: { mode: none }',
        '  registration: { contentID: dummy }',
        '  contents:',
        '    - { contentID: dummy, contentKey: 00112233445566778899aabbccddeeff, iv: 000102030405060708090a0b0c0d0e0f }',
        '    - { contentID: title, contentKey: 102132435465768798a9bacbdcedfe0f, iv: 101112131415161718191a1b1c1d1e1f }',
        'expressplay:',
        '  customerAuthenticator: 201910,interrupted',
        '  listen: { host: 127.0.0.1, port: 0 }',
        'timeouts: { entitlementMs: 60000 }',
        '',
      ].join('\n'),
    );
    args = ['run', '--config', config, '--out', out, '--no-html'];
  });

  afterEach(() => sees.close());

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`writes what it has and ends with exit 3 on ${signal}`, async () => {
      const called = sees.called();
      const run = start(args);
      const first = await Promise.race([called, run.ended]);
      assert.ok(Array.isArray(first), 'the run ended before it called anybody');
      run.process.kill(signal);
      const ended = await run.ended;

      assert.equal(ended.code, 3, told(ended));
      const report = reportOf(out);
      assert.equal(report.verdict.exitCode, 3);
      assert.ok(report.run.partial?.includes(signal), `partial: ${String(report.run.partial)}`);
      assert.equal(report.totals.pass, 0);
      assert.ok(report.totals['could-not-test'] > 0, 'what was due and not judged is could-not-test');
      assert.ok(existsSync(join(out, 'junit.xml')));
      assert.doesNotMatch(ended.stderr, /^\s+at /m);
    });
  }

  it('ends at once on a second Ctrl-C', async () => {
    const called = sees.called();
    const run = start(args);
    await Promise.race([called, run.ended]);
    run.process.kill('SIGINT');
    run.process.kill('SIGINT');
    const ended = await run.ended;
    assert.ok(ended.code === 3 || ended.code === 130 || ended.signal === 'SIGINT', told(ended));
  });
});

/** Resolves when the first scenarios of a run are reported; rejects when it ends before. */
async function underWay(run: Running): Promise<void> {
  const seen = new Promise<void>((resolve) => {
    run.process.stdout.on('data', (text: string) => {
      if (/of \d+ scenarios/u.test(text)) resolve();
    });
  });
  await Promise.race([
    seen,
    run.ended.then((ended) => {
      throw new Error(`the run ended too early: ${told(ended)}`);
    }),
  ]);
}

/** Every result is whole; how many there are. */
function readableResults(out: string): number {
  const folder = join(out, 'allure-results');
  const names = readdirSync(folder).filter((name) => name.endsWith('-result.json'));
  for (const name of names) JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return names.length;
}

const WHOLE = ['run', '--hosting', 'direct', '--no-html'];

describe('run, killed', () => {
  it('leaves what was gathered, which says that it is partial, and the next run starts clean', async () => {
    const out = temporaryFolder();
    const run = start([...WHOLE, '--out', out]);
    await underWay(run);
    run.process.kill('SIGKILL');
    const ended = await run.ended;
    assert.equal(ended.signal, 'SIGKILL', told(ended));
    const { run: facts, verdict, totals } = reportOf(out);
    assert.match(facts.partial ?? '', /had not ended/u);
    assert.equal(verdict.exitCode, 3);
    assert.ok(totals['could-not-test'] > 0);
    const gathered = readableResults(out);
    assert.ok(gathered > 0);

    const drawn = await command(['report', '--out', out]);
    assert.equal(drawn.code, 0, told(drawn));
    assert.match(drawn.stderr, /this run is partial: the run had not ended/u);
    assert.ok(existsSync(join(out, 'allure-report', 'index.html')));

    const next = await command([...WHOLE, '--out', out, '--tags', '@SEQ-42']);
    assert.equal(next.code, 0, told(next));
    const report = reportOf(out);
    assert.equal(report.run.partial, undefined);
    assert.equal(readableResults(out), report.scenarios.length);
    assert.doesNotMatch(readFileSync(join(out, 'allure-results', 'environment.properties'), 'utf8'), /^Partial/mu);
    assert.ok(!existsSync(join(out, 'allure-report', 'index.html')), 'the picture of the first run is gone');
    const left = [
      'allure-report',
      'allure-results',
      'badge.json',
      'compliance.html',
      'compliance.md',
      'conformance.json',
      'history.jsonl',
      'junit.xml',
      'summary.md',
    ];
    assert.deepEqual(readdirSync(out).sort(), left);
  });
});

describe('run, whose output nobody reads any more', () => {
  it('goes on to its end', async () => {
    const out = temporaryFolder();
    const run = start([...WHOLE, '--out', out, '--tags', '@SEQ-42']);
    run.process.stdout.destroy();
    const ended = await run.ended;
    assert.equal(ended.code, 0, told(ended));
    assert.equal(reportOf(out).run.partial, undefined);
  });
});

describe('run, whose results cannot be written any more', () => {
  it('ends with exit 3 and says so in what it can write, when the folder vanishes', async () => {
    const out = join(temporaryFolder(), 'out');
    const run = start([...WHOLE, '--out', out]);
    await underWay(run);
    renameSync(out, `${out}-gone`);
    const ended = await run.ended;
    assert.equal(ended.code, 3, told(ended));
    assert.match(ended.stdout, /ended early: Allure results are incomplete: the folder is gone/u);
    assert.match(ended.stdout, /Could not test: .*\(exit code 3\)/u);
    assert.match(reportOf(out).run.partial ?? '', /the folder is gone \(ENOENT\)/u);
    assert.ok(readableResults(`${out}-gone`) > 0);
    assert.doesNotMatch(ended.stderr, /^\s+at /mu);
  });

  // Enough for the beginning, not for the whole; and not even enough for the beginning.
  for (const [size, gathers] of [
    ['4m', true],
    ['64k', false],
  ] as const) {
    it(`ends with exit 3 and says so in what it can write, when the disk is full (${size})`, async (context) => {
      const disk = join(temporaryFolder(), 'disk');
      mkdirSync(disk);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk], { stdio: 'ignore' });
      } catch {
        context.skip('this user may not mount a small disk');
        return;
      }
      try {
        const out = join(disk, 'out');
        const ended = await command([...WHOLE, '--out', out]);
        assert.equal(ended.code, 3, told(ended));
        assert.match(ended.stdout, /the disk is full \(ENOSPC\)/u);
        assert.match(ended.stdout, /\(exit code 3\)/u);
        assert.doesNotMatch(ended.stderr, /^\s+at /mu);
        const results = readableResults(out);
        if (gathers) {
          assert.ok(results > 0);
          assert.match(reportOf(out).run.partial ?? '', /the disk is full \(ENOSPC\)/u);
        } else assert.match(ended.stdout, /, 0 exchanges,/u, 'nothing was sent that nobody could have seen');
      } finally {
        execFileSync('umount', [disk]);
      }
    });
  }
});
