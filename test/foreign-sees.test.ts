import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { command, temporaryFolder, told } from './command';
import { freePort } from './free-port';
import {
  authenticator,
  Deployment,
  makeCertificates,
  type Certificates,
  type DeploymentOptions,
} from './independent/deployment';
import { ReverseProxy } from './reverse-proxy';
import type { ConformanceReport } from '../support/verdict';

/** Time-based, registration and lookup, a broken registration, ExpressPlay's faults. */
const FEW = '@SEQ-02 or @SEQ-23 or @SEQ-24 or @SEQ-41';
const STYLE = {
  sees: { refusalStatus: 403, refusalUrl: 'absent', withoutType: 'refused' },
  records: 'wrapped',
  licenses: 'bare',
} as const;
const PATHS = { tokenUrl: '/hms/fp/token', recordUrl: '/cmiapi/getrecord/' };

let certificates: Certificates;
before(async () => {
  certificates = await makeCertificates();
});

interface Finished {
  readonly report: ConformanceReport;
  readonly summary: string;
  readonly code: number | undefined;
  readonly words: string;
}

/** Runs against the independent SEES, a process of its own from where the harness stands. */
async function run(options: Pick<DeploymentOptions, 'listen' | 'upstream' | 'flaws'>, tags = FEW): Promise<Finished> {
  const folder = temporaryFolder();
  const deployment = await Deployment.open('sees', { folder, certificates, style: STYLE, ...options });
  try {
    const args = ['run', '--config', deployment.config, '--no-html', '--json', '--tags', tags, '--out', folder];
    const ended = await command(args);
    assert.match(ended.stdout, /^\{/, told(ended));
    const report = JSON.parse(ended.stdout) as ConformanceReport;
    return { report, summary: readFileSync(join(folder, 'summary.md'), 'utf8'), code: ended.code, words: told(ended) };
  } finally {
    await deployment.close();
  }
}

function assertGreen({ report, code, words }: Finished): void {
  assert.equal(code, 0, words);
  assert.ok(report.totals.pass > 20, `${report.totals.pass} passed`);
  assert.equal(report.run.diagnosis, undefined);
}

const at = (base: string): { tokenUrl: string; recordUrl: string } => ({
  tokenUrl: base + PATHS.tokenUrl,
  recordUrl: base + PATHS.recordUrl,
});

const files = { cert: 'host.crt', key: 'host.key' };

describe('an ExpressPlay played for a foreign SEES', () => {
  it('listens on plain http', async () => {
    const port = await freePort();
    const ended = await run({ listen: { port }, upstream: at(`http://127.0.0.1:${port}`) });
    assertGreen(ended);
    assert.equal(ended.report.run.strays, undefined);
  });

  it('listens with mutual TLS on three ports, and players need no certificate for licenses', async () => {
    const [port, recordPort, licensePort] = [await freePort(), await freePort(), await freePort()];
    const listen = { port, recordPort, licensePort, tls: { ...files, clientCa: 'player.crt' } };
    const upstream = {
      tokenUrl: `https://127.0.0.1:${port}${PATHS.tokenUrl}`,
      recordUrl: `https://127.0.0.1:${recordPort}${PATHS.recordUrl}`,
      client: certificates.player,
    };
    assertGreen(await run({ listen, upstream }));
  });

  it('listens with mutual TLS on one port', async () => {
    const port = await freePort();
    const listen = { port, tls: { ...files, clientCa: 'player.crt' } };
    assertGreen(await run({ listen, upstream: { ...at(`https://127.0.0.1:${port}`), client: certificates.player } }));
  });

  it('stands behind a proxy that ends TLS and leads to three ports by their prefixes', async (context) => {
    const [port, recordPort, licensePort] = [await freePort(), await freePort(), await freePort()];
    const routes = { '/ep/tokens': port, '/records': recordPort, '/ep/licenses': licensePort };
    const proxy = await ReverseProxy.open({ routes, tls: certificates.host });
    context.after(() => proxy.close());
    const listen = {
      ...{ port, recordPort, licensePort },
      publicUrl: `${proxy.base}/ep/tokens`,
      recordPublicUrl: `${proxy.base}/records/`,
      licensePublicUrl: `${proxy.base}/ep/licenses`,
    };
    const upstream = {
      tokenUrl: `${proxy.base}/ep/tokens${PATHS.tokenUrl}`,
      recordUrl: `${proxy.base}/records${PATHS.recordUrl}`,
    };
    assertGreen(await run({ listen, upstream }));
  });

  it('keeps calls apart that belong to no scenario, also while SEES waits for an answer', async (context) => {
    const port = await freePort();
    const strangers = new Strangers(port);
    const proxy = await ReverseProxy.open({
      routes: { '/kept': port },
      keepsPrefix: true,
      meanwhile: () => strangers.call(),
    });
    context.after(() => proxy.close());
    const ended = await run({
      listen: { port, publicUrl: `${proxy.base}/kept` },
      upstream: at(`${proxy.base}/kept`),
    });
    assertGreen(ended);
    const { strays = [] } = ended.report.run;
    assert.ok(strangers.rounds > 10, `${strangers.rounds} rounds`);
    const counted = strays.map(({ method, path, authenticator: whose, calls }) => [method, path, whose, calls]);
    const { rounds } = strangers;
    assert.deepEqual(
      counted.sort(),
      [
        ['GET', '/health', 'none', rounds],
        ['GET', '/cmiapi/getrecord/', 'ours', rounds],
        ['POST', '/hms/fp/token', 'another', rounds],
        ['POST', '/hms/fp/token', 'ours', rounds],
      ].sort(),
    );
    assert.match(ended.summary, /belong to no scenario[^]*\/health \| none \| \d+ \|/);
    const out = JSON.stringify(ended.report) + ended.summary;
    for (const secret of [authenticator, strangers.authenticator, strangers.cookie, strangers.key]) {
      assert.ok(!out.includes(secret));
    }
  });
});

/** Who else may call: a load balancer, another customer, and another client of the very SEES under test. */
class Strangers {
  readonly authenticator = `777,${randomBytes(16).toString('hex')}`;
  readonly cookie = randomBytes(12).toString('hex');
  readonly key = randomBytes(16).toString('hex');
  rounds = 0;

  constructor(private readonly port: number) {}

  async call(): Promise<void> {
    this.rounds += 1;
    const asked = `cookie=${this.cookie}&contentKey=${this.key}&iv=${this.key}`;
    await this.ask('GET', '/health');
    await this.ask('POST', PATHS.tokenUrl, `${asked}&customerAuthenticator=${this.authenticator}`);
    await this.ask('POST', PATHS.tokenUrl, `${asked}&customerAuthenticator=${authenticator}`);
    await this.ask('GET', `${PATHS.recordUrl}?cookie=${this.cookie}&customerAuthenticator=${authenticator}`);
  }

  private ask(method: string, path: string, form?: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
      const asking = request({ host: '127.0.0.1', port: this.port, method, path, headers, agent: false }, (answer) => {
        answer.resume().once('end', resolve);
      });
      asking.once('error', reject);
      asking.end(form);
    });
  }
}
