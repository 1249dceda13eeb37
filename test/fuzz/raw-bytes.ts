import type { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** What a server writes into a connection in answer to a request; plain data. */
export interface RawAnswer {
  readonly status: string;
  readonly headers: readonly string[];
  readonly framing: Framing;
  readonly body: string;
  readonly packed: 'no' | 'gzip' | 'deflate' | 'br' | 'told-only';
  /** After that the bytes are damaged here and there. */
  readonly damage: readonly Damage[];
  /** Written in so many pieces. */
  readonly pieces: number;
  readonly end: 'end' | 'reset' | 'stall';
}

type Framing =
  'length' | 'too-long' | 'too-short' | 'two-lengths' | 'chunked' | 'bad-chunks' | 'endless-chunk' | 'both' | 'none';

type Damage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'cut'; readonly keep: number }
  | { readonly kind: 'insert'; readonly at: number; readonly latin1: string }
  | { readonly kind: 'twice' };

const place = fc.nat({ max: 999 });

const statusLine = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('HTTP/1.1 200 OK', 'HTTP/1.1 403 No', 'HTTP/1.0 200', 'HTTP/1.1 500 x') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'HTTP/1.1 100 Continue',
      'HTTP/1.1 101 Switching Protocols',
      'HTTP/1.1 103 Early Hints',
      'HTTP/1.1 204 No Content',
      'HTTP/1.1 302 Found',
      'HTTP/1.1 304 Not Modified',
      'HTTP/1.1 999 Odd',
      'HTTP/1.1 000 Odd',
      'HTTP/1.1 20 Odd',
      'HTTP/1.1 2000 Odd',
      'HTTP/1.1 -200 Odd',
      'HTTP/2 200',
      'HTTP/9.9 200 OK',
      'http/1.1 200 ok',
      'ICY 200 OK',
      'SSH-2.0-OpenSSH_9.6',
      '',
      '\x15\x03\x01\x00\x02\x02\x28',
      'HTTP/1.1  200  OK',
      `HTTP/1.1 200 ${'x'.repeat(20_000)}`,
      'HTTP/1.1 200 \0',
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1000 }).map((status) => `HTTP/1.1 ${status} Any`) },
);

const header = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'content-type: application/json',
      'Content-Type: text/uri-list',
      'location: http://127.0.0.1:1/elsewhere',
      'location: //\\',
      'set-cookie: a=b\r\nset-cookie: c=d, e',
      'connection: close',
      'connection: keep-alive',
      'connection: upgrade\r\nupgrade: websocket',
      'keep-alive: timeout=0',
      'content-encoding: gzip, gzip',
      'content-encoding: zstd',
      'content-encoding: \u00e9',
      'transfer-encoding: gzip, chunked',
      'transfer-encoding: identity',
      'trailer: x-late',
      'retry-after: 99999999999',
      'x-obs-fold: a\r\n b',
      'no colon',
      ': no name',
      'x name: space',
      'x-nul: \0',
      'x-latin1: \u00ff\u00fe',
      '__proto__: 1',
      'constructor: 2',
      'x-empty:',
      `x-long: ${'y'.repeat(9_000)}`,
      `x-longer: ${'y'.repeat(40_000)}`,
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  { weight: 1, arbitrary: fc.nat({ max: 3000 }).map((count) => `${'x: y\r\n'.repeat(count)}z: z`) },
);

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('cut' as const), keep: place }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: place,
    latin1: fc.oneof(fc.constantFrom('\r\n', '\n', '\r\n\r\n', '\0', ' ', '\u00ff'), fc.string({ maxLength: 6 })),
  }),
  fc.constant({ kind: 'twice' as const }),
);

