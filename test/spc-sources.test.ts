import assert from 'node:assert/strict';
import dns from 'node:dns';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { command, temporaryFolder, told } from './command';
import {
  expressPlayConfiguration,
  hostileExpressPlay,
  send,
  sharedCredentials,
  type Misanswers,
} from './hostile-expressplay';
import { AUTHENTICATOR, runAgainst, written } from './hostile-run';
import type { HostileServer } from './hostile-server';
import { Device, loadTestCredentials, parseSpc } from '../support/fairplay';
import { RIGHTS_PATH } from '../support/protocol';

/** A device binding from end to end, and the second device that must get no license. */
const BINDING = '@SEQ-42';
const credentials = loadTestCredentials();

/** A foreign ExpressPlay that reads SPCs made with the test certificate, whoever made them. */
async function foreign(context: TestContext, misanswers: Misanswers = {}): Promise<HostileServer> {
  const server = await hostileExpressPlay(misanswers);
  context.after(() => server.close());
  return server;
}

function redemptionsAt(server: HostileServer): readonly Buffer[] {
  return server.requests.filter(({ url }) => url.startsWith(RIGHTS_PATH)).map(({ body }) => body);
}

function spcOf(device: string): Buffer {
  const hu = Buffer.alloc(20, device);
  return new Device({ name: device, hu }).createSpc({ contentID: 'title', credentials }).bytes;
}

/** SPCs that "devices" have ready, and a program that hands out one after the other. */
function farm(count: number): { folder: string; program: string } {
  const folder = temporaryFolder();
  for (const device of ['phone A', 'phone B']) {
    mkdirSync(join(folder, device));
    for (let index = 0; index < count; index += 1)
      writeFileSync(join(folder, device, `${String(index).padStart(3, '0')}.spc`), spcOf(device));
  }
  const program = join(folder, 'farm.js');
  writeFileSync(
    program,
    `const { appendFileSync, readdirSync, readFileSync, unlinkSync } = require('node:fs');
const { join } = require('node:path');
const [, , device, form] = process.argv;
const shelf = join(__dirname, device);
const file = join(shelf, readdirSync(shelf).sort()[0]);
const spc = readFileSync(file);
unlinkSync(file);
appendFileSync(join(__dirname, 'calls.txt'), JSON.stringify([device, process.env.SPC_STEP, process.env.SPC_CONTENT_ID]) + '\\n');
process.stdout.write(form === 'base64' ? spc.toString('base64') : spc);
`,
  );
  return { folder, program };
}

const commanded = (program: string, ...more: readonly string[]): object => ({
  source: 'command',
  command: [process.execPath, program, '{device}', ...more],
});

const devices = (spc: object): readonly object[] => ['phone A', 'phone B'].map((name) => ({ name, spc }));

describe('SPCs of a program', () => {
  it('bring a verdict, a fresh one for each redemption', async (context) => {
    const server = await foreign(context);
    const { folder, program } = farm(40);
    const run = await runAgainst(
      expressPlayConfiguration(server.origin, {
        tags: BINDING,
        devices: devices({
          ...commanded(program, 'base64'),
          output: 'base64',
          certificate: sharedCredentials().certificate,
        }),
      }),
    );
    assert.equal(run.checks.get('SEQ-42')?.outcome, 'pass', run.printed);
    assert.equal(run.report.verdict.exitCode, 0, run.printed);
    const sent = redemptionsAt(server);
    const calls = readFileSync(join(folder, 'calls.txt'), 'utf8').trim().split('\n');
    assert.ok(sent.length >= 3);
    assert.equal(calls.length, sent.length, 'one call for each redemption, none in reserve');
    assert.equal(new Set(sent.map(String)).size, sent.length, 'none was sent twice');
    const steps = new Set(calls.map((line) => (JSON.parse(line) as string[]).slice(0, 2).join(' ')));
    assert.ok(steps.has('phone B wrong-device') && steps.has('phone A bootstrap'));
  });

  it('that fails leave untested what needs them, and no secret of what it says', async (context) => {
    const server = await foreign(context);
    const program = join(temporaryFolder(), 'broken.js');
    writeFileSync(program, `console.error('no session for ${AUTHENTICATOR}'); process.exit(7);`);
    const run = await runAgainst(
      expressPlayConfiguration(server.origin, { tags: BINDING, devices: devices(commanded(program)) }),
    );
    assert.equal(run.checks.get('SEQ-42')?.outcome, 'could-not-test', run.printed);
    assert.match(
      run.checks.get('SEQ-42')?.reason ?? '',
      /devices\[0\]\.spc\.command: .* phone A .*exit code 7; it said: no session for <authenticator #1>/,
    );
    assert.equal(run.report.verdict.exitCode, 3);
    assert.deepEqual(redemptionsAt(server), []);
    for (const [path, text] of written(run.out)) assert.ok(!text.includes(AUTHENTICATOR), path);
    assert.ok(!run.printed.includes(AUTHENTICATOR));
  });

  it('are counted by a plan that runs nothing', async (context) => {
    const server = await foreign(context);
    const { folder, program } = farm(1);
    const file = join(folder, 'c.json');
    const configuration = expressPlayConfiguration(server.origin, {
      tags: BINDING,
      devices: devices(commanded(program)),
    });
    writeFileSync(file, JSON.stringify(configuration));
    const ended = await command(['plan', '--json', '--config', file, '--seed', '7']);
    assert.equal(ended.code, 0, told(ended));
    const { spcs, redemptions } = JSON.parse(ended.stdout) as { spcs: { count: number }[]; redemptions: number };
    assert.equal(
      spcs.reduce((sum, { count }) => sum + count, 0),
      redemptions,
    );
    assert.ok(redemptions >= 3);
    assert.deepEqual(server.requests, []);
    assert.equal(readdirSync(folder).includes('calls.txt'), false);
  });
});

