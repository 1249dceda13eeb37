import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { temporaryFolder } from './command';
import { HostileServer } from './hostile-server';
import { freePort } from './free-port';
import { ProxyStandIn, type ProxyOptions } from './proxy-server';
import { createTransport, TransportError, type HttpRequest, type TransportOptions } from '../support/exchange';
import { createCertificates, type Certificates } from '../support/hosting';

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => {
  return { method: 'GET', url, headers: {}, body: Buffer.alloc(0), ...more };
};

describe('a transport by way of a proxy', () => {
  let certificates: Certificates;
  before(async () => {
    certificates = await createCertificates({ serverNames: ['sees.elsewhere.test'] });
  });

  async function proxied(context: TestContext, options: ProxyOptions = {}): Promise<ProxyStandIn> {
    const proxy = await ProxyStandIn.open(options);
    context.after(() => proxy.close());
    return proxy;
  }

  async function server(context: TestContext, tls?: Parameters<typeof HostileServer.http>[1]): Promise<HostileServer> {
    const made = await HostileServer.http((_, response) => response.end('{"here":true}'), tls);
    context.after(() => made.close());
    return made;
  }

  function way(
    context: TestContext,
    proxy: string,
    options: TransportOptions = {},
  ): ReturnType<typeof createTransport> {
    const call = createTransport({ proxyFor: () => proxy, timeoutMs: 2000, ...options });
    context.after(() => call.close());
    return call;
  }

  const failing = (failure: string, message: RegExp) => (error: unknown) => {
    assert.ok(error instanceof TransportError);
    assert.equal(error.failure, failure, error.message);
    assert.match(error.message, message);
    return true;
  };

  it('asks for http by absolute form, spelled as given', async (context) => {
    const [proxy, target] = [await proxied(context), await server(context)];
    const answer = await way(context, proxy.url)(get(`${target.origin}/a/../b?c=%2b&d=+`, { method: 'POST' }));
    assert.equal(answer.body.toString(), '{"here":true}');
    assert.deepEqual(proxy.targets, [`${target.origin}/a/../b?c=%2b&d=+`]);
    const [seen, ...others] = target.requests;
    assert.deepEqual(others, []);
    assert.equal(seen?.headers.host, target.origin.replace('http://', ''));
    assert.equal(seen?.headers['proxy-authorization'], undefined);
  });

  it('tunnels https; the client certificate and the name asked for are those of the server within', async (context) => {
    const { ca, client, server: own } = certificates;
    const proxy = await proxied(context, { credentials: 'user:pass word' });
    const target = await server(context, { ...own, ca, requestCert: true, rejectUnauthorized: true });
    const port = Number(new URL(target.origin).port);
    const call = way(context, proxy.urlFor('user:pass word'), {
      tls: { ca, ...client, servername: 'sees.elsewhere.test' },
    });
    for (const turn of [1, 2]) {
      const answer = await call(
        get(`${target.origin}/turn?n=${String(turn)}`, { body: Buffer.from('x'), method: 'POST' }),
      );
      assert.equal(answer.status, 200);
    }
    assert.deepEqual(proxy.asked, [`CONNECT 127.0.0.1:${String(port)}`], 'one tunnel carries both');
    assert.deepEqual(
      target.requests.map(({ url, headers }) => [url, headers['proxy-authorization']]),
      [
        ['/turn?n=1', undefined],
        ['/turn?n=2', undefined],
      ],
    );
  });

  it('leaves the name to the proxy', async (context) => {
    const target = await server(context, certificates.server);
    const port = Number(new URL(target.origin).port);
    const proxy = await proxied(context, { names: { 'sees.elsewhere.test': port } });
    const answer = await way(context, proxy.url, { tls: { ca: certificates.ca } })(
      get('https://sees.elsewhere.test/x'),
    );
    assert.equal(answer.status, 200);
    assert.deepEqual(proxy.asked, ['CONNECT sees.elsewhere.test:443']);
  });

  it('checks the certificate within the tunnel', async (context) => {
    const [proxy, target] = [await proxied(context), await server(context, certificates.misnamedServer)];
    const call = way(context, proxy.url, { tls: { ca: certificates.ca } });
    await assert.rejects(call(get(`${target.origin}/`)), failing('tls', /TLS failed/));
    assert.equal(target.requests.length, 0);
  });

  it('of https itself is asked over TLS', async (context) => {
    const folder = temporaryFolder();
    const file = join(folder, 'ca.pem');
    writeFileSync(file, certificates.ca);
    const target = await server(context, certificates.server);
    const proxy = await proxied(context, { tls: certificates.server });
    // This process does not know the authority, so the proxy is refused before it is told anything.
    const call = way(context, proxy.urlFor('user:pa55word'), { tls: { ca: readFileSync(file) } });
    await assert.rejects(call(get(`${target.origin}/`)), failing('proxy', /cannot be used \(.*\)/));
    assert.deepEqual(proxy.asked, []);
    assert.equal(target.connections, 0);
  });

  for (const status of [403, 407, 502, 503]) {
    it(`that refuses with ${String(status)} is told of, for https`, async (context) => {
      const [proxy, target] = [await proxied(context, { refuses: status }), await server(context, certificates.server)];
      const call = way(context, proxy.urlFor('user:pa55word'), { tls: { ca: certificates.ca } });
      await assert.rejects(call(get(`${target.origin}/s?token=1`)), (error) => {
        assert.ok(!String(error).includes('pa55word'));
        const said = `/s: the proxy did not let it through: ${proxy.url} answers ${String(status)} \\(.*\\) to CONNECT 127`;
        return failing('proxy', new RegExp(said))(error);
      });
      assert.equal(target.connections, 0);
    });
  }

  for (const status of [407, 502, 503, 504]) {
    it(`that refuses with ${String(status)} is told of, for http`, async (context) => {
      const [proxy, target] = [await proxied(context, { refuses: status }), await server(context)];
      const call = way(context, proxy.url);
      await assert.rejects(call(get(`${target.origin}/`)), failing('proxy', new RegExp(`answers ${String(status)} `)));
      assert.equal(target.connections, 0);
    });
  }

  it("a server's own refusal in JSON stays its own", async (context) => {
    const proxy = await proxied(context);
    const target = await HostileServer.http((_, response) =>
      response.writeHead(503, { 'content-type': 'application/json' }).end('{"isAllowed":false}'),
    );
    context.after(() => target.close());
    assert.equal((await way(context, proxy.url)(get(`${target.origin}/`))).status, 503);
  });

  for (const scheme of ['http', 'https']) {
    it(`that is not there is told of, for ${scheme}`, async (context) => {
      const call = way(context, `http://127.0.0.1:${String(await freePort())}`);
      await assert.rejects(
        call(get(`${scheme}://sees.elsewhere.test/`)),
        failing('proxy', /cannot be used \(ECONNREFUSED\)/),
      );
    });

    it(`that hangs ends with the time limit, for ${scheme}`, async (context) => {
      const proxy = await proxied(context, { hangs: true });
      const call = way(context, proxy.url, { timeoutMs: 100 });
      const message = new RegExp(`in time: 100 ms through the proxy ${proxy.url}$`);
      await assert.rejects(call(get(`${scheme}://sees.elsewhere.test/`)), failing('timeout', message));
    });
  }

  it('is not used where none is named', async (context) => {
    const [proxy, target] = [await proxied(context), await server(context)];
    const call = createTransport({ proxyFor: () => undefined });
    context.after(() => call.close());
    assert.equal((await call(get(`${target.origin}/`))).status, 200);
    assert.deepEqual(proxy.asked, []);
  });
});
