import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fixedRandom } from '../testing/pair';
import { TokenCodec, type IssuedToken } from './token-codec';

const TOKEN: IssuedToken = {
  id: 7,
  drm: 'fairplay',
  account: 'account 1',
  contentKey: '00112233445566778899aabbccddeeff',
  iv: 'ffeeddccbbaa99887766554433221100',
  issuedAtMs: 0,
  expiresAtMs: 1000,
  cookie: 'crumb',
  deviceId: 'ab'.repeat(20),
};

describe('TokenCodec', () => {
  const codec = new TokenCodec(fixedRandom('codec'));
  const text = codec.seal(TOKEN);

  it('opens what it sealed', () => {
    assert.deepEqual(codec.open(text), TOKEN);
  });

  it('shows nothing of the inside', () => {
    const bytes = Buffer.from(text, 'base64url');
    assert.ok(!bytes.includes('crumb') && !bytes.includes('account') && !bytes.includes(TOKEN.contentKey));
    assert.notEqual(codec.seal(TOKEN), text);
  });

  it('refuses a token in which any one character was changed, the last one included', () => {
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '+', '/', '=', '.', '%'),
        (index, character) => {
          fc.pre(text[index] !== character);
          assert.equal(codec.open(text.slice(0, index) + character + text.slice(index + 1)), undefined);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses cut, lengthened and foreign text', () => {
    for (let length = 0; length < text.length; length += 1) assert.equal(codec.open(text.slice(0, length)), undefined);
    for (const other of [`${text}A`, `${text}=`, ` ${text}`, `${text}\n`, 'AQ', '😀'])
      assert.equal(codec.open(other), undefined);
    assert.equal(new TokenCodec(fixedRandom('another key')).open(text), undefined);
  });
});
