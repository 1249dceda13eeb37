import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { TransportFailure } from '../../support/exchange';

/** What a hostile server writes into the connection of a request that it has read. */
export interface HostileAnswer {
  readonly what: string;
  readonly serve: (socket: Socket, request: AnsweredRequest) => void;
  /** What the transport makes of it: a status, or why there is none. */
  readonly seenAs: number | TransportFailure | readonly (number | TransportFailure)[];
}

export interface AnsweredRequest {
  readonly body: Buffer;
}

const KIND = 'content-type: application/json\r\n';
const MIB = 1024 * 1024;

function whole(socket: Socket, body: string | Buffer, headers = '', status: string | number = '200 OK'): void {
  socket.write(`HTTP/1.1 ${status}\r\n${KIND}${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n`);
  socket.write(body);
}

/** Goes on with it until nobody reads any more. */
function drip(socket: Socket, bytes: string, everyMs = 10): void {
  const timer = setInterval(() => socket.write(bytes), everyMs);
  socket.once('close', () => clearInterval(timer));
}

function flood(socket: Socket, bytes: string | Buffer): void {
  const more = (): void => {
    while (!socket.destroyed) {
      if (!socket.write(bytes)) {
        socket.once('drain', more);
        return;
      }
    }
  };
  more();
}

/** The message id of the request, so that an answer gets as far as its contents; else one of nobody. */
function idOf({ body }: AnsweredRequest): string {
  try {
    const { messageID } = JSON.parse(body.toString('utf8')) as { messageID?: unknown };
    return typeof messageID === 'string' ? messageID : 'nobody';
  } catch {
    return 'nobody';
  }
}

/** The text of a JSON answer that a SEES, a token service and a record service could all have meant; `more` stands in it as it is. */
function json(request: AnsweredRequest, more: string): string {
  const id = JSON.stringify(idOf(request));
  return `{"messageID":${id},"version":1,"isAllowed":false,"epTokenURL":"","error":7,"errorText":"no","device_id":"a","cookie":"b",${more}}`;
}

const deepArray = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
const deepObject = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
const gzipBomb = gzipSync(Buffer.alloc(64 * MIB, 0x20));
const brotliBomb = brotliCompressSync(Buffer.alloc(64 * MIB, 0x20));
const heads = (count: number): string => Array.from({ length: count }, (_, at) => `x-${at}: ${at}\r\n`).join('');
const manyHeaders = heads(100_000);

function told(what: string, more: string): HostileAnswer {
  return { what, seenAs: 200, serve: (socket, request) => whole(socket, json(request, more)) };
}

