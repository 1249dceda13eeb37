import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { ConnectionFault, type HttpResponse } from '../../support/exchange';

/** One thing that happens to an answer on its way; plain data, so that a counterexample can be read and repeated. */
export type Garbling =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  | { readonly kind: 'no-header'; readonly name: string }
  | { readonly kind: 'many-headers'; readonly count: number; readonly length: number }
  /** The first `keep` thousandths of the body. */
  | { readonly kind: 'cut'; readonly keep: number }
  | { readonly kind: 'noise'; readonly length: number; readonly seed: number }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'twice'; readonly between: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly json: string }
  /** One member (by its position) of the object, or of the first object in the array, gets another value, or goes. */
  | { readonly kind: 'member'; readonly at: number; readonly value: string | undefined }
  | {
      readonly kind: 'deep';
      readonly open: '[' | '{"a":' | '[{"device_id":';
      readonly depth: number;
      readonly closed: boolean;
    }
  | { readonly kind: 'long'; readonly bytes: number; readonly fill: ' ' | 'x' | '\0' | '{"a":1},' }
  | { readonly kind: 'charset'; readonly as: 'utf16le' | 'utf16be' | 'utf8-bom' | 'latin1' | 'base64' | 'hex' }
  | {
      readonly kind: 'packed';
      readonly by: 'gzip' | 'deflate' | 'br';
      readonly told: string | undefined;
      readonly keep: number;
    }
  /** No answer at all. */
  | { readonly kind: 'no-answer'; readonly how: 'refused' | 'reset' };

/** Longer than any answer that is read (limits.responseBytes is one MiB by default). */
const TOO_LONG = 1024 * 1024 + 1;

const STATUSES = [200, 201, 202, 203, 204, 205, 206, 207, 226, 299, 300, 301, 302, 303, 304, 307, 308, 399];
const TROUBLES = [400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 413, 418, 421, 425, 426, 429, 431, 451, 499];
const OUTAGES = [500, 501, 502, 503, 504, 505, 507, 511, 520, 599];

const VALUES: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '1e400',
  'text/uri-list',
  'application/json',
  'application/json; charset=utf-16',
  'APPLICATION/JSON;CHARSET="UTF-8"',
  'text/html',
  'multipart/mixed; boundary=x',
  ';',
  'x'.repeat(5000),
  'http://127.0.0.1:1/',
  'javascript:alert(1)',
  '//elsewhere.conformance.test/',
  'gzip',
  'gzip, gzip, gzip',
  'identity',
  'chunked',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  'a=b; Path=/; a=b',
];

const NAMES: readonly string[] = [
  'content-type',
  'content-encoding',
  'content-length',
  'content-range',
  'location',
  'set-cookie',
  'retry-after',
  'cache-control',
  'transfer-encoding',
  'connection',
  'www-authenticate',
  'date',
  '__proto__',
  'constructor',
  'x-anything',
];

const TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  'null',
  'true',
  '0',
  '""',
  '[]',
  '{}',
  '[{}]',
  '<html><body>-2002</body></html>',
  '# only a comment\r\n',
  'http://',
  'http://[',
  'http://127.0.0.1:99999/?ExpressPlayToken=a',
  'https://expressplay.conformance.test/hms/fp/rights/?ExpressPlayToken=',
  'https://expressplay.conformance.test/hms/fp/rights/?ExpressPlayToken=%',
  'https://expressplay.conformance.test/hms/fp/rights/?ExpressPlayToken=AAAA\nhttps://b.test/?ExpressPlayToken=BBBB',
  'https://user:word@expressplay.conformance.test\\hms/fp/rights/?ExpressPlayToken=AAAA#x',
  '{"isAllowed":true}',
  '{"isAllowed":true,"epTokenURL":"http://["}',
  '{"isAllowed":"true","epTokenURL":"https://expressplay.conformance.test/hms/fp/rights/?ExpressPlayToken=AAAA"}',
  '{"__proto__":{"isAllowed":true},"constructor":1,"toString":2}',
  '{"errorCode":-2002}',
  '{"errorCode":{"code":{"errorCode":"-2002"}}}',
  '[{"device_id":{},"cookie":[],"error_code":{},"event_id":null}]',
  '[null,1,"x",[[]]]',
  '<ckc>AAAAAQ==</ckc>',
  'AAAAAQAAAAA=',
  '{"ckc":"AAAAAQ=="}',
];

