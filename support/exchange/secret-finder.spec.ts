import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Redactor } from './redactor';

const KEY = 'c0de1f7aa1b2c3d4e5f60718293a4b5c';
const BYTES = Buffer.from(KEY, 'hex');
const AUTHENTICATOR = '201910,9b1c4e7d20aa4f6fb3d2';
const CHARACTERS = KEY.split('');
const PAIRS = KEY.match(/../g) ?? [];

function knowing(): Redactor {
  const redactor = new Redactor();
  redactor.learn('contentKey', KEY);
  redactor.learn('authenticator', AUTHENTICATOR);
  return redactor;
}

/** Spellings by somebody who wants to get a key past the reader of a report. */
const KEYS: readonly (readonly [string, string])[] = [
  ['in mixed case', 'C0De1F7aa1B2c3D4E5f60718293A4b5C'],
  ['with blanks', PAIRS.join(' ')],
  ['with dashes', PAIRS.join('-')],
  ['with colons, in capitals', PAIRS.join(':').toUpperCase()],
  ['in groups of four', (KEY.match(/..../g) ?? []).join(' ')],
  ['as a GUID', `${KEY.replace(/^(.{8})(....)(....)(....)/, '{$1-$2-$3-$4-')}}`],
  ['over two lines', `${KEY.slice(0, 16)}\r\n  ${KEY.slice(16)}`],
  ['over two lines of a JSON string', JSON.stringify(`${KEY.slice(0, 16)}\n${KEY.slice(16)}`)],
  ['with 0x', PAIRS.map((pair) => `0x${pair}`).join(', ')],
  ['with \\x', PAIRS.map((pair) => `\\x${pair}`).join('')],
  ['as a list of its bytes', JSON.stringify([...BYTES])],
  ['as an indented list of its bytes', JSON.stringify([...BYTES], undefined, 2)],
  ['as signed bytes', [...new Int8Array(BYTES)].join(', ')],
  ['as a JSON buffer of a text that holds it', JSON.stringify(Buffer.from(`key=${KEY};`))],
  ['as the hex of its text', Buffer.from(KEY).toString('hex')],
  ['as node prints buffers', `<Buffer ${PAIRS.join(' ')}>`],
  [
    'as percent sequences of small and capital digits',
    PAIRS.map((pair, n) => `%${n % 2 ? pair : pair.toUpperCase()}`).join(''),
  ],
  [
    'percent-encoded three times',
    thrice(CHARACTERS.map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')),
  ],
  ['as \\u escapes', CHARACTERS.map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')],
  [
    'as \\u escapes in a JSON string in JSON',
    JSON.stringify(CHARACTERS.map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')),
  ],
  ['as \\u{} escapes', CHARACTERS.map((c) => `\\u{${c.charCodeAt(0).toString(16)}}`).join('')],
  ['as decimal entities', CHARACTERS.map((c) => `&#${c.charCodeAt(0)};`).join('')],
  ['as hex entities', CHARACTERS.map((c) => `&#x${c.charCodeAt(0).toString(16)};`).join('')],
  ['as entities, escaped again', CHARACTERS.map((c) => `&amp;#${c.charCodeAt(0)};`).join('')],
  ['as escape() writes it', CHARACTERS.map((c) => `%u00${c.charCodeAt(0).toString(16)}`).join('')],
  ['as base64', BYTES.toString('base64')],
  ['as base64 in lines', `${BYTES.toString('base64').slice(0, 10)}\r\n${BYTES.toString('base64').slice(10)}`],
  ['as percent-encoded base64', encodeURIComponent(encodeURIComponent(BYTES.toString('base64')))],
  ['as base64 of its capitals', Buffer.from(`a${KEY.toUpperCase()}`).toString('base64')],
  ...[0, 1, 2].flatMap((lead): [string, string][] => [
    [
      `in base64, ${lead} bytes in`,
      Buffer.concat([Buffer.alloc(lead, 7), BYTES, Buffer.alloc(5, 7)]).toString('base64'),
    ],
    [`in base64url, ${lead} bytes in`, Buffer.concat([Buffer.alloc(lead, 7), BYTES]).toString('base64url')],
    [`as text in base64, ${lead} bytes in`, Buffer.from(`${'x'.repeat(lead) + KEY}y`).toString('base64')],
  ]),
  ['as bytes in latin1', BYTES.toString('latin1')],
  ['as bytes escaped in JSON', [...BYTES].map((byte) => `\\u00${byte.toString(16).padStart(2, '0')}`).join('')],
];

function thrice(text: string): string {
  return encodeURIComponent(encodeURIComponent(text));
}

describe('Redactor against somebody who means to be read', () => {
  for (const [how, spelled] of KEYS) {
    it(`finds a key ${how}`, () => {
      const shown = knowing().text(`before ${spelled} after`);
      assert.match(shown, /^before .{0,3}<contentKey #1>[^<]{0,8} after$|^before .*<contentKey #1>.* after$/s);
      assert.ok(!knowing().contains(shown), shown);
    });
  }

  it('finds an authenticator in the case and the escapes of a host name', () => {
    const redactor = knowing();
    for (const text of [
      `https://${AUTHENTICATOR.toUpperCase()}.example/`,
      `https://${AUTHENTICATOR.replace(',', '.')}.example/`,
      AUTHENTICATOR.replace(',', '%252C'),
      AUTHENTICATOR.replace(',', '%252c'),
      AUTHENTICATOR.replace(',', '&#44;'),
      Buffer.from(`x=${encodeURIComponent(AUTHENTICATOR)}`).toString('base64'),
    ]) {
      assert.match(redactor.text(text), /<authenticator #1>/, text);
    }
  });

  it('names the parts of a secret that was cut in two', () => {
    const redactor = knowing();
    const [one, other] = [KEY.slice(0, 16), KEY.slice(16)];
    assert.equal(
      redactor.text(`x-one: ${one}, x-other: ${other}`),
      'x-one: <part of contentKey #1>, x-other: <part of contentKey #1>',
    );
    assert.equal(redactor.text(`{"one":"${one.toUpperCase()}"}`), '{"one":"<part of contentKey #1>"}');
    assert.equal(
      redactor.text(`errorText: "${AUTHENTICATOR.slice(0, 15)}..."`),
      'errorText: "<part of authenticator #1>..."',
    );
    assert.match(redactor.text(BYTES.subarray(0, 9).toString('base64')), /^<part of contentKey #1>.{0,3}$/);
  });

  it('knows random letters from words', () => {
    const redactor = new Redactor();
    redactor.learn('token', 'AenKxkyqXNFKcMnUdVKJKEuGimLfKeKw-0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5');
    redactor.learn('authenticator', 'exampleCompanyAuthenticator,0123456789abcdef');
    assert.equal(redactor.text('half: AenKxkyqXNFKcMnUdVKJKEuGimLfKeKw'), 'half: <part of token #1>');
    assert.equal(redactor.text('small: aenkxkyqxnfkcmnudvkj'), 'small: <part of token #1>');
    assert.equal(redactor.text('exampleCompanyAuthenticator'), 'exampleCompanyAuthenticator');
  });

  it('masks a parameter of which a part is known as a whole', () => {
    assert.equal(knowing().text(`contentKey=${KEY.slice(0, 16)}&x=1`), 'contentKey=<part of contentKey #1>&x=1');
    assert.equal(knowing().text(`contentKey=${KEY.slice(0, 16)}77&x=1`), 'contentKey=<contentKey>&x=1');
  });

  it('tells two tokens apart that differ in case alone', () => {
    const redactor = new Redactor();
    const token = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
    redactor.learn('token', token);
    redactor.learn('token', token.toLowerCase());
    assert.equal(redactor.text(`${token} ${token.toLowerCase()}`), '<token #1> <token #2>');
  });
});

describe('Redactor and innocent text', () => {
  it('leaves reports readable', () => {
    const redactor = new Redactor();
    redactor.learn('authenticator', 'customerAuthenticator-of-the-test-deployment-1');
    redactor.learn('iv', '00000000000000000000000000000000');
    redactor.learn('contentKey', '000102030405060708090a0b0c0d0e0f');
    redactor.learn('contentKey', 'ffffffffffffffffffffffffffffffff');
    redactor.learn('device', Buffer.alloc(20, 1));
    for (const text of [
      'the parameter customerAuthenticator is missing in the test deployment',
      'content-length: 1000000000000000',
      '2026-11-21T00:00:00.000Z, 00:00:00, 0.000000000000001',
      'flows 0 1 2 3 4 5 6 7 8 9 10 of 11',
      'message id 3f2b8c1e-0000-4000-8000-000000000000',
      'ffffffff-ffff-4fff-8fff-ffffffffff',
      'the 1, 1, 1, 1, 1, 1 and 1',
      'a token, a device, an iv of 16 bytes, the content key, HTTP 401',
    ]) {
      assert.equal(redactor.text(text), text);
    }
  });

  it('does not join what a separator keeps apart but for the secret', () => {
    assert.equal(knowing().text(`a=${KEY}&b=${KEY}`), 'a=<contentKey #1>&b=<contentKey #1>');
    assert.equal(knowing().text(`["${KEY}","c0","de"]`), '["<contentKey #1>","c0","de"]');
  });
});
