import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  assertNoCanary,
  CANARIES,
  CANARY_DEVICES,
  CANARY_URL_KEY,
  canariesIn,
  canaryDeployment,
  keyCanaries,
  searched,
  spellingsOf,
  type Canary,
} from './canaries';
import { canaryTrials, Echo } from './canary-trials';
import { command, ROOT, said, start, temporaryFolder, told } from './command';
import { HostileServer } from './hostile-server';
import { explainFailure } from '../support/cli';
import { Device, loadTestCredentials } from '../support/fairplay';
import { createCertificates, type Certificates } from '../support/hosting';
import { loadConfiguration } from '../support/target';

/** A title for a time, registration, binding, wrong requests. */
const FEW = ['--tags', '@SEQ-02 or @SEQ-23 or @SEQ-41 or @SEES-REQ-01 or @SEES-SEC-01', '--no-html'];

function valueOf(kind: string): string {
  return CANARIES.find((canary) => canary.kind === kind)?.value ?? assert.fail(kind);
}

describe('the search for canaries', () => {
  const wraps: readonly (readonly [string, (text: string) => Buffer])[] = [
    ['bare', (text) => Buffer.from(text)],
    ['in base64', (text) => Buffer.from(`d("x","${Buffer.from(`${'-'.repeat(80)}${text}`).toString('base64')}")`)],
    ['in gzip', (text) => gzipSync(text)],
    ['in gzip in base64', (text) => Buffer.from(gzipSync(`${'-'.repeat(80)}${text}`).toString('base64'))],
  ];
  for (const [how, wrap] of wraps) {
    it(`finds every spelling of every canary, ${how}`, () => {
      for (const { kind, value } of CANARIES) {
        for (const [spelling, text] of spellingsOf(value)) {
          const found = canariesIn([{ name: 'f', content: wrap(`before ${text} after`) }]);
          assert.ok(found.includes(`f: ${kind}`), `${kind}, ${spelling}`);
        }
      }
    });
  }

  it('finds none where there is none', () => {
    const other = spellingsOf('5b0d4e19a1b2c3d4e5f60718293a4b5c');
    assert.deepEqual(canariesIn([{ name: 'f', content: Buffer.from([...other.values()].join('\n')) }]), []);
  });
});