/** Bytes in answer to one request. */
export const rawAnswers: fc.Arbitrary<RawAnswer> = fc.record({
  status: statusLine,
  headers: fc.array(header, { maxLength: 3 }),
  framing: fc.constantFrom<Framing>(
    'length',
    'length',
    'length',
    'chunked',
    'chunked',
    'none',
    'too-long',
    'too-short',
    'two-lengths',
    'bad-chunks',
    'endless-chunk',
    'both',
  ),
  body: fc.oneof(
    fc.constantFrom('', '{}', '{"isAllowed":true}', 'x'.repeat(70_000), 'x'.repeat(64 * 1024)),
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
  ),
  packed: fc.constantFrom('no', 'no', 'no', 'gzip', 'deflate', 'br', 'told-only'),
  damage: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(damage, { maxLength: 3 }) },
  ),
  pieces: fc.constantFrom(1, 1, 2, 7),
  end: fc.oneof(
    { weight: 28, arbitrary: fc.constant('end' as const) },
    { weight: 6, arbitrary: fc.constant('reset' as const) },
    { weight: 1, arbitrary: fc.constant('stall' as const) },
  ),
});

const PACKERS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const;

export function bytesOf({ status, headers, framing, body, packed, damage: all }: RawAnswer): Buffer {
  const plain = Buffer.from(body);
  const content = packed === 'no' || packed === 'told-only' ? plain : PACKERS[packed](plain);
  const told = packed === 'no' ? [] : [`content-encoding: ${packed === 'told-only' ? 'gzip' : packed}`];
  const { lines, framed } = inFrame(content, framing);
  const head = [status, ...headers, ...told, ...lines].join('\r\n');
  return all.reduce(damaged, Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), framed]));
}

/** Writes it, and does to the connection what it says. */
export async function write(socket: Socket, answer: RawAnswer): Promise<void> {
  const bytes = bytesOf(answer);
  const size = Math.max(1, Math.ceil(bytes.length / answer.pieces));
  for (let at = 0; at < bytes.length && !socket.destroyed; at += size) {
    socket.write(bytes.subarray(at, at + size));
    if (answer.pieces > 1) await new Promise((resolve) => setImmediate(resolve));
  }
  if (answer.end === 'end') socket.end();
  else if (answer.end === 'reset') socket.resetAndDestroy();
}

function inFrame(content: Buffer, framing: Framing): { lines: readonly string[]; framed: Buffer } {
  const { length } = content;
  const chunk = Buffer.concat([Buffer.from(`${length.toString(16)}\r\n`), content, Buffer.from('\r\n')]);
  const chunks = length === 0 ? Buffer.from('0\r\n\r\n') : Buffer.concat([chunk, Buffer.from('0\r\n\r\n')]);
  switch (framing) {
    case 'length':
      return { lines: [`content-length: ${length}`], framed: content };
    case 'too-long':
      return { lines: [`content-length: ${length + 7}`], framed: content };
    case 'too-short':
      return { lines: [`content-length: ${Math.max(0, length - 7)}`], framed: content };
    case 'two-lengths':
      return { lines: [`content-length: ${length}`, `content-length: ${length + 1}`], framed: content };
    case 'chunked':
      return { lines: ['transfer-encoding: chunked'], framed: chunks };
    case 'bad-chunks':
      return { lines: ['transfer-encoding: chunked'], framed: Buffer.concat([Buffer.from('zz\r\n'), content]) };
    case 'endless-chunk':
      return { lines: ['transfer-encoding: chunked'], framed: Buffer.concat([Buffer.from('ffffffffff\r\n'), content]) };
    case 'both':
      return { lines: ['transfer-encoding: chunked', `content-length: ${length}`], framed: chunks };
    case 'none':
      return { lines: [], framed: content };
  }
}

function damaged(bytes: Buffer, what: Damage): Buffer {
  const at = (thousandths: number): number => Math.floor((thousandths * bytes.length) / 1000);
  switch (what.kind) {
    case 'flip': {
      const flipped = Buffer.from(bytes);
      const place = at(what.at);
      if (place < flipped.length) flipped[place] = flipped[place]! ^ (1 << what.bit);
      return flipped;
    }
    case 'cut':
      return bytes.subarray(0, at(what.keep));
    case 'insert':
      return Buffer.concat([
        bytes.subarray(0, at(what.at)),
        Buffer.from(what.latin1, 'latin1'),
        bytes.subarray(at(what.at)),
      ]);
    case 'twice':
      return Buffer.concat([bytes, bytes]);
  }
}