/** Values that a member of JSON never has, or has in another place. */
const MEMBERS: readonly (string | undefined)[] = [
  undefined,
  'null',
  'true',
  'false',
  '0',
  '-0',
  '1',
  '1.5',
  '-2002',
  '1e999',
  '9007199254740993',
  '""',
  '" "',
  '"1"',
  '"\\ud800"',
  '"\\u0000"',
  '"https://expressplay.conformance.test/hms/fp/rights/?ExpressPlayToken=AAAA"',
  '"/hms/fp/rights/?ExpressPlayToken=AAAA"',
  '[]',
  '{}',
  '{"__proto__":null}',
];

const place = fc.nat({ max: 999 });
const shortText = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 20 }));
const headerValue = fc.oneof(
  fc.constantFrom(...VALUES),
  fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 30 }),
);
const headerName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.stringMatching(/^[!#$%&'*+.^_`|~0-9a-z-]{1,12}$/) },
);

const status = fc
  .oneof(fc.constantFrom(...STATUSES, ...TROUBLES, ...OUTAGES), fc.integer({ min: 200, max: 599 }))
  .map((code): Garbling => ({ kind: 'status', status: code }));

const headers = fc.oneof(
  fc.record({ kind: fc.constant('header' as const), name: headerName, value: headerValue }),
  fc.record({ kind: fc.constant('no-header' as const), name: fc.constantFrom('content-type', 'cache-control') }),
  fc.record({
    kind: fc.constant('many-headers' as const),
    count: fc.integer({ min: 1, max: 300 }),
    length: fc.nat({ max: 200 }),
  }),
);

const bodies = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), keep: place }),
  fc.record({
    kind: fc.constant('noise' as const),
    length: fc.oneof(fc.nat({ max: 64 }), fc.constantFrom(16, 300, 4096)),
    seed: fc.nat({ max: 0xffff }),
  }),
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('insert' as const), at: place, text: fc.string({ minLength: 1, maxLength: 8 }) }),
  fc.record({ kind: fc.constant('twice' as const), between: fc.constantFrom('', '\n', '\r\n', ',', '\0') }),
  fc.oneof(fc.constantFrom(...TEXTS), shortText).map((text): Garbling => ({ kind: 'text', text })),
  fc.json({ maxDepth: 4 }).map((json): Garbling => ({ kind: 'json', json })),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('member' as const),
      at: fc.nat({ max: 7 }),
      value: fc.oneof(fc.constantFrom(...MEMBERS), fc.json({ maxDepth: 2 })),
    }),
  },
  fc.record({
    kind: fc.constant('deep' as const),
    open: fc.constantFrom('[' as const, '{"a":' as const, '[{"device_id":' as const),
    depth: fc.oneof(
      { weight: 7, arbitrary: fc.integer({ min: 1, max: 200 }) },
      { weight: 1, arbitrary: fc.constantFrom(5000, 60_000) },
    ),
    closed: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('charset' as const),
    as: fc.constantFrom(
      'utf16le' as const,
      'utf16be' as const,
      'utf8-bom' as const,
      'latin1' as const,
      'base64' as const,
      'hex' as const,
    ),
  }),
  fc.record({
    kind: fc.constant('packed' as const),
    by: fc.constantFrom('gzip' as const, 'deflate' as const, 'br' as const),
    told: fc.constantFrom(undefined, 'gzip', 'deflate', 'br', 'x-gzip', 'zstd', 'identity'),
    keep: fc.oneof(fc.constant(1000), place),
  }),
);

/** A megabyte now and then will do. */
const rare = fc.oneof(
  fc.record({
    kind: fc.constant('long' as const),
    bytes: fc.constantFrom(20_000, 200_000, TOO_LONG),
    fill: fc.constantFrom(' ' as const, 'x' as const, '\0' as const, '{"a":1},' as const),
  }),
  fc.constantFrom('refused' as const, 'reset' as const).map((how): Garbling => ({ kind: 'no-answer', how })),
);

const one: fc.Arbitrary<Garbling> = fc.oneof(
  { weight: 4, arbitrary: status },
  { weight: 4, arbitrary: headers },
  { weight: 11, arbitrary: bodies },
  { weight: 1, arbitrary: rare },
);

/** What happens to one answer: mostly one thing, sometimes several, one after the other. */
export const garblings: fc.Arbitrary<readonly Garbling[]> = fc.array(one, { minLength: 1, maxLength: 3, size: 'max' });

/**
 * The answer as it is after all that happened to it.
 * @throws {ConnectionFault} where there is none
 */
export function garbled(answer: HttpResponse, all: readonly Garbling[]): HttpResponse {
  return all.reduce(apply, answer);
}

