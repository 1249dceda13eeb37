import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { parse } from 'yaml';
import { createTransport, RealClock, Redactor, type TransportOptions } from '../../exchange';
import { loadConfiguration } from '../../target';
import { Deployment } from '../deployment';
import { RequestLog } from './request-log';
import { servedViolation } from './served-violation';

interface Served {
  readonly url: string;
  readonly pem: (name: string) => string;
}

async function served(context: TestContext, id: string | undefined): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'serve-'));
  const configuration = loadConfiguration({ env: {}, cwd: folder });
  const deployment = await Deployment.open({
    ...{ what: 'sees', host: '127.0.0.1', publicHost: '127.0.0.1', port: 0, expressplayPort: 0, tls: 'mutual' },
    ...{ configuration, folder, log: new RequestLog(undefined, new RealClock(), new Redactor()) },
    ...(id === undefined ? {} : { violation: servedViolation(id, 'sees', 'mutual') }),
  });
  context.after(async () => {
    await deployment.close();
    rmSync(folder, { recursive: true });
  });
  const { sees } = parse(readFileSync(join(folder, 'sees.yaml'), 'utf8')) as { sees: { url: string } };
  return { url: sees.url, pem: (name) => readFileSync(join(folder, name), 'utf8') };
}

/** The status of the answer, or how the call failed. */
async function met({ url, pem }: Served, client: string | undefined, plain = false): Promise<number | string> {
  const shown = client === undefined ? {} : { cert: pem(`${client}.pem`), key: pem(`${client}-key.pem`) };
  const tls: TransportOptions['tls'] = { ca: pem('ca.pem'), ...shown };
  const call = createTransport({ tls, keepAlive: false });
  try {
    const request = {
      method: 'POST',
      url: plain ? url.replace('https:', 'http:') : url,
      headers: {},
      body: Buffer.from('{}'),
    };
    return (await call(request)).status;
  } catch (error) {
    return (error as { failure?: string }).failure ?? String(error);
  } finally {
    call.close();
  }
}

const ANSWERED = 400;

describe('serve with a violation of how SEES meets its clients', () => {
  it('none: only trusted clients, by TLS', async (context) => {
    const sees = await served(context, undefined);
    assert.equal(await met(sees, 'client'), ANSWERED);
    for (const client of [undefined, 'untrusted-client', 'expired-client', 'premature-client'])
      assert.equal(typeof (await met(sees, client)), 'string', client);
    assert.equal(typeof (await met(sees, 'client', true)), 'string');
  });

  it('client-certificate-optional, client-certificate-expired', async (context) => {
    const optional = await served(context, 'client-certificate-optional');
    assert.equal(await met(optional, undefined), ANSWERED);
    assert.equal(await met(optional, 'client'), ANSWERED);
    assert.equal(typeof (await met(optional, 'untrusted-client')), 'string');
    const expired = await served(context, 'client-certificate-expired');
    assert.equal(await met(expired, 'expired-client'), ANSWERED);
    assert.equal(typeof (await met(expired, undefined)), 'string');
  });

  it('trusted-clients-forbidden', async (context) => {
    assert.equal(await met(await served(context, 'trusted-clients-forbidden'), 'client'), 403);
  });

  it('plain-http-beside-tls, plain-http-alone', async (context) => {
    const beside = await served(context, 'plain-http-beside-tls');
    assert.deepEqual([await met(beside, undefined, true), await met(beside, 'client')], [ANSWERED, ANSWERED]);
    const alone = await served(context, 'plain-http-alone');
    assert.equal(await met(alone, undefined, true), ANSWERED);
    assert.equal(typeof (await met(alone, 'client')), 'string');
  });

  for (const id of ['certificate-run-out', 'certificate-of-another-host', 'certificate-of-unknown-authority']) {
    it(id, async (context) => {
      assert.match(String(await met(await served(context, id), 'client')), /tls/);
    });
  }
});
