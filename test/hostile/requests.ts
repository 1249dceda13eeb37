import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** What a hostile client does to a listener, on a connection that stands. */
export interface HostileRequest {
  readonly what: string;
  readonly send: (socket: Socket) => void;
  /** Whether the listener ends it: by an answer that refuses or by closing; else the time limit does. */
  readonly ends: 'at once' | 'at the limit';
}

const MIB = 1024 * 1024;
const HOST = 'host: 127.0.0.1\r\n';
const deepArray = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
const manyHeaders = Array.from({ length: 100_000 }, (_, at) => `x-${at}: ${at}\r\n`).join('');

function post(path: string, body: string | Buffer, headers = ''): string | Buffer {
  const head = `POST ${path} HTTP/1.1\r\n${HOST}connection: close\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
}

function get(target: string, headers = ''): string {
  return `GET ${target} HTTP/1.1\r\n${HOST}connection: close\r\n${headers}\r\n`;
}

function once(what: string, bytes: string | Buffer): HostileRequest {
  return { what, ends: 'at once', send: (socket) => socket.write(bytes) };
}

function drip(socket: Socket, bytes: string): void {
  const timer = setInterval(() => socket.write(bytes), 10);
  socket.once('close', () => clearInterval(timer));
}

function flood(socket: Socket, bytes: string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.writable) {
      if (!socket.write(bytes)) {
        socket.once('drain', more);
        return;
      }
    }
  };
  more();
}

const FORM = 'content-type: application/x-www-form-urlencoded\r\n';
const TOKEN = '/hms/fp/token';
const RECORD = '/cmiapi/getrecord/';
const RIGHTS = '/hms/fp/rights/?ExpressPlayToken=AAAA';

/** What a foreign SEES, or whoever finds the port, may do to the played ExpressPlay. */
export const HOSTILE_REQUESTS: readonly HostileRequest[] = [
  { what: 'nothing', ends: 'at the limit', send: () => undefined },
  {
    what: 'a header byte now and then',
    ends: 'at the limit',
    send: (socket) => {
      socket.write(`GET ${TOKEN}?`);
      drip(socket, 'y');
    },
  },
  {
    what: 'headers one by one',
    ends: 'at the limit',
    send: (socket) => {
      socket.write(`GET ${TOKEN} HTTP/1.1\r\n`);
      drip(socket, 'x: y\r\n');
    },
  },
  {
    what: 'a body byte now and then',
    ends: 'at the limit',
    send: (socket) => {
      socket.write(`POST ${TOKEN} HTTP/1.1\r\n${HOST}transfer-encoding: chunked\r\n\r\n`);
      drip(socket, '1\r\na\r\n');
    },
  },
  {
    what: 'fewer bytes than it says',
    ends: 'at the limit',
    send: (socket) => socket.write(`POST ${TOKEN} HTTP/1.1\r\n${HOST}content-length: 100\r\n\r\na=b`),
  },
  {
    what: 'an expectation, and no body',
    ends: 'at the limit',
    send: (socket) =>
      socket.write(`POST ${TOKEN} HTTP/1.1\r\n${HOST}expect: 100-continue\r\ncontent-length: 9\r\n\r\n`),
  },
  {
    what: 'a body without end',
    ends: 'at once',
    send: (socket) => {
      socket.write(`POST ${RIGHTS} HTTP/1.1\r\n${HOST}transfer-encoding: chunked\r\n\r\n`);
      flood(socket, `10000\r\n${' '.repeat(65_536)}\r\n`);
    },
  },
  {
    what: 'headers without end',
    ends: 'at once',
    send: (socket) => {
      socket.write(`GET ${TOKEN} HTTP/1.1\r\n`);
      flood(socket, 'x: y\r\n'.repeat(1000));
    },
  },
  {
    what: 'a reset in mid-body',
    ends: 'at once',
    send: (socket) =>
      socket.write(`POST ${TOKEN} HTTP/1.1\r\n${HOST}content-length: 100\r\n\r\na=b`, () => socket.resetAndDestroy()),
  },
  {
    what: 'half of a request, and half-closes',
    ends: 'at once',
    send: (socket) => socket.end(`POST ${TOKEN} HTTP/1.1\r\n${HOST}content-length: 100\r\n\r\na=b`),
  },
  once('100,000 headers', get(TOKEN, manyHeaders)),
  once('a header of 1 MiB', get(TOKEN, `x: ${'y'.repeat(MIB)}\r\n`)),
  once('a request line of 1 MiB', get(`${TOKEN}?a=${'b'.repeat(MIB)}`)),
  once('a body of 2 MiB', post(RIGHTS, Buffer.alloc(2 * MIB, 0x20))),
  once('a gzip bomb', post(TOKEN, gzipSync(Buffer.alloc(64 * MIB, 0x20)), `${FORM}content-encoding: gzip\r\n`)),
  once('two lengths', `POST ${TOKEN} HTTP/1.1\r\n${HOST}content-length: 2\r\ncontent-length: 3\r\n\r\nabc`),
  once('a negative length', `POST ${TOKEN} HTTP/1.1\r\n${HOST}content-length: -1\r\n\r\n`),
  once(
    'a length and chunks',
    `POST ${TOKEN} HTTP/1.1\r\n${HOST}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
  ),
  once('a chunk whose size is no number', `POST ${TOKEN} HTTP/1.1\r\n${HOST}transfer-encoding: chunked\r\n\r\nxyz\r\n`),
  once('HTTP/0.9', `GET ${TOKEN}\r\n`),
  once('HTTP/9.9', `GET ${TOKEN} HTTP/9.9\r\n\r\n`),
  once('an HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  once('a TLS greeting to plain HTTP', Buffer.from('16030100050100000100', 'hex')),
  once('no host', `GET ${TOKEN} HTTP/1.1\r\nconnection: close\r\n\r\n`),
  once('NUL in the request line', get(`${TOKEN}?a=\0`)),
  once('NUL in a header', get(TOKEN, 'x: a\0b\r\n')),
  once('NUL in parameters', get(`${TOKEN}?customerAuthenticator=%00&contentKey=%00&cookie=%00`)),
  once('NUL bytes and nothing else', Buffer.alloc(1000)),
  once('lone surrogates in parameters', get(`${RECORD}?cookie=%ED%A0%80&customerAuthenticator=%ED%BF%BF%FF%C0%80`)),
  once('percent signs that encode nothing', get(`${TOKEN}?%zz=%&customerAuthenticator=%f&expirationTime=%2B%`)),
  once(
    'every parameter twice',
    get(`${TOKEN}?iv=a&iv=b&cookie=a&cookie=b&customerAuthenticator=a&customerAuthenticator=b`),
  ),
  once('100,000 parameters', post(TOKEN, 'a=b&'.repeat(100_000), FORM)),
  once('__proto__ as parameters', get(`${TOKEN}?__proto__=1&constructor=2&__proto__[isAllowed]=true&toString=3`)),
  once('__proto__ in JSON', post(RIGHTS, '{"__proto__":{"spc":"AAAA"},"constructor":{"prototype":{"a":1}}}')),
  once('JSON 10,000 deep', post(RIGHTS, deepArray, 'content-type: application/json\r\n')),
  once('JSON with every name twice', post(RIGHTS, '{"spc":"AAAA","spc":"BBBB"}', 'content-type: application/json\r\n')),
  once('numbers beyond all bounds', get(`${RECORD}?start=-1&length=1e999&id=${'9'.repeat(5000)}`)),
  once('a path out of it all', get('//../..//hms/fp/token/%2e%2e/%00')),
  once('the absolute form of another host', get('http://elsewhere.invalid/hms/fp/token?a=b')),
  once('a tunnel', `CONNECT elsewhere.invalid:443 HTTP/1.1\r\n${HOST}\r\n`),
  once('another protocol', get(TOKEN, 'connection: upgrade\r\nupgrade: websocket\r\n')),
  once('a method that nobody knows', `BREW ${TOKEN} HTTP/1.1\r\n${HOST}\r\n`),
  once('ten requests in a row', get(TOKEN).replace('close', 'keep-alive').repeat(9) + get(TOKEN)),
];
