import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { command, temporaryFolder, told } from './command';
import { freePort } from './free-port';
import { expressPlayConfiguration, hostileExpressPlay, type Misanswers } from './hostile-expressplay';
import { AUTHENTICATOR, runAgainst, seesConfiguration, TITLES, type HostileRun } from './hostile-run';
import { HostileServer } from './hostile-server';
import { reportOf } from './default-run';
import { createTransport, RealClock } from '../support/exchange';
import { createCertificates, listen, type Certificates } from '../support/hosting';
import { createSees } from '../support/reference';

const ONE = '@SEQ-02';
/** With an end, as SEES has to ask for one. */
const KNOWN = TITLES.map((title) => ({ ...title, expirationTime: '+86400' }));

let certificates: Certificates;
before(async () => {
  certificates = await createCertificates();
});

interface Calls {
  readonly tokenUrl: string;
  readonly customerAuthenticator?: string;
  readonly contents?: typeof KNOWN;
  readonly tls?: Parameters<typeof createTransport>[0];
}

/** A right SEES on a real port, with the settings that its operator gave it. */
async function sees(context: TestContext, { tokenUrl, tls, contents = KNOWN, ...more }: Calls): Promise<string> {
  const call = createTransport({ timeoutMs: 2000, ...tls });
  const handler = createSees(
    {
      contents,
      registrationContentID: contents[0]?.contentID ?? '',
      customerAuthenticator: more.customerAuthenticator ?? AUTHENTICATOR,
      tokenUrl,
      recordUrl: tokenUrl.replace('/hms/fp/token', '/cmiapi/getrecord/'),
    },
    { clock: new RealClock(), random: (size) => Buffer.alloc(size, 7), call },
  );
  const listener = await listen(handler);
  context.after(async () => {
    call.close();
    await listener.close();
  });
  return `${listener.origin}/entitle`;
}

/** The harness listening where it is told, as JSON. */
async function probed(url: string, listening: Readonly<Record<string, unknown>>): Promise<HostileRun> {
  const expressplay = { customerAuthenticator: AUTHENTICATOR, listen: { host: '127.0.0.1', ...listening } };
  const timeouts = { entitlementMs: 5000, tokenMs: 2000, recordMs: 2000, licenseMs: 2000 };
  const whole = seesConfiguration(url, { expressplay, timeouts, tags: ONE });
  return runAgainst({ ...whole, sees: { ...(whole.sees as object), contents: KNOWN } });
}

function assertDiagnosis({ report, printed, problems }: HostileRun, ...words: readonly (string | RegExp)[]): void {
  const { diagnosis = '' } = report.run;
  for (const word of words) {
    assert.ok(
      typeof word === 'string' ? diagnosis.includes(word) : word.test(diagnosis),
      `${String(word)}: ${diagnosis}`,
    );
  }
  assert.ok(!diagnosis.includes('\n'), 'one paragraph');
  assert.ok(!diagnosis.includes(AUTHENTICATOR.slice(7)), 'no secret');
  assert.match(diagnosis, /\bRight: |its own log/, diagnosis);
  assert.ok(printed.includes('probe: '), printed);
  assert.deepEqual(problems, []);
}

describe('the probe of a SEES that is configured wrong', () => {
  const cases: [what: string, calls: (port: number) => Partial<Calls>, words: readonly (string | RegExp)[]][] = [
    [
      'never calls',
      () => ({ tokenUrl: 'http://127.0.0.1:1/hms/fp/token' }),
      [/Nothing of it reached/, '/hms/fp/token'],
    ],
    [
      'calls with another authenticator',
      () => ({ customerAuthenticator: '4711,other56789' }),
      [/another customerAuth/],
    ],
    [
      'calls another path',
      (port) => ({ tokenUrl: `http://127.0.0.1:${port}/v2/hms/fp/tokens` }),
      [/It called GET \/v2\/hms\/fp\/tokens/, /token service http:\/\/127\.0\.0\.1:\d+\/hms\/fp\/token /],
    ],
    ['calls over TLS', (port) => ({ tokenUrl: `https://127.0.0.1:${port}/hms/fp/token` }), [/over TLS/, /listen\.tls/]],
    [
      'does not know the title',
      () => ({ contents: KNOWN.map((title) => ({ ...title, contentID: `${title.contentID} of old` })) }),
      [/does not know the title/, /sees\.contents/],
    ],
  ];
  for (const [what, calls, words] of cases) {
    it(`and ${what}`, async (context) => {
      const port = await freePort();
      const url = await sees(context, { tokenUrl: `http://127.0.0.1:${port}/hms/fp/token`, ...calls(port) });
      const run = await probed(url, { port });
      assertDiagnosis(run, ...words);
      assert.notEqual(run.report.verdict.exitCode, 0);
      assert.equal(run.report.run.partial, undefined, 'what can be judged is judged');
      assert.ok(run.report.run.exchanges > 0);
    });
  }

  it('and calls another ExpressPlay', async (context) => {
    const other = createServer((_, response) => {
      response.setHeader('content-type', 'text/uri-list');
      response.end(`https://rights.expressplay.example/hms/fp/rights/?ExpressPlayToken=${'B'.repeat(80)}\r\n`);
    });
    await once(other.listen(0, '127.0.0.1'), 'listening');
    context.after(() => other.close());
    const { port } = other.address() as AddressInfo;
    const url = await sees(context, { tokenUrl: `http://127.0.0.1:${port}/hms/fp/token` });
    const run = await probed(url, { port: 0 });
    assertDiagnosis(run, /leads to https:\/\/rights\.expressplay\.example\. It calls another ExpressPlay/);
    assert.ok(!JSON.stringify(run.report).includes('B'.repeat(80)));
  });

  /** The listener with TLS, on a free port. */
  async function listening(more: Readonly<Record<string, string>> = {}): Promise<{ port: number; tls: object }> {
    const folder = temporaryFolder();
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const { cert, key } = certificates.server;
    const tls = { cert: file('cert.pem', cert), key: file('key.pem', key) };
    const others = Object.entries(more).map(([name, text]) => [name, file(`${name}.pem`, text)] as const);
    return { port: await freePort(), tls: { ...tls, ...Object.fromEntries(others) } };
  }

  it('and does not trust our certificate', async (context) => {
    const wanted = await listening();
    const tokenUrl = `https://127.0.0.1:${wanted.port}/hms/fp/token`;
    const url = await sees(context, { tokenUrl, tls: { tls: { ca: certificates.untrustedCa } } });
    assertDiagnosis(await probed(url, wanted), /hung up .* when it had seen its certificate/, /listen\.tls\.cert/);
  });

  it('and calls over plain http', async (context) => {
    const wanted = await listening();
    const url = await sees(context, { tokenUrl: `http://127.0.0.1:${wanted.port}/hms/fp/token` });
    assertDiagnosis(await probed(url, wanted), /over plain HTTP/, /token service https:/);
  });

  it('and shows no client certificate', async (context) => {
    const wanted = await listening({ clientCa: certificates.ca });
    const tokenUrl = `https://127.0.0.1:${wanted.port}/hms/fp/token`;
    const url = await sees(context, { tokenUrl, tls: { tls: { ca: certificates.ca } } });
    assertDiagnosis(await probed(url, wanted), /without a client certificate/, /listen\.tls\.clientCa/);
  });

  it('but not of one that is right', async (context) => {
    const port = await freePort();
    const url = await sees(context, { tokenUrl: `http://127.0.0.1:${port}/hms/fp/token` });
    const run = await probed(url, { port });
    assert.equal(run.report.run.diagnosis, undefined);
    assert.equal(run.report.run.strays, undefined);
    assert.equal(run.report.verdict.exitCode, 0, run.printed);
    assert.ok(!run.printed.includes('probe'));
  });
});

