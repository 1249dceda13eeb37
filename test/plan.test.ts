import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { command, readJson, temporaryFolder, told } from './command';
import { reportOf } from './default-run';

interface Planned {
  readonly scenarios: number;
  readonly exchanges: number;
  readonly redemptions: number;
  readonly selected: readonly string[];
  readonly leftOut: readonly {
    readonly outcome: string;
    readonly reason: string;
    readonly checks: readonly string[];
  }[];
  readonly spcs: readonly { readonly device: string; readonly step: string; readonly count: number }[];
  readonly longestWait?: { readonly ms: number };
}

describe('plan', () => {
  const connections: string[] = [];
  const target = createServer((socket) => {
    connections.push('a connection');
    socket.destroy();
  });
  let url: string;
  const folder = temporaryFolder();

  before(async () => {
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((target.address() as AddressInfo).port)}`;
  });
  after(() => target.close());

  const planned = async (...args: readonly string[]): Promise<Planned> => {
    const ended = await command(['plan', '--json', ...args]);
    assert.equal(ended.code, 0, told(ended));
    return JSON.parse(ended.stdout) as Planned;
  };

  const configured = (profile: string, more = ''): string[] => {
    const file = join(folder, `${profile}.yaml`);
    const sees = `  url: ${url}/sees\n  tls: {mode: none}\n`;
    const contents = ['1', '2']
      .map(
        (n) =>
          `    - {contentID: title-${n}, contentKey: ${n.repeat(32)}, iv: ${n.repeat(32)}, expirationTime: "+4"}\n`,
      )
      .join('');
    writeFileSync(
      file,
      `profile: ${profile}\nsees:\n${profile === 'expressplay' ? '' : sees}  contents:\n${contents}` +
        `expressplay:\n  tokenUrl: ${url}/hms/fp/token\n  recordUrl: ${url}/cmiapi/getrecord/\n  customerAuthenticator: 4711,${'0'.repeat(32)}\n${more}`,
    );
    return ['--config', file];
  };

  it('says what a run then takes', async () => {
    const selection = ['--requirement', 'SEQ-42', '--seed', '7'];
    const plan = await planned(...selection);
    const out = temporaryFolder();
    const ended = await command(['run', '--no-html', '--hosting', 'direct', '--out', out, ...selection]);
    assert.equal(ended.code, 0, told(ended));
    const { run, scenarios, totals } = reportOf(out);
    assert.equal(plan.scenarios, scenarios.length);
    assert.equal(plan.exchanges, run.exchanges);
    assert.deepEqual(plan.selected, ['SEQ-42']);
    assert.equal(totals.pass, 1);
    assert.ok(plan.redemptions > 1);
    const spcs = plan.spcs.reduce((sum, { count }) => sum + count, 0);
    assert.equal(spcs, plan.redemptions, 'one SPC for each redemption');
    assert.ok(plan.spcs.some(({ device, step }) => device === 'device B' && step === 'wrong-device'));
  });

  for (const profile of ['expressplay', 'end-to-end']) {
    it(`sends nothing in profile ${profile}, and tells how long the run would wait`, async () => {
      const plan = await planned(...configured(profile), '--requirement', 'EP-LIC-08', '--requirement', 'SEES-ERR-01');
      assert.deepEqual(connections, []);
      assert.ok((plan.longestWait?.ms ?? 0) > 3000);
      const faults = plan.leftOut.find(({ checks }) => checks.includes('SEES-ERR-01'));
      assert.equal(faults?.outcome, 'not-observable');
    });
  }

  it('says so where more redemptions are needed than are allowed', async () => {
    const args = configured('expressplay', 'limits: {redemptions: 1}\n');
    const ended = await command(['plan', ...args, '--requirement', 'SEQ-42']);
    assert.equal(ended.code, 0, told(ended));
    assert.match(ended.stdout, /^redemptions .*; 1 allowed \(limits\.redemptions\)/m);
    assert.match(ended.stdout, /^Plan for profile expressplay\. Nothing was sent to the target/);
    assert.deepEqual(connections, []);
  });

  it('ends with 3 where nothing is selected, with 2 where the selection is wrong', async () => {
    assert.equal((await command(['plan', '--tags', '@SEQ-42 and @EP-TOK-40'])).code, 3);
    assert.equal((await command(['plan', '--requirement', 'SEQ-99'])).code, 2);
  });

  it('writes no results', async () => {
    const out = temporaryFolder();
    const ended = await command(['plan', '--requirement', 'SEQ-42'], { env: { SEES_CONFORMANCE_OUT: out } });
    assert.equal(ended.code, 0, told(ended));
    assert.throws(() => readJson(out, 'conformance.json'), /ENOENT/);
  });
});