function apply(answer: HttpResponse, garbling: Garbling): HttpResponse {
  const { headers: sent, body } = answer;
  const at = (thousandths: number): number => Math.floor((thousandths * body.length) / 1000);
  switch (garbling.kind) {
    case 'status':
      return { ...answer, status: garbling.status };
    case 'header':
      return { ...answer, headers: withHeader(sent, garbling.name, garbling.value) };
    case 'no-header':
      return {
        ...answer,
        headers: Object.fromEntries(Object.entries(sent).filter(([name]) => name !== garbling.name)),
      };
    case 'many-headers': {
      const many = Array.from({ length: garbling.count }, (_, index): [string, string] => [
        `x-${index}`,
        'y'.repeat(garbling.length),
      ]);
      return { ...answer, headers: { ...sent, ...Object.fromEntries(many) } };
    }
    case 'cut':
      return { ...answer, body: body.subarray(0, at(garbling.keep)) };
    case 'noise':
      return { ...answer, body: noise(garbling.length, garbling.seed) };
    case 'flip': {
      const flipped = Buffer.from(body);
      const place = at(garbling.at);
      if (place < flipped.length) flipped[place] = flipped[place]! ^ (1 << garbling.bit);
      return { ...answer, body: flipped };
    }
    case 'insert': {
      const place = at(garbling.at);
      return {
        ...answer,
        body: Buffer.concat([body.subarray(0, place), Buffer.from(garbling.text), body.subarray(place)]),
      };
    }
    case 'twice':
      return { ...answer, body: Buffer.concat([body, Buffer.from(garbling.between), body]) };
    case 'text':
      return { ...answer, body: Buffer.from(garbling.text) };
    case 'json':
      return { ...answer, body: Buffer.from(garbling.json) };
    case 'member':
      return { ...answer, body: withMember(body, garbling.at, garbling.value) };
    case 'deep': {
      const { open, depth, closed } = garbling;
      const ends = { '[': ']', '{"a":': '}', '[{"device_id":': '}]' }[open];
      return { ...answer, body: Buffer.from(`${open.repeat(depth)}1${closed ? ends.repeat(depth) : ''}`) };
    }
    case 'long': {
      const { bytes, fill } = garbling;
      return { ...answer, body: Buffer.concat([body, Buffer.from(fill.repeat(Math.ceil(bytes / fill.length)))]) };
    }
    case 'charset':
      return { ...answer, body: spelled(body, garbling.as) };
    case 'packed': {
      const { by, told, keep } = garbling;
      const packed = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }[by](body);
      return {
        ...answer,
        headers: told === undefined ? sent : withHeader(sent, 'content-encoding', told),
        body: packed.subarray(0, Math.floor((keep * packed.length) / 1000)),
      };
    }
    case 'no-answer':
      throw new ConnectionFault(garbling.how);
  }
}

/** Without the detour `__proto__` would be no header but the prototype. */
function withHeader(headers: HttpResponse['headers'], name: string, value: string): HttpResponse['headers'] {
  return Object.fromEntries([...Object.entries(headers), [name, value]]);
}

/** Repeatable bytes, the first of which begins no text, no JSON and no CKC. */
function noise(length: number, seed: number): Buffer {
  let state = seed + 1;
  const bytes = Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 24;
    }),
  );
  if (length > 0) bytes[0] = 0xff;
  return bytes;
}

function withMember(body: Buffer, at: number, value: string | undefined): Buffer {
  let root: unknown;
  try {
    root = JSON.parse(body.toString('utf8'));
  } catch {
    return Buffer.concat([body, Buffer.from(value ?? ' ')]);
  }
  const inArray = Array.isArray(root);
  const object: unknown = inArray ? (root as unknown[])[0] : root;
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return Buffer.from(value ?? 'null');
  const entries = Object.entries(object).map(([name, old]): [string, string] => [name, JSON.stringify(old)]);
  const chosen = entries[at % Math.max(1, entries.length)]?.[0];
  const text = entries
    .flatMap(([name, old]) => (name === chosen && value === undefined ? [] : [[name, name === chosen ? value : old]]))
    .map(([name, written]) => `${JSON.stringify(name)}:${String(written)}`)
    .join(',');
  if (!inArray) return Buffer.from(`{${text}}`);
  const rest = (root as unknown[]).slice(1).map((event) => JSON.stringify(event));
  return Buffer.from(`[${[`{${text}}`, ...rest].join(',')}]`);
}

function spelled(body: Buffer, as: (Garbling & { kind: 'charset' })['as']): Buffer {
  const text = body.toString('utf8');
  switch (as) {
    case 'utf16le':
      return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    case 'utf16be':
      return Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]);
    case 'utf8-bom':
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]);
    case 'latin1':
      return Buffer.from(`${text}\u00e9`, 'latin1');
    case 'base64':
    case 'hex':
      return Buffer.from(body.toString(as));
  }
}
