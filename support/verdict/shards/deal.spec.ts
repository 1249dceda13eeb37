import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { partOf, shardOf } from './deal';

describe('shardOf', () => {
  it('deals every scenario to one shard, as evenly as can be', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 40 }), (scenarios, count) => {
        const hands = Array.from({ length: count }, () => 0);
        for (let place = 0; place < scenarios; place += 1) hands[shardOf(place, count) - 1]! += 1;
        assert.equal(
          hands.reduce((sum, hand) => sum + hand, 0),
          scenarios,
        );
        assert.ok(Math.max(...hands) - Math.min(...hands) <= 1);
      }),
    );
  });
});

describe('partOf', () => {
  it('spends the whole amount and no more', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 40 }), (amount, count) => {
        const parts = Array.from({ length: count }, (_, place) => partOf(amount, { index: place + 1, count }));
        assert.equal(
          parts.reduce((sum, part) => sum + part, 0),
          amount,
        );
        assert.ok(parts.every((part) => part >= 0));
      }),
    );
    assert.deepEqual(
      [1, 2, 3].map((index) => partOf(10, { index, count: 3 })),
      [4, 3, 3],
    );
  });
});