describe('a target that repeats every secret', () => {
  let certificates: Certificates;
  const echo = new Echo();
  let server: HostileServer;
  const also: Canary[] = [];
  before(async () => {
    certificates = await createCertificates();
    also.push(...keyCanaries('client key', certificates.client.key));
    also.push(...keyCanaries('untrusted client key', certificates.untrustedClient.key));
    const { cert, key } = certificates.server;
    server = await HostileServer.http((_request, response) => echo.answer(response), { cert, key });
  });
  after(() => server.close());

  it('as SEES: files and terminal of a run', async () => {
    const url = `${server.origin}/entitle?code=${CANARY_URL_KEY}`;
    const listen = { listen: { host: '127.0.0.1', port: 0 } };
    const sections = { profile: 'sees', sees: { url }, expressplay: listen, devices: CANARY_DEVICES };
    const { config } = canaryDeployment(sections, certificates);
    const out = temporaryFolder();
    const ended = await command(['run', '--config', config, '--out', out, '--no-html', '--json', '--debug']);
    assert.ok(ended.code === 1 || ended.code === 3, told(ended));
    const { canaries, echoes } = canaryTrials();
    assert.equal(echo.planted, canaries * echoes, 'each canary was repeated in each place');
    assertNoCanary(out, ended, also);
    // The search sees what is no secret: it looks in the right places.
    assert.ok(
      canariesIn(
        [{ name: 'stdout', content: Buffer.from(ended.stdout) }],
        [{ kind: 'url', value: `${new URL(url).host}/entitle` }],
      ).length > 0,
    );
  });

  it('as ExpressPlay: files, terminal and the drawn report', async () => {
    const expressplay = {
      tokenUrl: `${server.origin}/hms/fp/token`,
      recordUrl: `${server.origin}/cmiapi/getrecord/`,
      tls: { ca: '' },
      record: { fields: { deviceId: 'boundTo' } },
    };
    const { config, folder } = canaryDeployment({ profile: 'expressplay', expressplay }, certificates);
    const text = JSON.stringify({ ...(JSON.parse(String(readConfig(config))) as object) });
    writeFileSync(config, text.replace('"tls":{"ca":""}', `"tls":{"ca":${JSON.stringify(join(folder, 'ca.pem'))}}`));
    const out = temporaryFolder();
    const ended = await command(['run', '--config', config, '--out', out, ...FEW.slice(0, 2), '--debug']);
    assert.ok(ended.code === 1 || ended.code === 3, told(ended));
    assert.ok(existsSync(join(out, 'allure-report', 'index.html')), told(ended));
    assertNoCanary(out, ended, also);
    const again = await command(['report', '--out', out]);
    assert.equal(again.code, 0, told(again));
    assertNoCanary(out, again, also);
  });

  it('in what is no HTTP', async () => {
    const noHttp = await HostileServer.tcp((socket) => {
      const [key, name] = [valueOf('contentKey'), valueOf('authenticator')];
      socket.once('data', () => socket.end(`HTTP/1.1 ${name} ${key}\r\n${key}: ${valueOf('kek')}\r\r`));
    });
    try {
      const listen = { listen: { host: '127.0.0.1', port: 0 } };
      const sees = { url: noHttp.origin, tls: { mode: 'none' } };
      const { config } = canaryDeployment({ profile: 'sees', sees, expressplay: listen });
      const out = temporaryFolder();
      const ended = await command(['run', '--config', config, '--out', out, ...FEW, '--debug']);
      assert.equal(ended.code, 3, told(ended));
      assertNoCanary(out, ended);
    } finally {
      await noHttp.close();
    }
  });
});

function readConfig(path: string): Buffer {
  return readFileSync(path);
}

describe('commands that know secrets', () => {
  it('plan', async () => {
    const { config } = canaryDeployment();
    for (const more of [[], ['--json']]) {
      const ended = await command(['plan', '--config', config, '--requirement', 'SEQ-02', ...more]);
      assert.equal(ended.code, 0, told(ended));
      assertNoCanary(undefined, ended);
    }
  });

  it('serve, whose own files hold them and are for their owner alone, whatever the umask', async () => {
    const { config } = canaryDeployment();
    const out = join(temporaryFolder(), 'served');
    const prefix = process.platform === 'win32' ? [] : ['sh', '-c', 'umask 0; exec "$@"', 'sh'];
    const serving = start(['serve', 'all', '--config', config, '--out', out], { prefix });
    await said(serving, 'READY');
    serving.process.kill('SIGTERM');
    const ended = await serving.ended;
    assert.equal(ended.code, 0, told(ended));
    assertNoCanary(undefined, ended);
    assert.ok(canariesIn([{ name: 'f', content: readConfig(join(out, 'end-to-end.yaml')) }]).length > 0);
    assert.equal(statSync(out).mode & 0o777, 0o700);
    for (const name of readdirSync(out)) assert.equal(statSync(join(out, name)).mode & 0o777, 0o600, name);
  });

  it('spc inspect, and explain', async () => {
    const hu = Buffer.from(valueOf('device id'), 'hex');
    const { bytes } = new Device({ name: 'device A', hu }).createSpc({
      contentID: 'canary-one',
      credentials: loadTestCredentials(),
    });
    const file = join(temporaryFolder(), 'a.spc');
    writeFileSync(file, bytes);
    const inspected = await command(['spc', 'inspect', file]);
    assert.equal(inspected.code, 0, told(inspected));
    assertNoCanary(undefined, inspected);
    const { config } = canaryDeployment();
    const explained = await command(['explain', 'SEQ-35'], { env: { SEES_CONFORMANCE_CONFIG: config } });
    assert.equal(explained.code, 0, told(explained));
    assertNoCanary(undefined, explained);
  });
});