describe('captured SPCs', () => {
  /** @param count captures of each step and device */
  function captures(count: number, ageSeconds = 0): Record<string, string[]>[] {
    const folder = temporaryFolder();
    return ['phone A', 'phone B'].map((device) =>
      Object.fromEntries(
        ['bootstrap', 'bound', 'wrong-device'].map((step) => [
          step,
          Array.from({ length: count }, (_, index) => {
            const file = join(folder, `${device} ${step} ${String(index)}.spc`);
            writeFileSync(file, spcOf(device));
            const then = new Date(Date.now() - ageSeconds * 1000);
            utimesSync(file, then, then);
            return file;
          }),
        ]),
      ),
    );
  }
  const filed = (count: number, more: object = {}, ageSeconds = 0): readonly object[] =>
    captures(count, ageSeconds).map((files, index) => ({
      name: `phone ${'AB'[index] ?? ''}`,
      spc: { source: 'file', files, ...more },
    }));

  it('are sent once each; what needs more is not observable, and says what to do', async (context) => {
    const server = await foreign(context);
    const more = { tags: '@SEQ-42 or @EP-LIC-06 or @EP-LIC-19', devices: filed(1) };
    const run = await runAgainst(expressPlayConfiguration(server.origin, more));
    const sent = redemptionsAt(server);
    assert.ok(sent.length > 0, run.printed);
    assert.equal(new Set(sent.map(String)).size, sent.length, 'none was sent twice');
    const unseen = [...run.checks.values()].filter(({ reason }) => reason.includes('captured SPC'));
    assert.ok(unseen.length > 0);
    for (const { id, outcome } of unseen) assert.equal(outcome, 'not-observable', id);
    assert.equal(run.report.totals.fail, 0, run.printed);
  });

  it('bring a verdict where there are enough of them, or where they may be sent again', async (context) => {
    for (const list of [filed(30), filed(1, { reuse: true })]) {
      const server = await foreign(context);
      const run = await runAgainst(expressPlayConfiguration(server.origin, { tags: BINDING, devices: list }));
      assert.equal(run.checks.get('SEQ-42')?.outcome, 'pass', run.printed);
    }
  });

  it('that are too old are not sent', async (context) => {
    const server = await foreign(context);
    const list = filed(30, { maxAgeSeconds: 60 }, 120);
    const run = await runAgainst(expressPlayConfiguration(server.origin, { tags: BINDING, devices: list }));
    assert.deepEqual(redemptionsAt(server), []);
    const { outcome, reason } = run.checks.get('SEQ-42') ?? assert.fail();
    assert.equal(outcome, 'not-observable');
    assert.match(reason, /older than 60 s \(devices\[\]\.spc\.maxAgeSeconds\)/);
    assert.equal(run.report.verdict.exitCode === 0, false, 'a run that judged nothing is not green');
  });

  it('are those of their devices', async (context) => {
    const server = await foreign(context);
    await runAgainst(expressPlayConfiguration(server.origin, { tags: BINDING, devices: filed(30) }));
    const ids = redemptionsAt(server).map((bytes) => parseSpc(bytes, credentials).hu.toString('hex'));
    assert.deepEqual(
      new Set(ids),
      new Set(['phone A', 'phone B'].map((name) => Buffer.alloc(20, name).toString('hex'))),
    );
  });
});

