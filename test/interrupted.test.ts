import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { start, temporaryFolder, told } from './command';
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
