import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unwrapContentKey, wrapContentKey } from './key-wrap';

describe('AES key wrap', () => {
  // RFC 3394, section 4.1.
  const kek = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
  const key = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
  const wrapped = Buffer.from('1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5', 'hex');

  it('wraps as the RFC shows', () => {
    assert.deepEqual(wrapContentKey(kek, key), wrapped);
  });

  it('unwraps what was wrapped', () => {
    assert.deepEqual(unwrapContentKey(kek, wrapped), key);
  });

  it('tells a changed text, another key and a wrong length', () => {
    const changed = Buffer.from(wrapped);
    changed.writeUInt8(changed.readUInt8(3) ^ 1, 3);
    assert.equal(unwrapContentKey(kek, changed), undefined);
    assert.equal(unwrapContentKey(key, wrapped), undefined);
    assert.equal(unwrapContentKey(kek, wrapped.subarray(0, 16)), undefined);
    assert.equal(unwrapContentKey(kek.subarray(1), wrapped), undefined);
  });
});
