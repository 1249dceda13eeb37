import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createTransport,
  TransportError,
  type Handler,
  type HttpRequest,
  type HttpResponse,
  type Transport,
} from '../exchange';
import { host, listen } from './index';

/** One way of hosting, ready to be called at `origin`. */
interface Way {
  readonly name: string;
  readonly origin: string;
  readonly call: Transport;
  readonly seen: HttpRequest[];
  readonly errors: unknown[];
  close(): Promise<void>;
}

/** The answers that the handler gives, chosen by a header of the request. */
const ANSWERS: Readonly<Record<string, () => HttpResponse | Promise<HttpResponse>>> = {
  ok: () => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from('fine') }),
  empty: () => ({ status: 200, headers: {}, body: Buffer.alloc(0) }),
  binary: () => ({ status: 200, headers: {}, body: Buffer.from([0, 255, 254, 13, 10, 0]) }),
  refused: () => ({
    status: 403,
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.from('{"errorCode":-4010}'),
  }),
  cookies: () => ({ status: 200, headers: { 'set-cookie': 'a=1; Path=/, x\nb=2' }, body: Buffer.from('c') }),
  'no-content': () => ({ status: 204, headers: { 'x-a': '1' }, body: Buffer.from('dropped') }),
  redirect: () => ({ status: 302, headers: { location: 'https://elsewhere.invalid/' }, body: Buffer.alloc(0) }),
  'bad-json': () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"a":') }),
  throws: () => Promise.reject(new Error('handler fault')),
  'bad-status': () => ({ status: 99, headers: {}, body: Buffer.alloc(0) }),
  'bad-header': () => ({ status: 200, headers: { 'x-a': 'a\r\nx-evil: 1' }, body: Buffer.alloc(0) }),
};

function recorder(seen: HttpRequest[]): Handler {
  return async (request) => {
    seen.push(request);
    return (await (ANSWERS[request.headers['x-answer'] ?? 'ok'] ?? ANSWERS.ok)?.()) ?? assert.fail();
  };
}

async function ways(): Promise<Way[]> {
  const all: Way[] = [];
  for (const hosting of ['nock', 'direct'] as const) {
    const [seen, errors]: [HttpRequest[], unknown[]] = [[], []];
    const origin = `https://${hosting}.test`;
    const hosted = host(recorder(seen), { hosting, origin, onError: (error) => errors.push(error) });
    all.push({
      name: hosting,
      origin,
      call: hosted.call ?? createTransport(),
      seen,
      errors,
      close: () => hosted.close(),
    });
  }
  const [seen, errors]: [HttpRequest[], unknown[]] = [[], []];
  const listener = await listen(recorder(seen), { onError: (error) => errors.push(error) });
  const { origin } = listener;
  all.push({ name: 'port', origin, call: createTransport(), seen, errors, close: () => listener.close() });
  return all;
}

interface Row {
  readonly what: string;
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
}

const ROWS: readonly Row[] = [
  { what: 'a raw query', target: '/p?a=%2B1&b=+2&c=%c3%a9&d=%2f%2F&e&&=f&a=again' },
  { what: 'characters outside ASCII, which a request line cannot hold', target: '/é?ü= x' },
  { what: 'an empty path', target: '' },
  { what: 'a query without a path', target: '?a=1' },
  { what: 'percent sequences in the path', target: '/a%2Fb%20c//d' },
  { what: 'a POST without a body', method: 'POST' },
  { what: 'a binary body', method: 'POST', body: Buffer.from([0, 255, 128, 10, 13]) },
  {
    what: 'a form',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from('a=%2B1&b=+2'),
  },
  {
    what: 'JSON',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"a": 1.0, "a": 2}'),
  },
  {
    what: 'JSON that is none',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"a":'),
  },
  {
    what: 'JSON that is no UTF-8',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from([0x22, 0xff, 0x22]),
  },
  { what: 'a GET with a body', method: 'GET', body: Buffer.from('body') },
  { what: 'HEAD', method: 'HEAD' },
  { what: 'PUT', method: 'PUT', body: Buffer.from('x') },
  { what: 'PATCH', method: 'PATCH', body: Buffer.from('x') },
  { what: 'DELETE', method: 'DELETE' },
  { what: 'OPTIONS', method: 'OPTIONS' },
  { what: 'header names in any case', headers: { 'X-Mixed-Case': 'Value', Accept: 'text/uri-list' } },
  ...Object.keys(ANSWERS).map((answer) => ({ what: `the answer ${answer}`, headers: { 'x-answer': answer } })),
  { what: 'a refusal of a POST', method: 'POST', headers: { 'x-answer': 'refused' }, body: Buffer.from([0, 0, 0, 1]) },
];

