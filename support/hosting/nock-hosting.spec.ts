import assert from 'node:assert/strict';
import http from 'node:http';
import { afterEach, describe, it } from 'node:test';
import { createTransport, TransportError, type Handler } from '../exchange';
import { listen } from './listener';
import { hostBehindNock } from './nock-hosting';
import type { Hosted } from './hosted';

const says =
  (text: string): Handler =>
  () =>
    Promise.resolve({ status: 200, headers: {}, body: Buffer.from(text) });
const get = (url: string) => ({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
const refused = (error: unknown): boolean => error instanceof TransportError && error.failure === 'refused';

describe('hostBehindNock', () => {
  const open: Hosted[] = [];
  const call = createTransport({ keepAlive: false });
  const put = (handler: Handler, origin: string): Hosted => {
    const hosted = hostBehindNock(handler, origin);
    open.push(hosted);
    return hosted;
  };
  afterEach(async () => {
    for (const hosted of open.splice(0)) await hosted.close();
  });

  it('hosts several origins at once, ports and schemes told apart', async () => {
    put(says('a'), 'https://a.test');
    put(says('b'), 'https://a.test:8443');
    put(says('c'), 'http://a.test');
    const bodies = [];
    for (const url of ['https://a.test/x', 'https://a.test:8443/x', 'http://a.test/x', 'https://a.test:443/y']) {
      bodies.push((await call(get(url))).body.toString());
    }
    assert.deepEqual(bodies, ['a', 'b', 'c', 'a']);
  });

  it('answers again and again, also at the same time', async () => {
    put(async (request) => {
      await new Promise((resolve) => setImmediate(resolve));
      return { status: 200, headers: {}, body: Buffer.from(request.url) };
    }, 'https://a.test');
    const urls = Array.from({ length: 20 }, (_, n) => `https://a.test/${String(n)}`);
    const answers = await Promise.all(urls.map((url) => call(get(url))));
    assert.deepEqual(
      answers.map(({ body }) => body.toString()),
      urls,
    );
  });

  it('closes the network, but not loopback', async () => {
    const listener = await listen(says('port'));
    put(says('a'), 'https://a.test');
    await assert.rejects(
      call(get('https://b.test/x?secret=1')),
      (error: Error) => refused(error) && !error.message.includes('secret'),
    );
    assert.equal((await call(get(listener.origin))).body.toString(), 'port');
    await listener.close();
  });

  it('is gone when closed, and leaves the others', async () => {
    const first = put(says('a'), 'https://a.test');
    put(says('b'), 'https://b.test');
    await first.close();
    await first.close();
    await assert.rejects(call(get('https://a.test/')), refused);
    assert.equal((await call(get('https://b.test/'))).body.toString(), 'b');
  });

  it('gives node its http module back with the last one, and can begin again', async () => {
    const before = http.request;
    const first = put(says('a'), 'https://a.test');
    assert.notEqual(http.request, before);
    await first.close();
    assert.equal(http.request, before);
    put(says('again'), 'https://a.test');
    assert.equal((await call(get('https://a.test/'))).body.toString(), 'again');
  });
});