/** Checks of license requests, granted and refused. */
const LICENSES = '@SEQ-42 or @EP-LIC-06 or @EP-LIC-10 or @EP-LIC-16';

describe('refused licenses', () => {
  const refuseAll: Misanswers = {
    license: (response) => {
      const body = Buffer.from(
        JSON.stringify({ errorCode: -4001, errorMessage: 'The device could not be authenticated.' }),
      );
      send(response, { status: 403, headers: { 'content-type': 'application/json' }, body });
    },
  };

  it('prove nothing before one redemption was granted', async (context) => {
    const server = await foreign(context, refuseAll);
    const run = await runAgainst(expressPlayConfiguration(server.origin, { tags: LICENSES }));
    assert.ok(redemptionsAt(server).length > 0);
    assert.deepEqual(
      [...run.checks.values()].filter(
        ({ id, outcome }) => /^(SEQ-42|EP-LIC-)/.test(id) && ['pass', 'fail', 'warn'].includes(outcome),
      ),
      [],
      run.printed,
    );
    assert.match(run.checks.get('SEQ-42')?.reason ?? '', /granted no license in this run/);
    assert.equal(run.checks.get('SEQ-42')?.outcome, 'not-observable');
  });

  it('are held against a service that shares its credentials', async (context) => {
    const server = await foreign(context, refuseAll);
    const configuration = expressPlayConfiguration(server.origin, { tags: LICENSES });
    const expressplay = { ...(configuration.expressplay as object), credentials: sharedCredentials() };
    const run = await runAgainst({ ...configuration, expressplay });
    assert.notEqual(run.checks.get('SEQ-42')?.outcome, 'not-observable');
    assert.notEqual(run.report.verdict.exitCode, 0, run.printed);
  });

  it('are judged once one was granted', async (context) => {
    const server = await foreign(context);
    const run = await runAgainst(expressPlayConfiguration(server.origin, { tags: LICENSES }));
    assert.equal(run.checks.get('SEQ-42')?.outcome, 'pass', run.printed);
    assert.equal(run.checks.get('EP-LIC-06')?.outcome, 'pass', run.printed);
  });
});

describe('limits.redemptions', () => {
  for (const redemptions of [0, 1, 4]) {
    it(`${String(redemptions)}: no more than that are sent, and the rest is not observable`, async (context) => {
      const server = await foreign(context);
      const run = await runAgainst(
        expressPlayConfiguration(server.origin, { tags: LICENSES, limits: { redemptions } }),
      );
      assert.equal(redemptionsAt(server).length, redemptions, run.printed);
      const held = [...run.checks.values()].filter(({ reason }) => reason.includes('limits.redemptions'));
      assert.ok(held.length > 0);
      for (const { id, outcome } of held) assert.equal(outcome, 'not-observable', id);
    });
  }

  it('the production of the vendor gets none unless it was asked for', async (context) => {
    const server = await foreign(context);
    const { port } = new URL(server.origin);
    // As if its name led here.
    const lookup = dns.lookup.bind(dns) as (...given: unknown[]) => void;
    context.mock.method(dns, 'lookup', (host: string, ...more: unknown[]) => {
      lookup(host.endsWith('.expressplay.test') ? '127.0.0.1' : host, ...more);
    });
    const origin = `http://fp.service.expressplay.test:${port}`;
    const none = await runAgainst(expressPlayConfiguration(origin, { tags: BINDING }));
    assert.ok(server.requests.length > 0, 'it is asked for tokens');
    assert.deepEqual(redemptionsAt(server), []);
    assert.match(none.checks.get('SEQ-42')?.reason ?? '', /limits\.redemptions/);
    await runAgainst(expressPlayConfiguration(origin, { tags: BINDING, limits: { redemptions: 2 } }));
    assert.equal(redemptionsAt(server).length, 2);
  });
});