describe('the same handler behind nock, direct and on a port', () => {
  let all: Way[] = [];
  before(async () => {
    all = await ways();
  });
  after(async () => {
    for (const way of all) {
      way.call.close();
      await way.close();
    }
  });

  for (const { what, method = 'GET', target = '/', headers = {}, body = Buffer.alloc(0) } of ROWS) {
    it(`sees and gives the same: ${what}`, async () => {
      const results = [];
      for (const way of all) {
        const errors = way.errors.length;
        const response = await way.call({ method, url: way.origin + target, headers, body });
        results.push({
          request: neutral(way.seen.at(-1), way.origin),
          response: endToEnd(response),
          faults: way.errors.length - errors,
        });
      }
      const [nock, direct, port] = results;
      assert.deepEqual(direct, port, 'direct and port');
      assert.deepEqual(nock, port, 'nock and port');
      assert.deepEqual(port?.request?.body, body);
    });
  }

  it('keeps a target to the letter', async () => {
    const target = "/a/../b/./c?d='e'";
    for (const way of all) {
      await way.call({ method: 'GET', url: way.origin + target, headers: {}, body: Buffer.alloc(0) });
      assert.equal(way.seen.at(-1)?.url, way.origin + target);
    }
  });

  it('answers a fault of the handler with 500 and reports it', async () => {
    for (const way of all) {
      const response = await way.call({
        method: 'GET',
        url: way.origin,
        headers: { 'x-answer': 'throws' },
        body: Buffer.alloc(0),
      });
      assert.equal(response.status, 500);
      assert.match(String(way.errors.at(-1)), /handler fault/);
    }
  });

  it('sends no body where HTTP has none', async () => {
    for (const way of all) {
      const head = await way.call({ method: 'HEAD', url: way.origin, headers: {}, body: Buffer.alloc(0) });
      assert.deepEqual([head.headers['content-length'], head.body.length], ['4', 0]);
      const none = await way.call({
        method: 'GET',
        url: way.origin,
        headers: { 'x-answer': 'no-content' },
        body: Buffer.alloc(0),
      });
      assert.deepEqual([none.status, none.headers['content-length'], none.body.length], [204, undefined, 0]);
    }
  });

  it('joins two cookies with a line feed', async () => {
    for (const way of all) {
      const response = await way.call({
        method: 'GET',
        url: way.origin,
        headers: { 'x-answer': 'cookies' },
        body: Buffer.alloc(0),
      });
      assert.equal(response.headers['set-cookie'], 'a=1; Path=/, x\nb=2', way.name);
    }
  });
});

describe('a handler that never answers', () => {
  it('ends with the transport, and does not hold up closing', async () => {
    const never: Handler = () => new Promise(() => undefined);
    const listener = await listen(never);
    const hosted = [
      ...(['nock', 'direct'] as const).map((hosting) => host(never, { hosting, origin: 'http://never.test' })),
      listener,
    ];
    for (const one of hosted) {
      const adapter = 'adapter' in one && one.adapter !== undefined ? { adapter: one.adapter } : {};
      const request = { method: 'GET', url: one.origin, headers: {}, body: Buffer.alloc(0) };
      const hasty = createTransport({ timeoutMs: 30, ...adapter });
      await assert.rejects(hasty(request), (error) => error instanceof TransportError && error.failure === 'timeout');
      const patient = createTransport(adapter);
      const pending = assert.rejects(
        patient(request),
        (error) => error instanceof TransportError && error.failure === 'reset',
      );
      await new Promise((resolve) => setTimeout(resolve, 20));
      await one.close();
      await pending;
      await one.close();
    }
  });

  it('ends when the caller goes away', async () => {
    for (const hosting of ['nock', 'direct'] as const) {
      const hosted = host(() => new Promise(() => undefined), { hosting, origin: 'http://never.test' });
      const ending = new AbortController();
      const call = hosted.call ?? createTransport();
      const request = { method: 'GET', url: hosted.origin, headers: {}, body: Buffer.alloc(0) };
      const pending = call(request, { signal: ending.signal });
      setImmediate(() => {
        ending.abort();
      });
      await assert.rejects(pending, (error) => error instanceof TransportError && error.failure === 'aborted');
      await hosted.close();
    }
  });
});

/** The request as every hosting should show it: without the name of the host, which has to differ. */
function neutral(request: HttpRequest | undefined, origin: string): HttpRequest | undefined {
  if (request === undefined) return undefined;
  const { host: name, ...headers } = request.headers;
  assert.equal(name, origin.replace(/^https?:\/\//, ''));
  return { ...request, url: request.url.replace(origin, ''), headers: sorted(headers) };
}

/** The answer without what belongs to the connection. */
function endToEnd(response: HttpResponse): HttpResponse {
  const { connection: _connection, 'keep-alive': _keepAlive, ...headers } = response.headers;
  return { ...response, headers: sorted(headers) };
}

function sorted(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).sort(([one], [other]) => one.localeCompare(other)));
}