/** Loaded before the program: what happens when the first result is written. */
/** One title in the embedded pair. */
const ONE = ['--hosting', 'direct', '--requirement', 'SEQ-02', '--no-html'];

const FAULTS = {
  'an error nobody caught': 'setImmediate(() => { throw fault(); });',
  'a rejection nobody caught': 'void Promise.reject(fault());',
  'files that cannot be written': 'throw fault();',
} as const;

describe('a run that breaks', () => {
  for (const [what, act] of Object.entries(FAULTS)) {
    it(`by ${what}`, async () => {
      const { config, folder } = canaryDeployment({ devices: CANARY_DEVICES });
      const preload = join(folder, 'fault.cjs');
      writeFileSync(
        preload,
        `const fs = require('node:fs');
        const write = fs.writeFileSync;
        const fault = () => Object.assign(new Error('injected: ' + process.env.CANARIES), { config: process.env.CANARIES });
        let met = false;
        fs.writeFileSync = (path, ...rest) => {
          if (/-result\\.json/.test(String(path)) && !met) { met = true; ${act} }
          return write(path, ...rest);
        };`,
      );
      const known = CANARIES.filter(({ kind }) => kind !== 'key in the URL of SEES');
      const spelled = known.flatMap(({ value }) => [...spellingsOf(value).values()]).join(' ; ');
      const env = { NODE_OPTIONS: `--require=${preload}`, CANARIES: spelled };
      const out = temporaryFolder();
      const ended = await command(['run', '--config', config, '--out', out, ...ONE, '--debug'], { env });
      assert.match(ended.stderr, act.startsWith('throw') ? /an unforeseen Error/ : /injected: /, told(ended));
      // Results that are not whole are no verdict either.
      assert.equal(ended.code, 3, told(ended));
      assertNoCanary(out, ended);
    });
  }

  it('by nobody reading: it goes on to its end without a word', async () => {
    const { config } = canaryDeployment();
    const out = temporaryFolder();
    const run = start(['run', '--config', config, '--out', out, ...ONE]);
    run.process.stdout.destroy();
    const ended = await run.ended;
    assert.equal(ended.code, 0, told(ended));
    assert.equal(ended.stderr, '');
    assert.ok(existsSync(join(out, 'conformance.json')));
    assertNoCanary(out, ended);
  });

  it("in cucumber's own console, by a step of an operator's own", async () => {
    const { config, folder } = canaryDeployment();
    const value = valueOf('authenticator');
    writeFileSync(join(folder, 'own.feature'), 'Feature: own\n  Scenario: own\n    Given a step of our own\n');
    const cucumber = join(ROOT, 'node_modules', '@cucumber', 'cucumber');
    writeFileSync(
      join(folder, 'own.cjs'),
      `require(${JSON.stringify(cucumber)}).Given('a step of our own', () => { throw Object.assign(new Error('got ${value}'), { headers: { x: '${value}' } }); });`,
    );
    const out = temporaryFolder();
    const env = { SEES_CONFORMANCE_CONFIG: config, SEES_CONFORMANCE_OUT: out, SEES_CONFORMANCE_HOSTING: 'direct' };
    const bin = join(cucumber, 'bin', 'cucumber.js');
    const ended = await command([join(folder, 'own.feature'), '--import', join(folder, 'own.cjs')], { env, bin });
    assert.match(ended.stdout, /got <authenticator #1>/, told(ended));
    assertNoCanary(out, ended);
  });
});

describe('a configuration with a mistake', () => {
  const key = valueOf('contentKey');
  const files: readonly (readonly [string, string])[] = [
    ['a colon forgotten in a list', `sees:\n  contents:\n    - contentKey ${key}\n`],
    ['a colon forgotten in a section', `expressplay:\n  customerAuthenticator\n    ${valueOf('authenticator')}\n`],
    ['a key too long', `sees:\n  contents:\n    - { contentID: a, contentKey: ${key}00, iv: "${key}" }\n`],
    ['a list in place of a text', `expressplay:\n  customerAuthenticator: ["${valueOf('authenticator')}"]\n`],
    ['a section in place of a text', `expressplay:\n  otherDrmToken: { a: "${valueOf('other DRM token')}" }\n`],
    ['no YAML', `expressplay: { customerAuthenticator: "${valueOf('authenticator')}\n`],
    ['YAML with an odd escape', `expressplay:\n  customerAuthenticator: "\\q${valueOf('authenticator')}"\n`],
    ['a text in place of the file', `${key}\n`],
    ['from the environment', 'sees:\n  contents: ${SECRET}\n'],
    [
      'a device id cut short',
      `devices:\n  - { name: device A, spc: { source: synthetic, hu: ${valueOf('device id').slice(1)} } }\n`,
    ],
    ['a device as a text', `devices:\n  - hu ${valueOf('device id')}\n`],
    ['a password in a URL', `sees:\n  url: https://u:${key}@host/\n`],
    ['a password in a proxy that is no URL', `network:\n  proxy: u:${key}@host\n`],
  ];
  for (const [what, content] of files) {
    it(`${what}: told without the value`, () => {
      const folder = temporaryFolder();
      const file = join(folder, 'c.yaml');
      writeFileSync(file, content);
      try {
        loadConfiguration({ file, env: { SECRET: key }, cwd: folder });
      } catch (error) {
        const { text, code } = explainFailure(error);
        assert.equal(code, 2, text);
        assertNoCanary(undefined, text);
        return;
      }
      assert.fail('it was taken');
    });
  }
});

describe('folders behind symbolic links', { skip: process.platform === 'win32' }, () => {
  const cases: readonly (readonly [
    string,
    (folder: string) => readonly string[],
    (folder: string, elsewhere: string) => void,
  ])[] = [
    [
      'run --out',
      (folder) => ['run', '--hosting', 'direct', '--requirement', 'SEQ-02', '--out', `${folder}/link/`],
      link('link'),
    ],
    [
      'run, allure-results',
      (folder) => ['run', '--hosting', 'direct', '--requirement', 'SEQ-02', '--out', folder],
      link('allure-results'),
    ],
    [
      'run, history.jsonl',
      (folder) => ['run', '--hosting', 'direct', '--requirement', 'SEQ-02', '--out', folder],
      link('history.jsonl', 'history'),
    ],
    ['serve --out', (folder) => ['serve', 'sees', '--out', `${folder}/link/`], link('link')],
    ['serve, a key', (folder) => ['serve', 'sees', '--out', folder], link('client-key.pem', 'key')],
    ['report --out', (folder) => ['report', '--out', `${folder}/link/`], link('link')],
    [
      'selftest --out',
      (folder) => [
        'selftest',
        '--requirement',
        'SEES-RES-05',
        '--violation',
        'token-of-another',
        '--out',
        `${folder}/link/`,
      ],
      link('link'),
    ],
  ];
  for (const [what, args, make] of cases) {
    it(`${what}: refused with exit 2, nothing is written there`, async () => {
      const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
      make(folder, elsewhere);
      const before = readdirSync(elsewhere, { recursive: true });
      const ended = await command(args(folder));
      assert.equal(ended.code, 2, told(ended));
      assert.deepEqual(readdirSync(elsewhere, { recursive: true }), before);
      assert.doesNotMatch(ended.stderr, /^\s+at /m);
    });
  }
});

function link(name: string, file?: string): (folder: string, elsewhere: string) => void {
  return (folder, elsewhere) => {
    mkdirSync(join(elsewhere, 'allure-results'));
    symlinkSync(file === undefined ? elsewhere : join(elsewhere, file), join(folder, name));
  };
}

after(() => {
  assert.ok(searched.places > 100, `${String(searched.places)} places searched`);
});
