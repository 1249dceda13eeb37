import assert from 'node:assert/strict';
import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { after, describe, it } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { HttpRequest } from './http';
import { createTransport } from './transport';
import { TransportError, type TransportFailure } from './transport-error';

const closers: (() => void)[] = [];
after(() => {
  for (const close of closers) close();
});

/** A server that answers a request with bytes of our choice, and keeps the raw requests. */
async function rawServer(respond: (socket: Socket, seen: string) => void): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      seen.push(chunk.toString('latin1'));
      respond(socket, seen.join(''));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, seen };
}

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, body: Buffer.alloc(0), ...more };
}

function fails(failure: TransportFailure): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof TransportError);
    assert.equal(error.failure, failure, error.message);
    assert.doesNotMatch(error.message, /\?/);
    return true;
  };
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const answerOk = (socket: Socket): void => {
  socket.write(OK);
};

describe('createTransport: what goes out', () => {
  it('sends exactly the target and headers given, and what HTTP itself needs', async () => {
    const { url, seen } = await rawServer(answerOk);
    const call = createTransport({ keepAlive: false });
    const target = "/a/../b//c?a=%2B1&b=+2&c=%c3%a9&d='&&e";
    await call(get(url + target, { headers: { 'X-Test': 'yes' } }));
    const host = url.replace('http://', '');
    assert.deepEqual(
      seen.join('').split('\r\n').sort(),
      ['', '', 'Connection: close', `GET ${target} HTTP/1.1`, `Host: ${host}`, 'x-test: yes'].sort(),
    );
  });

  it('sends raw bytes as they are, with their length and no content type', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    const { url, seen } = await rawServer((socket, all) => {
      if (all.endsWith(bytes.toString('latin1'))) socket.write(OK);
    });
    await createTransport({ keepAlive: false })(get(url, { method: 'POST', body: bytes }));
    const all = seen.join('');
    assert.match(all, /^POST \/ HTTP/);
    assert.match(all, /\r\ncontent-length: 5\r\n/i);
    assert.doesNotMatch(all, /content-type|user-agent|accept/i);
  });

  it('says that an empty POST is empty', async () => {
    const { url, seen } = await rawServer(answerOk);
    await createTransport({ keepAlive: false })(get(url, { method: 'POST' }));
    assert.match(seen.join(''), /\r\ncontent-length: 0\r\n/i);
    assert.doesNotMatch(seen.join(''), /content-type/i);
  });

  it('refuses header values that would split the message', async () => {
    const { url, seen } = await rawServer(answerOk);
    const bad = get(url, { headers: { 'x-test': 'a\r\nx-evil: 1' } });
    await assert.rejects(createTransport()(bad), TransportError);
    assert.deepEqual(seen, []);
  });

  it('uses no proxy, whatever the environment says', async () => {
    const { url } = await rawServer(answerOk);
    process.env.HTTP_PROXY = process.env.http_proxy = 'http://127.0.0.1:9';
    try {
      assert.equal((await createTransport({ keepAlive: false })(get(url))).status, 200);
    } finally {
      delete process.env.HTTP_PROXY;
      delete process.env.http_proxy;
    }
  });
});

