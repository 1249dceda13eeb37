import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shuffle, systemRandom } from './random';

describe('random bytes', () => {
  it('are as many as asked for, and none is given twice', () => {
    const seen = new Set<string>();
    for (let turn = 0; turn < 5000; turn += 1) {
      const bytes = systemRandom(16);
      assert.equal(bytes.length, 16);
      seen.add(bytes.toString('hex'));
    }
    assert.equal(seen.size, 5000);
    for (const length of [0, 1, 4096, 4097, 100_000]) assert.equal(systemRandom(length).length, length);
  });

  it('belong to whoever got them', () => {
    const first = systemRandom(8);
    const before = first.toString('hex');
    systemRandom(8).fill(0);
    first.fill(0);
    assert.notEqual(systemRandom(8).toString('hex'), before);
    assert.ok(systemRandom(8).some((byte) => byte !== 0));
  });

  it('shuffle without loss', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    assert.deepEqual(
      shuffle(items, systemRandom).sort((a, b) => a - b),
      items,
    );
  });
});
