import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../command';
import { freePort } from '../free-port';
import { AUTHENTICATOR, runAgainst, seesConfiguration, TITLES } from '../hostile-run';
import { RecordingSees } from '../recording-sees';
import { HOSTILE_REQUESTS, type HostileRequest } from './requests';
import { createCertificates } from '../../support/hosting';

const LIMIT_MS = 400;
/** Late requests are looked for now and then only, and this machine may be busy. */
const SLACK_MS = 3000;

interface Fate {
  readonly what: string;
  readonly tookMs: number;
  /** Statuses of the answers, in order. */
  readonly statuses: readonly number[];
}

/** Sends it and resolves when the listener is done with the connection. */
function sent(request: Pick<HostileRequest, 'what' | 'send'>, port: number): Promise<Fate> {
  return new Promise((resolve) => {
    const started = performance.now();
    const socket: Socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('connect', () => request.send(socket));
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    // The listener has said all that it will say.
    socket.once('end', () => socket.destroy());
    socket.once('close', () => {
      const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
      resolve({ what: request.what, tookMs: performance.now() - started, statuses });
    });
  });
}

const timeouts = { entitlementMs: 30_000, tokenMs: 5000, recordMs: 5000, licenseMs: 5000, requestMs: LIMIT_MS };
const contents = TITLES.map((title, index) => (index === 0 ? title : { ...title, expirationTime: '+86400' }));

/** A run in profile sees whose first request sets this off against the played ExpressPlay. */
async function amid(
  assault: (port: number) => Promise<void>,
  listen: Readonly<Record<string, unknown>> = {},
): Promise<Awaited<ReturnType<typeof runAgainst>>> {
  const port = await freePort();
  let begun: Promise<void> | undefined;
  const sees = await RecordingSees.open({
    contents,
    registrationContentID: 'dummy',
    customerAuthenticator: AUTHENTICATOR,
    expressplay: `http://127.0.0.1:${String(port)}`,
    before: () => (begun ??= assault(port)),
  });
  const expressplay = { customerAuthenticator: AUTHENTICATOR, listen: { host: '127.0.0.1', port, ...listen } };
  const whole = seesConfiguration(sees.url, { expressplay, timeouts, tags: '@SEQ-02 or @SEQ-42' });
  try {
    return await runAgainst({ ...whole, sees: { ...(whole.sees as object), contents } });
  } finally {
    await sees.close();
  }
}

describe('the played ExpressPlay and hostile requests', () => {
  it('refuses each of them in time, and serves on', async () => {
    let fates: readonly Fate[] = [];
    const run = await amid(async (port) => {
      fates = await Promise.all(HOSTILE_REQUESTS.map((request) => sent(request, port)));
    });
    assert.equal(fates.length, HOSTILE_REQUESTS.length);
    for (const { what, tookMs, statuses } of fates) {
      assert.ok(tookMs < LIMIT_MS + SLACK_MS, `${what}: took ${String(tookMs)} ms`);
      assert.deepEqual(
        statuses.filter((status) => (status < 400 && status !== 100) || status === 500),
        [],
        `${what}: ${statuses.join(', ')}`,
      );
    }
    for (const { what, ends } of HOSTILE_REQUESTS) {
      const { tookMs = 0 } = fates.find((fate) => fate.what === what) ?? {};
      if (ends === 'at the limit') assert.ok(tookMs > LIMIT_MS / 2, `${what}: took ${String(tookMs)} ms`);
    }
    assert.deepEqual(run.problems, []);
    assert.equal(run.report.totals['harness-error'], 0, run.printed);
    // The scenario amid which it happened may be red for what was asked there; the others bind and play as ever.
    assert.ok(
      run.records.some(({ exchanges }) =>
        exchanges.some(({ operation, response }) => operation === 'license' && response?.status === 200),
      ),
      run.printed,
    );
  });

  it('over TLS lets no handshake stall it', async () => {
    const certificates = await createCertificates();
    const folder = temporaryFolder();
    const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    writeFileSync(tls.cert, certificates.server.cert);
    writeFileSync(tls.key, certificates.server.key);
    const stalls: Pick<HostileRequest, 'what' | 'send'>[] = [
      { what: 'no greeting', send: () => undefined },
      { what: 'half a greeting', send: (socket) => socket.write(Buffer.from('160301020001', 'hex')) },
      { what: 'plain HTTP', send: (socket) => socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n') },
      { what: 'noise', send: (socket) => socket.write(Buffer.alloc(4096, 0x16)) },
    ];
    let fates: readonly Fate[] = [];
    const run = await amid(
      async (port) => {
        fates = await Promise.all(stalls.map((request) => sent(request, port)));
      },
      { tls },
    );
    assert.equal(fates.length, stalls.length);
    for (const { what, tookMs } of fates) assert.ok(tookMs < LIMIT_MS + SLACK_MS, `${what}: took ${String(tookMs)} ms`);
    assert.equal(run.report.totals['harness-error'], 0, run.printed);
  });
});
