import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net, { type Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import { createTransport, TransportError, type Handler, type HttpRequest } from '../exchange';
import { listen, type Listener, type ListenOptions } from './listener';

const open: Listener[] = [];
after(async () => {
  for (const listener of open) await listener.close();
});

async function put(handler: Handler, options: ListenOptions = {}): Promise<Listener> {
  const listener = await listen(handler, options);
  open.push(listener);
  return listener;
}

const ok: Handler = () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from('ok') });
const get = (url: string) => ({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
const transportFails = (failure: string) => (error: unknown) =>
  error instanceof TransportError && error.failure === failure;

async function connect(listener: Listener): Promise<Socket> {
  const socket = net.connect(listener.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function allOf(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

describe('listen', () => {
  it('gives the handler URLs of its own address, or of the public one', async () => {
    const seen: HttpRequest[] = [];
    const record: Handler = (request) => {
      seen.push(request);
      return ok(request);
    };
    const here = await put(record);
    const behind = await put(record, { publicOrigin: 'https://ep.example' });
    const call = createTransport({ keepAlive: false });
    await call(get(`${here.origin}/a?b=%2B`));
    await call(get(`${behind.origin}/a?b=%2B`));
    assert.deepEqual(
      seen.map(({ url }) => url),
      [`${here.origin}/a?b=%2B`, 'https://ep.example/a?b=%2B'],
    );
  });

  it('shows header lines sent twice, and hides what belongs to the connection', async () => {
    const seen: HttpRequest[] = [];
    const listener = await put((request) => {
      seen.push(request);
      return ok(request);
    });
    const socket = await connect(listener);
    socket.write('POST /x HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a: 2\r\nContent-Type: a\r\nContent-Type: b\r\n');
    socket.write('Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n');
    assert.match(await allOf(socket), /^HTTP\/1\.1 200 OK\r\n/);
    assert.deepEqual(seen[0]?.headers, { host: 'h', 'x-a': '1, 2', 'content-type': 'a, b' });
    assert.equal(seen[0]?.body.toString(), 'abc');
  });

  it('takes a body of exactly the limit; a larger one is 413 and never reaches the handler', async () => {
    const seen: number[] = [];
    const listener = await put(
      (request) => {
        seen.push(request.body.length);
        return ok(request);
      },
      { maxRequestBytes: 1_000 },
    );
    const call = createTransport({ keepAlive: false });
    const post = (size: number) => call({ ...get(listener.origin), method: 'POST', body: Buffer.alloc(size) });
    assert.equal((await post(1_000)).status, 200);
    assert.equal((await post(1_001)).status, 413);
    assert.deepEqual(seen, [1_000]);
  });

  it('refuses 64 MiB without reading them all', async () => {
    const listener = await put(ok, { maxRequestBytes: 1024 });
    const socket = await connect(listener);
    const answer = allOf(socket);
    const chunk = Buffer.alloc(64 * 1024);
    let sent = 0;
    socket.write(`POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ${String(64 * 1024 * 1024)}\r\n\r\n`);
    while (!socket.destroyed && sent < 64 * 1024 * 1024) {
      sent += chunk.length;
      if (!socket.write(chunk)) await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
    }
    assert.match(await answer, /^HTTP\/1\.1 413 /);
    assert.ok(sent < 32 * 1024 * 1024, `${String(sent)} bytes were taken`);
  });

  it('ends headers that never come', async () => {
    const errors: Error[] = [];
    const listener = await put(ok, { timeouts: { headersMs: 100 }, onConnectionError: (error) => errors.push(error) });
    const socket = await connect(listener);
    socket.write('GET / HTTP/1.1\r\nHost:');
    assert.match(await allOf(socket), /^HTTP\/1\.1 408 /);
    assert.equal(errors.length, 1);
  });

  it('answers broken HTTP with 400', async () => {
    const listener = await put(ok);
    const socket = await connect(listener);
    socket.write('this is no HTTP\r\n\r\n');
    assert.match(await allOf(socket), /^HTTP\/1\.1 400 /);
  });

  it('says who has the port, and wants a word before it opens to others', async () => {
    const first = await put(ok);
    await assert.rejects(listen(ok, { port: first.port }), {
      message: `Port 127.0.0.1:${String(first.port)} is taken by another program; choose another port, or 0 for any free one`,
    });
    await assert.rejects(listen(ok, { host: '0.0.0.0' }), /can be reached from other machines/);
    await assert.rejects(
      listen(ok, { host: '192.0.2.1', allowNonLoopback: true }),
      /192\.0\.2\.1:0 is no address of this machine/,
    );
  });

  it('is refused after closing, and the port can be taken again', async () => {
    const first = await listen(ok);
    const call = createTransport({ keepAlive: false });
    assert.equal((await call(get(first.origin))).status, 200);
    await first.close();
    await assert.rejects(call(get(first.origin)), transportFails('refused'));
    const second = await put(ok, { port: first.port });
    assert.equal(second.origin, first.origin);
    assert.equal((await call(get(second.origin))).status, 200);
  });

  it('ends idle keep-alive connections at once when closed', async () => {
    const listener = await listen(ok, { timeouts: { keepAliveMs: 60_000 } });
    const agent = new http.Agent({ keepAlive: true });
    const request = http.get(listener.origin, { agent });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    await once(response, 'end');
    const start = Date.now();
    await listener.close({ graceMs: 30_000 });
    assert.ok(Date.now() - start < 5_000);
    agent.destroy();
  });

  it('lets a call under way finish within the grace, and ends it after', async () => {
    let release = (): void => undefined;
    let arrived = (): void => undefined;
    const slow: Handler = async (request) => {
      arrived();
      await new Promise<void>((resolve) => (release = resolve));
      return ok(request);
    };
    const run = async (graceMs: number, answering: boolean): Promise<number | string> => {
      const listener = await listen(slow);
      const there = new Promise<void>((resolve) => (arrived = resolve));
      const pending = createTransport({ keepAlive: false })(get(listener.origin)).then(
        ({ status }) => status,
        (error: unknown) => (error instanceof TransportError ? error.failure : 'odd'),
      );
      await there;
      const closing = listener.close({ graceMs });
      if (answering) release();
      await closing;
      release();
      return pending;
    };
    assert.equal(await run(30_000, true), 200);
    assert.equal(await run(30, false), 'reset');
    assert.equal(await run(0, false), 'reset');
  });

  it('drops connections and takes new ones', async () => {
    let arrived = (): void => undefined;
    const listener = await put(async () => {
      arrived();
      return new Promise(() => undefined);
    });
    for (const reset of [false, true]) {
      const there = new Promise<void>((resolve) => (arrived = resolve));
      const pending = assert.rejects(createTransport()(get(listener.origin)), transportFails('reset'));
      await there;
      listener.dropConnections({ reset });
      await pending;
    }
  });

  it('has no certificate to swap over plain http', async () => {
    const listener = await put(ok);
    assert.throws(() => {
      listener.swapCertificate({ cert: '', key: '' });
    }, /speaks plain http/);
  });
});