describe('a target that cannot be reached', () => {
  it('ends the run with exit code 3, a paragraph and every report', async () => {
    const folder = temporaryFolder();
    const config = join(folder, 'c.json');
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/entitle?key=in-the-query`;
    writeFileSync(config, JSON.stringify(seesConfiguration(url)));
    const ended = await command(['run', '--config', config, '--no-html', '--out', folder]);
    assert.equal(ended.code, 3, told(ended));
    const words = `SEES cannot be reached: POST http://127.0.0.1:${port}/entitle: the connection was refused (ECONNREFUSED). Right: sees.url`;
    assert.ok(ended.stdout.includes(`probe: ${words}`), told(ended));
    assert.ok(!ended.stdout.includes('in-the-query'));
    const report = reportOf(folder);
    assert.ok(report.run.diagnosis?.startsWith(words));
    assert.equal(report.run.exchanges, 0);
    assert.equal(report.totals.pass + report.totals.fail + report.totals.warn, 0);
    assert.ok(report.totals['could-not-test'] > 100);
    const reasons = report.requirements
      .flatMap(({ checks }) => checks)
      .filter(({ outcome }) => outcome === 'could-not-test')
      .map(({ reason }) => reason);
    for (const reason of reasons) assert.match(reason, /SEES cannot be reached|not reached before the run ended/);
    assert.ok(reasons.filter((reason) => reason.includes('SEES cannot be reached')).length > 50);
  });

  it('speaks TLS where http is configured, and the other way round', async (context) => {
    const secure = await HostileServer.http((_, response) => response.end('{}'), certificates.server);
    const plain = await HostileServer.http((_, response) => response.end('{}'));
    context.after(() => Promise.all([secure.close(), plain.close()]));
    const first = await probed(`${secure.origin.replace('https', 'http')}/s`, { port: 0 });
    assertDiagnosis(first, /The port speaks TLS\. Right: sees\.url with https/);
    assert.equal(first.report.verdict.exitCode, 3);
    const whole = seesConfiguration(`${plain.origin.replace('http', 'https')}/s`, { tags: ONE });
    const second = await runAgainst({ ...whole, sees: { ...(whole.sees as object), tls: { mode: 'server' } } });
    assertDiagnosis(second, /The port speaks no TLS\. Right: sees\.url with http:/);
    assert.equal(second.report.verdict.exitCode, 3);
  });

  const refusal: Misanswers = {
    token: (response) =>
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"errorCode":-2018,"errorMessage":"no"}'),
  };

  it('is an ExpressPlay that is not there', async () => {
    const run = await runAgainst(expressPlayConfiguration(`http://127.0.0.1:${await freePort()}`, { tags: ONE }));
    assertDiagnosis(run, /^ExpressPlay cannot be reached: .*refused.* Right: expressplay\.tokenUrl/);
    assert.equal(run.report.verdict.exitCode, 3);
    assert.match(run.report.run.partial ?? '', /^ExpressPlay cannot be reached; /);
  });

  it('but an ExpressPlay that refuses is asked on', async (context) => {
    const server = await hostileExpressPlay(refusal);
    context.after(() => server.close());
    const run = await runAgainst(expressPlayConfiguration(server.origin, { tags: ONE }));
    assertDiagnosis(run, /gave no token for the plainest request: status 401 with code -2018/, /customerAuthenticator/);
    assert.equal(run.report.run.partial, undefined);
    assert.equal(run.report.verdict.exitCode, 3);
  });
});
