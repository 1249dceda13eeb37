import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { command, temporaryFolder, told } from './command';
import { reportOf } from './default-run';
import { freePort } from './free-port';
import { expressPlayConfiguration, hostileExpressPlay } from './hostile-expressplay';
import { AUTHENTICATOR, runAgainst, seesConfiguration, TITLES, written, type HostileRun } from './hostile-run';
import type { HostileServer } from './hostile-server';
import { ProxyStandIn, type ProxyOptions } from './proxy-server';
import { RecordingSees } from './recording-sees';
import { createCertificates, type Certificates } from '../support/hosting';

const CREDENTIALS = 'operator:pa55word of the proxy';
const BASIC = Buffer.from(CREDENTIALS).toString('base64');
const FEW = '@SEQ-02 or @SEQ-42 or @EP-LIC-01 or @SEQ-24';
/** All but the title for registration end some day. */
const CONTENTS = TITLES.map((title, index) => (index === 0 ? title : { ...title, expirationTime: '+86400' }));
const PATIENT = { entitlementMs: 5000, tokenMs: 5000, recordMs: 5000, licenseMs: 5000 };

async function proxied(context: TestContext, options: ProxyOptions = {}): Promise<ProxyStandIn> {
  const proxy = await ProxyStandIn.open(options);
  context.after(() => proxy.close());
  return proxy;
}

function assertSecret(out: string, printed: string): void {
  for (const [path, text] of [...written(out), ['the terminal', printed] as const]) {
    for (const secret of ['pa55word', encodeURIComponent(CREDENTIALS), BASIC]) {
      assert.ok(!text.includes(secret), `${path} holds ${secret}`);
    }
  }
}

function assertCouldNotTest({ report, printed, problems }: HostileRun, why: RegExp): void {
  assert.deepEqual(problems, []);
  assert.equal(report.verdict.exitCode, 3, printed);
  assert.equal(report.totals.pass + report.totals.fail + report.totals['harness-error'], 0, printed);
  assert.match(report.run.partial ?? '', why);
}

