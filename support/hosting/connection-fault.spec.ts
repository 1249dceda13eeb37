import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  ConnectionFault,
  createTransport,
  TransportError,
  type ConnectionFaultKind,
  type Handler,
  type Transport,
} from '../exchange';
import { createCertificates, host, listen } from './index';

const cleanups: (() => Promise<void> | void)[] = [];
let end: () => void = () => undefined;

/** Gives no answer in the way that the path names. */
const handler: Handler = ({ url }) => {
  const kind = new URL(url).pathname.slice(1);
  if (kind === 'fine') return Promise.resolve({ status: 200, headers: {}, body: Buffer.from('fine') });
  const over = new Promise<void>((resolve) => (end = resolve));
  return Promise.reject(new ConnectionFault(kind as ConnectionFaultKind, over));
};

const WAYS: Readonly<Record<string, () => Promise<{ origin: string; call: Transport }>>> = {
  nock: async () => {
    const hosted = host(handler, { hosting: 'nock', origin: 'https://faulty.test' });
    const call = createTransport();
    cleanups.push(
      () => call.close(),
      () => hosted.close(),
    );
    return { origin: hosted.origin, call };
  },
  direct: async () => {
    const hosted = host(handler, { hosting: 'direct', origin: 'https://faulty.test' });
    cleanups.push(() => hosted.close());
    return { origin: hosted.origin, call: hosted.call ?? assert.fail() };
  },
  port: async () => {
    const listener = await listen(handler);
    const call = createTransport();
    cleanups.push(
      () => call.close(),
      () => listener.close(),
    );
    return { origin: listener.origin, call };
  },
  'port with TLS': async () => {
    const { ca, server } = await createCertificates();
    const listener = await listen(handler, { tls: { cert: server.cert, key: server.key } });
    const call = createTransport({ tls: { ca } });
    cleanups.push(
      () => call.close(),
      () => listener.close(),
    );
    return { origin: listener.origin, call };
  },
};

for (const [name, open] of Object.entries(WAYS)) {
  describe(`a handler without an answer, ${name}`, () => {
    let ready: ReturnType<typeof open>;
    // All specs share a process: what is hosted behind nock begins and ends with this one.
    before(() => (ready = open()));
    after(async () => {
      for (const cleanup of cleanups.splice(0)) await cleanup();
    });
    const failureOf = async (kind: string, signal?: AbortSignal): Promise<string> => {
      const { origin, call } = await ready;
      const request = { method: 'GET', url: `${origin}/${kind}`, headers: {}, body: Buffer.alloc(0) };
      return call(request, signal === undefined ? {} : { signal }).then(
        ({ status }) => String(status),
        (error: unknown) => (error instanceof TransportError ? error.failure : 'a foreign error'),
      );
    };

    it('breaks the connection', async () => {
      assert.equal(await failureOf('reset'), 'reset');
      assert.equal(await failureOf('fine'), '200');
    });

    it('is not there; on a port the connection ends without a byte', async () => {
      assert.equal(await failureOf('refused'), name.startsWith('port') ? 'reset' : 'refused');
      assert.equal(await failureOf('fine'), '200');
    });

    it('says nothing until the fault is over', async () => {
      const silence = failureOf('silent');
      const first = await Promise.race([silence, new Promise((resolve) => setTimeout(resolve, 30, 'still silent'))]);
      assert.equal(first, 'still silent');
      end();
      assert.match(await silence, /^(timeout|reset)$/);
      assert.equal(await failureOf('fine'), '200');
    });

    it('lets the caller go', async () => {
      const caller = new AbortController();
      const silence = failureOf('silent', caller.signal);
      setTimeout(() => caller.abort(), 20);
      assert.equal(await silence, 'aborted');
      end();
      assert.equal(await failureOf('fine'), '200');
    });
  });
}