describe('createTransport: what comes back', () => {
  it('takes any status as an answer, and joins headers sent twice', async () => {
    const head =
      'HTTP/1.1 503 Gone\r\ncontent-length: 1\r\nset-cookie: a=1, x\r\nset-cookie: b=2\r\nx-a: 1\r\nX-A: 2\r\n\r\n!';
    const { url } = await rawServer((socket) => socket.end(head));
    const response = await createTransport()(get(url));
    assert.equal(response.status, 503);
    assert.deepEqual({ ...response.headers }, { 'content-length': '1', 'set-cookie': 'a=1, x\nb=2', 'x-a': '1, 2' });
    assert.equal(response.body.toString(), '!');
  });

  it('never follows a redirect, so credentials stay where they were sent', async () => {
    const other = await rawServer(answerOk);
    const { url } = await rawServer((socket) =>
      socket.end(`HTTP/1.1 307 Moved\r\nlocation: ${other.url}/next\r\ncontent-length: 0\r\n\r\n`),
    );
    const response = await createTransport()(get(url, { headers: { authorization: 'secret' } }));
    assert.equal(response.status, 307);
    assert.equal(response.headers.location, `${other.url}/next`);
    assert.deepEqual(other.seen, []);
  });

  it('gives bytes as they are, also bad JSON and broken UTF-8', async () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0xef, 0xbb, 0xbf]);
    const { url } = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 6\r\n\r\n');
      socket.end(body);
    });
    assert.deepEqual((await createTransport()(get(url))).body, body);
  });

  for (const [encoding, bytes] of [
    ['gzip', gzipSync('plain text')],
    ['br', brotliCompressSync('plain text')],
  ] as const) {
    it(`decodes ${encoding}`, async () => {
      const { url } = await rawServer((socket) => {
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${String(bytes.length)}\r\n\r\n`,
        );
        socket.end(bytes);
      });
      assert.equal((await createTransport()(get(url))).body.toString(), 'plain text');
    });
  }

  it('counts its cap in decoded bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024));
    assert.ok(bomb.length < 10_000);
    const { url } = await rawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${String(bomb.length)}\r\n\r\n`);
      socket.end(bomb);
    });
    await assert.rejects(createTransport({ maxResponseBytes: 100_000 })(get(url)), fails('too-large'));
  });

  it('takes a body of exactly the cap, and not one byte more', async () => {
    const { url } = await rawServer((socket, seen) => {
      const size = seen.includes('/more') ? 1001 : 1000;
      socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${'x'.repeat(size)}`);
    });
    const call = createTransport({ maxResponseBytes: 1000, keepAlive: false });
    assert.equal((await call(get(`${url}/same`))).body.length, 1000);
    await assert.rejects(call(get(`${url}/more`)), fails('too-large'));
  });

  it('gives up on 64 MiB long before they have come', async () => {
    let sent = 0;
    const { url } = await rawServer((socket) => {
      const chunk = Buffer.alloc(64 * 1024);
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${String(64 * 1024 * 1024)}\r\n\r\n`);
      const more = (): void => {
        while (sent < 64 * 1024 * 1024 && !socket.destroyed) {
          sent += chunk.length;
          if (!socket.write(chunk)) {
            socket.once('drain', more);
            return;
          }
        }
      };
      more();
    });
    await assert.rejects(createTransport({ maxResponseBytes: 1024 * 1024 })(get(url)), fails('too-large'));
    assert.ok(sent < 32 * 1024 * 1024, `${String(sent)} bytes were taken`);
  });
});

describe('createTransport: what goes wrong', () => {
  it('is refused where nobody listens', async () => {
    const server = net.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    await assert.rejects(createTransport()(get(`http://127.0.0.1:${String(port)}/?a=b`)), fails('refused'));
  });

  it('sees a reset before the answer and in the middle of it', async () => {
    const early = await rawServer((socket) => socket.resetAndDestroy());
    await assert.rejects(createTransport()(get(early.url)), fails('reset'));
    const late = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf', () => socket.resetAndDestroy());
    });
    await assert.rejects(createTransport()(get(late.url)), fails('reset'));
  });

  it('sees a body that ends too early', async () => {
    const { url } = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'));
    await assert.rejects(createTransport()(get(url)), fails('reset'));
  });

  it('ends a server that never answers', async () => {
    const { url } = await rawServer(() => undefined);
    await assert.rejects(createTransport({ timeoutMs: 40 })(get(url)), fails('timeout'));
  });

  it('ends a body that drips for ever', async () => {
    const { url } = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 5);
      socket.once('close', () => {
        clearInterval(timer);
      });
    });
    await assert.rejects(createTransport({ timeoutMs: 80 })(get(url)), fails('timeout'));
  });

  it('ends when the caller goes away, and closes the connection', async () => {
    let gone: Promise<unknown> | undefined;
    const ending = new AbortController();
    const { url } = await rawServer((socket) => {
      gone = once(socket, 'close');
      ending.abort();
    });
    await assert.rejects(createTransport()(get(url), { signal: ending.signal }), fails('aborted'));
    await gone;
    await assert.rejects(createTransport()(get(url), { signal: ending.signal }), fails('aborted'));
  });

  it('calls bytes that are no HTTP malformed, and also a URL that is none', async () => {
    const { url } = await rawServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n\r\n'));
    await assert.rejects(createTransport()(get(url)), fails('malformed'));
    await assert.rejects(createTransport()(get('ftp://h/x?y')), fails('malformed'));
  });

  it('calls a host name that cannot exist a DNS failure', async () => {
    await assert.rejects(createTransport()(get('http://no-such-host.invalid/')), fails('dns'));
  });
});

describe('createTransport: connections', () => {
  it('uses a connection again, lets go of an idle one, and of all when closed', async () => {
    const sockets: Socket[] = [];
    const server = http.createServer((_request, response) => response.end('ok'));
    server.on('connection', (socket: Socket) => sockets.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => server.close());
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    const call = createTransport({ idleMs: 60 });
    await call(get(url));
    await call(get(url));
    const [first] = sockets;
    assert.equal(sockets.length, 1);
    assert.ok(first !== undefined);
    await once(first, 'close');
    const keeping = createTransport({ idleMs: 60_000 });
    await keeping(get(url));
    const second = sockets[1];
    assert.ok(second !== undefined);
    keeping.close();
    await once(second, 'close');
  });
});