/** Every one of these is sent to the transport, and by SEES, token, record and license service in place of their answers. */
export const HOSTILE_ANSWERS: readonly HostileAnswer[] = [
  {
    what: 'a header byte now and then',
    seenAs: 'timeout',
    serve: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      drip(socket, 'y');
    },
  },
  {
    what: 'headers one by one, without end',
    seenAs: 'timeout',
    serve: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, 'x: y\r\n');
    },
  },
  {
    what: 'a body byte now and then',
    seenAs: 'timeout',
    serve: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      drip(socket, '1\r\n \r\n');
    },
  },
  {
    what: 'a body without end',
    seenAs: 'too-large',
    serve: (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${KIND}\r\n`);
      flood(socket, Buffer.alloc(65_536, 0x20));
    },
  },
  {
    what: 'chunks without end',
    seenAs: 'too-large',
    serve: (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${KIND}transfer-encoding: chunked\r\n\r\n`);
      flood(socket, `10000\r\n${' '.repeat(65_536)}\r\n`);
    },
  },
  {
    what: 'headers without end',
    seenAs: 'malformed',
    serve: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      flood(socket, 'x: y\r\n'.repeat(1000));
    },
  },
  {
    what: 'a gzip bomb',
    seenAs: 'too-large',
    serve: (socket) => whole(socket, gzipBomb, 'content-encoding: gzip\r\n'),
  },
  {
    what: 'a brotli bomb',
    seenAs: 'too-large',
    serve: (socket) => whole(socket, brotliBomb, 'content-encoding: br\r\n'),
  },
  {
    what: 'gzip that breaks off',
    seenAs: [200, 'malformed', 'reset'],
    serve: (socket) => whole(socket, gzipSync('{"a":"b"}').subarray(0, 15), 'content-encoding: gzip\r\n'),
  },
  {
    what: 'gzip in name only',
    seenAs: ['malformed', 'other'],
    serve: (socket) => whole(socket, '{"a":"b"}', 'content-encoding: gzip\r\n'),
  },
  {
    what: 'an encoding that nobody knows',
    seenAs: 200,
    serve: (socket) => whole(socket, '{"a":"b"}', 'content-encoding: x-unknown, x-unknown\r\n'),
  },
  { what: '100,000 headers', seenAs: 'malformed', serve: (socket) => whole(socket, '{}', manyHeaders) },
  {
    what: 'a header of 1 MiB',
    seenAs: 'malformed',
    serve: (socket) => whole(socket, '{}', `x: ${'y'.repeat(MIB)}\r\n`),
  },
  {
    what: '100,000 trailers',
    seenAs: ['malformed', 200, 'reset'],
    serve: (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${KIND}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n${manyHeaders}\r\n`);
    },
  },
  { what: 'nothing, and keeps listening', seenAs: 'timeout', serve: () => undefined },
  { what: 'nothing, and half-closes', seenAs: 'reset', serve: (socket) => socket.end() },
  { what: 'a reset at once', seenAs: 'reset', serve: (socket) => socket.resetAndDestroy() },
  {
    what: 'a reset in mid-body',
    seenAs: 'reset',
    serve: (socket) =>
      socket.write(`HTTP/1.1 200 OK\r\n${KIND}content-length: 100\r\n\r\n{"a`, () => socket.resetAndDestroy()),
  },
  {
    what: 'fewer bytes than it says, and half-closes',
    seenAs: 'reset',
    serve: (socket) => socket.end(`HTTP/1.1 200 OK\r\n${KIND}content-length: 100\r\n\r\n{}`),
  },
  {
    what: 'fewer bytes than it says, and hangs',
    seenAs: 'timeout',
    serve: (socket) => socket.write(`HTTP/1.1 200 OK\r\n${KIND}content-length: 100\r\n\r\n{}`),
  },
  {
    what: 'more bytes than it says',
    seenAs: [200, 'malformed'],
    serve: (socket) => socket.write(`HTTP/1.1 200 OK\r\n${KIND}content-length: 2\r\n\r\n{}{"isAllowed":true}`),
  },
  {
    what: 'two lengths',
    seenAs: 'malformed',
    serve: (socket) => whole(socket, '{}', 'content-length: 7\r\n'),
  },
  ...['-1', '0x10', '99999999999999999999', '1e9'].map((length): HostileAnswer => {
    const serve = (socket: Socket): void => void socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n{}`);
    return { what: `the length ${length}`, seenAs: ['malformed', 'too-large'], serve };
  }),
  {
    what: 'a length and chunks',
    seenAs: 'malformed',
    serve: (socket) => whole(socket, '2\r\n{}\r\n0\r\n\r\n', 'transfer-encoding: chunked\r\n'),
  },
  {
    what: 'a chunk whose size is no number',
    seenAs: 'malformed',
    serve: (socket) => socket.write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n{}\r\n`),
  },
  {
    what: 'a chunk of more bytes than there are numbers',
    seenAs: ['malformed', 'timeout'],
    serve: (socket) => socket.write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n`),
  },
  {
    what: 'the status 103 and no other',
    seenAs: 'timeout',
    serve: (socket) => socket.write('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'),
  },
  {
    what: 'the status 103 a thousand times',
    seenAs: 200,
    serve: (socket, request) => {
      socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1000));
      whole(socket, json(request, '"late":true'));
    },
  },
  {
    what: 'the status 101',
    seenAs: ['reset', 'timeout', 'malformed', 'other', 101],
    serve: (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
  },
  { what: 'the status 199', seenAs: ['timeout', 199], serve: (socket) => whole(socket, '', '', '199 Odd') },
  ...[600, 999].map((status): HostileAnswer => {
    return {
      what: `the status ${status}`,
      seenAs: status,
      serve: (socket) => whole(socket, '{}', '', `${status} Odd`),
    };
  }),
  ...['0', '99', '1000', '-200', 'OK'].map((status): HostileAnswer => {
    const seenAs = ['malformed', 0, 99, 'timeout'] as const;
    return { what: `the status ${status}`, seenAs, serve: (socket) => whole(socket, '{}', '', `${status} Odd`) };
  }),
  { what: 'HTTP/0.9', seenAs: 'malformed', serve: (socket) => socket.end('{"isAllowed":true}') },
  { what: 'HTTP/9.9', seenAs: 'malformed', serve: (socket) => socket.end('HTTP/9.9 200 OK\r\n\r\n{}') },
  { what: 'an HTTP/2 preface', seenAs: 'malformed', serve: (socket) => socket.end('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n') },
  {
    what: 'NUL in the status line',
    seenAs: [200, 'malformed'],
    serve: (socket) => whole(socket, '{}', '', '200 O\0K'),
  },
  { what: 'NUL in a header', seenAs: 'malformed', serve: (socket) => whole(socket, '{}', 'x-a: b\0c\r\n') },
  { what: 'NUL in a name', seenAs: 'malformed', serve: (socket) => whole(socket, '{}', 'x\0a: b\r\n') },
  told('NUL in JSON as it is', '"errorText":"a\0b"'),
  told('NUL in JSON as an escape', '"errorText":"a\\u0000b","device_id":"\\u0000","epTokenURL":"\\u0000"'),
  { what: 'NUL bytes and nothing else', seenAs: 200, serve: (socket) => whole(socket, Buffer.alloc(1000)) },
  {
    what: 'a folded header',
    seenAs: ['malformed', 200],
    serve: (socket) => whole(socket, '{}', 'x-a: b\r\n c\r\n'),
  },
  told('lone surrogates as escapes', '"errorText":"\\ud800","device_id":"\\udfff\\ud800","\\ud801":"\\udc00\\ud83d"'),
  {
    what: 'lone surrogates as bytes',
    seenAs: 200,
    serve: (socket, request) => {
      const [before = '', after = ''] = json(request, '"errorText":"|"').split('|');
      const bytes = Buffer.from([0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf, 0xff, 0xfe, 0xc0, 0x80]);
      whole(socket, Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]));
    },
  },
  told(
    'every name twice',
    '"isAllowed":true,"epTokenURL":"http://127.0.0.1:1/?ExpressPlayToken=abcdefgh","device_id":"c"',
  ),
  { what: 'arrays 10,000 deep', seenAs: 200, serve: (socket) => whole(socket, deepArray) },
  { what: 'objects 10,000 deep', seenAs: 200, serve: (socket) => whole(socket, deepObject) },
  told('values 10,000 deep', `"errorText":${deepArray},"device_id":${deepObject},"epTokenURL":${deepArray}`),
  told(
    '__proto__ and constructor',
    '"__proto__":{"isAllowed":true,"device_id":"x"},"constructor":{"prototype":{"isAllowed":true}},"toString":1,"hasOwnProperty":1',
  ),
  {
    what: '__proto__ around it all',
    seenAs: 200,
    serve: (socket, request) => whole(socket, `{"__proto__":${json(request, '"isAllowed":true')}}`),
  },
  told('numbers beyond all bounds', `"error":1e999,"version":-1e999,"event_id":${'9'.repeat(100_000)}`),
  told('100,000 names', Array.from({ length: 50_000 }, (_, at) => `"n${at}":${at}`).join(',')),
  {
    what: 'an array of 100,000 events',
    seenAs: 200,
    serve: (socket) => whole(socket, `[${Array.from({ length: 100_000 }, () => '{}').join(',')}]`),
  },
  {
    what: 'UTF-16',
    seenAs: 200,
    serve: (socket, request) => whole(socket, Buffer.from(`\ufeff${json(request, '"a":1')}`, 'utf16le')),
  },
  {
    what: 'a redirect to itself',
    seenAs: 302,
    serve: (socket) => whole(socket, '', 'location: ?again\r\nrefresh: 0\r\n', '302 Found'),
  },
  {
    what: '10,000 cookies in one line',
    seenAs: 'malformed',
    serve: (socket) => whole(socket, '{}', `set-cookie: ${'a=b; '.repeat(10_000)}\r\n`),
  },
];