describe('an ExpressPlay behind a proxy', () => {
  async function target(context: TestContext): Promise<HostileServer> {
    const server = await hostileExpressPlay({});
    context.after(() => server.close());
    return server;
  }

  it('gets every request through it, and the SEES that is played none', async (context) => {
    const [proxy, server] = [await proxied(context, { credentials: CREDENTIALS }), await target(context)];
    const network = { proxy: proxy.urlFor(CREDENTIALS) };
    const more = { network, tags: FEW, timeouts: PATIENT };
    const run = await runAgainst(expressPlayConfiguration(server.origin, more));
    assert.equal(run.report.verdict.exitCode, 0, run.printed);
    assert.ok(run.report.totals.pass > 0);
    assert.equal(proxy.asked.length, server.requests.length);
    const foreign = proxy.asked.filter((line) => !line.includes(` ${server.origin}/`));
    assert.deepEqual(foreign, []);
    for (const path of ['/hms/fp/token', '/cmiapi/getrecord/', '/hms/fp/rights/']) {
      assert.ok(
        proxy.asked.some((line) => line.endsWith(path)),
        path,
      );
    }
    for (const { headers } of server.requests) assert.equal(headers['proxy-authorization'], undefined);
    assertSecret(run.out, run.printed);
  });

  const wrong = 'operator:another pa55word';
  for (const [what, options, url, why] of [
    ['that wants a user', { credentials: CREDENTIALS }, '', /answers 407 \(.*it wants user and password: /],
    ['that wants another', { credentials: CREDENTIALS }, wrong, /answers 407 \(.*it does not take the user/],
    ['whose way ends', { refuses: 502 }, '', /answers 502 \(Bad Gateway\)/],
    ['that hangs', { hangs: true }, '', /in time: 250 ms through the proxy http/],
  ] as const) {
    it(`${what} could not be tested, and it says why`, async (context) => {
      const [proxy, server] = [await proxied(context, options), await target(context)];
      const network = { proxy: url === '' ? proxy.url : proxy.urlFor(url) };
      const run = await runAgainst(expressPlayConfiguration(server.origin, { network, tags: FEW }));
      assertCouldNotTest(run, why);
      assert.match(run.report.run.partial ?? '', /^ExpressPlay cannot be reached; /);
      assert.equal(server.connections, 0);
      assertSecret(run.out, run.printed);
    });
  }

  for (const status of [407, 502])
    it(`that answers ${status} from the middle of the run on: nothing is judged by it`, async (context) => {
      const server = await target(context);
      const proxy = await proxied(context, { refuses: status, after: 8 });
      const network = { proxy: proxy.url };
      const tags = '@SEQ-42 or @EP-LIC-10 or @EP-TOK-40';
      const run = await runAgainst(expressPlayConfiguration(server.origin, { network, tags, timeouts: PATIENT }));
      assert.equal(server.requests.length, 8);
      assert.ok(proxy.asked.length > server.requests.length);
      assert.deepEqual(
        [...run.checks.values()].filter(({ outcome }) => outcome === 'fail' || outcome === 'warn'),
        [],
        run.printed,
      );
      assert.equal(run.report.verdict.exitCode, 3, run.printed);
    });
});

describe('a SEES behind a proxy', () => {
  const NAME = 'sees.elsewhere.test';
  let certificates: Certificates;
  const files = { ca: '', cert: '', key: '' };
  before(async () => {
    certificates = await createCertificates({ serverNames: [NAME] });
    const folder = temporaryFolder();
    const texts = { ca: certificates.ca, cert: certificates.client.cert, key: certificates.client.key };
    for (const [name, text] of Object.entries(texts)) {
      files[name as keyof typeof files] = join(folder, `${name}.pem`);
      writeFileSync(join(folder, `${name}.pem`), text);
    }
  });

  async function sees(context: TestContext, expressplay: string): Promise<RecordingSees> {
    const made = await RecordingSees.open({
      contents: CONTENTS,
      registrationContentID: 'dummy',
      customerAuthenticator: AUTHENTICATOR,
      expressplay,
      tls: { ...certificates.server, ca: certificates.ca, requestClientCertificate: true },
    });
    context.after(() => made.close());
    return made;
  }

  function configuration(port: number, more: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const whole = seesConfiguration(`https://${NAME}/entitlement`, { timeouts: PATIENT, tags: FEW, ...more });
    const expressplay = { customerAuthenticator: AUTHENTICATOR, listen: { host: '127.0.0.1', port } };
    return {
      ...whole,
      expressplay,
      sees: { ...(whole.sees as object), contents: CONTENTS, tls: { mode: 'mutual', ...files } },
    };
  }

  it('is met by mutual TLS within the tunnel; licenses of the played ExpressPlay are fetched directly', async (context) => {
    const port = await freePort();
    const own = await sees(context, `http://127.0.0.1:${port}`);
    const names = { [NAME]: Number(new URL(own.url).port) };
    const proxy = await proxied(context, { credentials: CREDENTIALS, names });
    const run = await runAgainst(configuration(port, { network: { proxy: proxy.urlFor(CREDENTIALS) } }));
    assert.equal(run.report.verdict.exitCode, 0, run.printed);
    assert.ok(run.report.totals.pass > 0);
    assert.ok(run.records.some(({ exchanges }) => exchanges.some(({ operation }) => operation === 'license')));
    assert.deepEqual([...new Set(proxy.asked)], [`CONNECT ${NAME}:443`]);
    assertSecret(run.out, run.printed);
  });

  it('is found by the variables of the environment, by a proxy that speaks https itself', async (context) => {
    const port = await freePort();
    const own = await sees(context, `http://127.0.0.1:${port}`);
    const names = { [NAME]: Number(new URL(own.url).port) };
    const proxy = await proxied(context, { credentials: CREDENTIALS, names, tls: certificates.server });
    const folder = temporaryFolder();
    const file = join(folder, 'config.json');
    writeFileSync(file, JSON.stringify(configuration(port, {})));
    const out = join(folder, 'out');
    const run = (env: Record<string, string>): ReturnType<typeof command> =>
      command(['run', '--config', file, '--out', out, '--no-html'], {
        env: { NODE_EXTRA_CA_CERTS: files.ca, ...env },
      });

    const through = await run({ HTTPS_PROXY: proxy.urlFor(CREDENTIALS) });
    assert.equal(through.code, 0, told(through));
    assert.match(
      through.stdout,
      new RegExp(`^Targets over https are called by the proxy ${proxy.url} \\(HTTPS_PROXY`, 'm'),
    );
    assert.deepEqual([...new Set(proxy.asked)], [`CONNECT ${NAME}:443`]);
    assertSecret(out, through.stdout + through.stderr);

    const before = proxy.asked.length;
    const around = await run({ https_proxy: proxy.urlFor(CREDENTIALS), no_proxy: '.test' });
    assert.equal(around.code, 3, told(around));
    assert.match(reportOf(out).run.partial ?? '', /the host name could not be resolved/);
    assert.equal(proxy.asked.length, before);
  });
});
