import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Haystack, Needles } from './secret-scan';

const KEY = 'c0c1c2c3c4c5c6c7c8c9cacbcccdcecf';
const AUTHENTICATOR = '4711,0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const keyBytes = Buffer.from(KEY, 'hex');

function finds(secret: string, ...texts: (string | Buffer)[]): boolean {
  const needles = new Needles([{ name: 'it', text: secret }]);
  assert.equal(needles.all.length, 1);
  return needles.findIn(new Haystack(...texts)).size > 0;
}

describe('Needles', () => {
  it('leaves out what is too short, all zero or there already', () => {
    const texts = ['', 'short', '00'.repeat(16), '0011223344556 7', 'aabbccddeeff00', KEY, KEY];
    assert.deepEqual(
      new Needles(texts.map((text) => ({ name: text, text }))).all.map(({ name }) => name),
      ['0011223344556 7', KEY],
    );
  });
});

describe('Haystack', () => {
  const guid = KEY.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const everyByte = Array.from(AUTHENTICATOR, (c) => `%${c.charCodeAt(0).toString(16)}`).join('');
  const forms: [string, string, string | Buffer][] = [
    ['lower-case hex', KEY, `key=${KEY};`],
    ['upper-case hex', KEY, `key=${KEY.toUpperCase()};`],
    ['a GUID', KEY, `{"id":"${guid}"}`],
    ['hex with colons', KEY, keyBytes.toString('hex').match(/../g)!.join(':')],
    ['hex of an array in source text', KEY, keyBytes.toString('hex').replace(/../g, '0x$&, ')],
    ['a list of numbers', KEY, JSON.stringify({ key: keyBytes })],
    ['a list of signed numbers', KEY, JSON.stringify([...new Int8Array(keyBytes)], undefined, 1)],
    ['raw bytes', KEY, Buffer.concat([Buffer.from('x'), keyBytes, Buffer.from('y')])],
    ['base64 of the bytes', KEY, keyBytes.toString('base64')],
    ['base64url of the bytes', KEY, keyBytes.toString('base64url')],
    ['base64 of the hex', KEY, Buffer.from(KEY).toString('base64')],
    ['percent-encoded base64', KEY, encodeURIComponent(keyBytes.toString('base64'))],
    ['JSON with escaped slashes', KEY, keyBytes.toString('base64').replaceAll('/', '\\/')],
    ['the text itself', AUTHENTICATOR, `key ${AUTHENTICATOR} is unknown`],
    ['percent-encoded', AUTHENTICATOR, encodeURIComponent(AUTHENTICATOR)],
    ['percent-encoded twice', AUTHENTICATOR, encodeURIComponent(encodeURIComponent(AUTHENTICATOR))],
    ['percent-encoded throughout', AUTHENTICATOR, everyByte],
    ['base64 of a URL', AUTHENTICATOR, base64(`https://x/?key=${encodeURIComponent(AUTHENTICATOR)}&a=b`)],
    ['an HTML entity', AUTHENTICATOR, AUTHENTICATOR.replace(',', '&#44;')],
    ['a hexadecimal HTML entity', AUTHENTICATOR, AUTHENTICATOR.replace(',', '&#x2C;')],
    ['a JSON escape', AUTHENTICATOR, AUTHENTICATOR.replace(',', '\\u002c')],
    ['hex of the text', AUTHENTICATOR, Buffer.from(AUTHENTICATOR).toString('hex').toUpperCase()],
    ['base64 of the text', AUTHENTICATOR, `Basic ${Buffer.from(`user:${AUTHENTICATOR}:x`).toString('base64')}`],
    [
      'base64 with line breaks',
      AUTHENTICATOR,
      Buffer.from(AUTHENTICATOR)
        .toString('base64')
        .replace(/(.{20})/g, '$1\r\n'),
    ],
  ];
  for (const [name, secret, text] of forms) {
    it(`finds ${name}`, () => assert.equal(finds(secret, text), true));
  }

  it('finds nothing in what only looks like it', () => {
    assert.equal(finds(KEY, KEY.slice(1), KEY.slice(0, -2), Buffer.from(keyBytes).reverse().toString('hex')), false);
    assert.equal(finds(AUTHENTICATOR, AUTHENTICATOR.replace(',', '.'), '4711', ''), false);
  });

  it('finds it anywhere in a text of any length', () => {
    for (const length of [0, 1, 1000, 65_536, 100_000]) {
      const rest = 'x'.repeat(length);
      assert.equal(finds(KEY, `${rest}${KEY}`), true);
      assert.equal(finds(KEY, `${keyBytes.toString('base64')}${rest}`), true);
      assert.equal(finds(KEY, `${rest}${KEY.slice(1)}${rest}`), false);
    }
  });

  it('does not join two texts', () => {
    assert.equal(finds(AUTHENTICATOR, AUTHENTICATOR.slice(0, 10), AUTHENTICATOR.slice(10)), false);
  });

  it('finds bytes anywhere inside longer base64', () => {
    const bytes = fc.uint8Array({ minLength: 8, maxLength: 40 });
    fc.assert(
      fc.property(bytes, fc.uint8Array({ maxLength: 9 }), fc.uint8Array({ maxLength: 9 }), (secret, before, after) => {
        fc.pre(secret.some((byte) => byte !== 0));
        const text = Buffer.concat([before, secret, after]).toString('base64url');
        assert.equal(finds(Buffer.from(secret).toString('hex'), `"${text}"`), true);
      }),
      { numRuns: 100 },
    );
  });
});
