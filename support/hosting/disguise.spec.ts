import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get } from 'node:https';
import net from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Handler } from '../exchange';
import { createCertificates, type Certificates } from './certificates';
import { disguise } from './disguise';
import { listen, type Listener } from './listener';

const ok: Handler = () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from('ok') });

describe('disguise', () => {
  let certificates: Certificates;
  let listener: Listener;
  before(async () => {
    certificates = await createCertificates();
    listener = await listen(ok, { tls: certificates.server });
  });
  after(() => listener.close());

  const ask = async (agent: Agent): Promise<string> =>
    new Promise((resolve) => {
      const request = get(listener.origin, { agent }, (response) => {
        response.resume();
        response.on('end', () => {
          resolve(request.reusedSocket ? 'kept' : 'new');
        });
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code ?? error.message);
      });
    });

  it('is seen by who connects anew, until it ends', async () => {
    const agent = new Agent({ ca: certificates.ca, keepAlive: true });
    assert.equal(await ask(agent), 'new');
    const disguised = disguise([listener], certificates.server, certificates.misnamedServer);
    assert.equal(disguised.wasMet(), false);
    // A probe of the port, and somebody who takes it for another: neither has seen a certificate.
    await once(net.connect(listener.port, '127.0.0.1').end().resume(), 'close');
    assert.equal(disguised.wasMet(), false);
    await once(net.connect(listener.port, '127.0.0.1').end('GET / HTTP/1.1\r\n\r\n').resume(), 'close');
    assert.equal(disguised.wasMet(), false);
    assert.match(await ask(agent), /^(ERR_TLS_CERT_ALTNAME_INVALID|ECONNRESET)$/);
    // That one may have come on the connection that was cut.
    assert.equal(await ask(agent), 'ERR_TLS_CERT_ALTNAME_INVALID');
    assert.equal(disguised.wasMet(), true);
    disguised.end();
    assert.equal(await ask(agent), 'new');
    agent.destroy();
  });

  it('leaves the connections of a client alone when it ends, and when it is ended again', async () => {
    const trusting = new Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: 1 });
    const disguised = disguise([listener], certificates.server, certificates.misnamedServer);
    assert.equal(await ask(trusting), 'new');
    disguised.end();
    assert.equal(await ask(trusting), 'kept');
    const other = new Agent({ ca: certificates.ca, keepAlive: true, maxSockets: 1 });
    assert.equal(await ask(other), 'new');
    disguised.end();
    assert.equal(await ask(other), 'kept');
    trusting.destroy();
    other.destroy();
  });
});
