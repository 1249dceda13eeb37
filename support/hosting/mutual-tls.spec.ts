import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createTransport, TransportError, type Handler, type TransportOptions } from '../exchange';
import { createCertificates, type Certificates } from './certificates';
import { listen, type Listener } from './listener';
import { host } from './host';

const ok: Handler = () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from('ok') });

describe('TLS on a port', () => {
  let certificates: Certificates;
  let mutual: Listener;
  let plain: Listener;
  const refusals: Error[] = [];

  before(async () => {
    certificates = await createCertificates({ serverNames: ['sees.test'] });
    const { server, ca } = certificates;
    const onConnectionError = (error: Error) => refusals.push(error);
    mutual = await listen(ok, { tls: { ...server, ca, requestClientCertificate: true }, onConnectionError });
    plain = await listen(ok, { tls: server });
  });
  after(async () => {
    await mutual.close();
    await plain.close();
  });

  const call = async (listener: Listener, tls: NonNullable<TransportOptions['tls']>): Promise<string> => {
    const transport = createTransport({ tls, keepAlive: false });
    try {
      const response = await transport({
        method: 'GET',
        url: `${listener.origin}/?a=b`,
        headers: {},
        body: Buffer.alloc(0),
      });
      return String(response.status);
    } catch (error) {
      assert.ok(error instanceof TransportError);
      return error.failure;
    }
  };

  it('lets the trusted client in', async () => {
    const { ca, client } = certificates;
    assert.equal(await call(mutual, { ca, ...client }), '200');
    assert.equal(await call(mutual, { ca: [Buffer.from(ca)], ...client, servername: 'sees.test' }), '200');
  });

  it('turns away clients without a certificate, with one of another authority, with one that ran out', async () => {
    const { ca, untrustedClient, expiredClient } = certificates;
    const before = refusals.length;
    assert.equal(await call(mutual, { ca }), 'tls');
    // Without an alert that names the reason, all that shows is a broken connection.
    for (const pair of [untrustedClient, expiredClient]) {
      assert.match(await call(mutual, { ca, ...pair }), /^(tls|reset)$/);
    }
    assert.equal(refusals.length - before, 3);
  });

  it('does not talk to a server of an unknown authority or another name, whatever the environment allows', async () => {
    const { ca, client, untrustedCa } = certificates;
    const allowed = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      assert.equal(await call(plain, { ca: untrustedCa }), 'tls');
      assert.equal(await call(plain, {}), 'tls');
      assert.equal(await call(plain, { ca, servername: 'other.test' }), 'tls');
      assert.equal(await call(mutual, { ca: untrustedCa, ...client }), 'tls');
    } finally {
      if (allowed === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = allowed;
    }
    assert.equal(await call(plain, { ca }), '200');
  });

  it('calls plain http on a TLS port no success, and TLS on a plain port a TLS failure', async () => {
    const http = await listen(ok);
    const transport = createTransport({ tls: { ca: certificates.ca } });
    const request = { method: 'GET', headers: {}, body: Buffer.alloc(0) };
    await assert.rejects(
      transport({ ...request, url: http.origin.replace('http:', 'https:') }),
      (error) => error instanceof TransportError && error.failure === 'tls',
    );
    await assert.rejects(transport({ ...request, url: plain.origin.replace('https:', 'http:') }), TransportError);
    await http.close();
  });

  it('works while nock is in place', async () => {
    const hosted = host(ok, { hosting: 'nock', origin: 'https://sees.test' });
    const { ca, client } = certificates;
    assert.equal(await call(mutual, { ca, ...client }), '200');
    assert.equal(await call(mutual, { ca }), 'tls');
    await hosted.close();
  });

  it('swaps its certificate live', async () => {
    const { server, misnamedServer, ca } = certificates;
    const listener = await listen(ok, { tls: server });
    assert.equal(await call(listener, { ca }), '200');
    listener.swapCertificate(misnamedServer);
    assert.equal(await call(listener, { ca }), 'tls');
    listener.swapCertificate(server);
    assert.equal(await call(listener, { ca }), '200');
    await listener.close();
  });

  it('closes although a handshake never ends', async () => {
    const listener = await listen(ok, { tls: certificates.server });
    const socket = net.connect(listener.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    socket.resume();
    await listener.close();
    await closed;
  });
});

describe('createCertificates', () => {
  it('makes what it says: names, times, authorities', async () => {
    const before = Date.now();
    const made = await createCertificates({
      serverNames: ['sees.test', '192.0.2.7'],
      validSeconds: 600,
      clientName: 'player',
    });
    const ca = new X509Certificate(made.ca);
    const server = new X509Certificate(made.server.cert);
    assert.ok(ca.ca && !server.ca);
    for (const name of ['localhost', 'sees.test']) assert.equal(server.checkHost(name), name);
    for (const address of ['127.0.0.1', '192.0.2.7']) assert.equal(server.checkIP(address), address);
    assert.equal(new X509Certificate(made.misnamedServer.cert).checkHost('localhost'), undefined);
    assert.equal(server.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
    for (const { cert } of [made.server, made.misnamedServer, made.client, made.expiredClient]) {
      assert.ok(new X509Certificate(cert).verify(ca.publicKey));
    }
    const untrusted = new X509Certificate(made.untrustedClient.cert);
    assert.ok(!untrusted.verify(ca.publicKey) && untrusted.verify(new X509Certificate(made.untrustedCa).publicKey));
    assert.equal(new X509Certificate(made.client.cert).subject, 'CN=player');
    assert.ok(Date.parse(new X509Certificate(made.expiredClient.cert).validTo) < before);
    assert.ok(Date.parse(server.validFrom) <= before - 3_500_000);
    const left = (Date.parse(server.validTo) - before) / 1000;
    assert.ok(left > 590 && left < 660, String(left));
  });
});
