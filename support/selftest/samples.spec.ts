import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Variation, Violation } from '../violations';
import { combinationsOf, pairsOf } from './samples';

const violation = (id: string, settings?: Record<string, unknown>): Violation => ({
  id,
  party: 'sees',
  sentence: 'SEES is wrong.',
  breaks: [`${id.slice(0, 1)}-1`],
  consequences: [],
  ...(settings === undefined ? {} : { settings }),
});
const family = ({ id }: Violation): string => id.slice(0, 1);
const VIOLATIONS = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2'].map((id) => violation(id));

describe('pairs', () => {
  const ids = (seed: number, count = 6): string[] =>
    pairsOf(VIOLATIONS, count, seed, family).map((pair) => pair.map(({ id }) => id).join(' '));

  it('are of different families, each once, and repeat with the seed', () => {
    const pairs = ids(3);
    assert.equal(pairs.length, 6);
    assert.equal(new Set(pairs.map((pair) => pair.split(' ').sort().join(' '))).size, 6);
    for (const pair of pairs) assert.notEqual(pair[0], pair[3], pair);
    assert.deepEqual(ids(3), pairs);
    assert.notDeepEqual(ids(4), pairs);
  });

  it('come to an end where there are no more', () => {
    assert.equal(ids(3, 1000).length, 12);
    assert.deepEqual(pairsOf(VIOLATIONS.slice(0, 2), 5, 3, family), []);
  });

  it('never want two things of one setting', () => {
    const several = [violation('a', { readings: { x: 1 } }), violation('b', { readings: { x: 2 } }), violation('c')];
    const pairs = pairsOf(several, 10, 3, family).map((pair) =>
      pair
        .map(({ id }) => id)
        .sort()
        .join(''),
    );
    assert.deepEqual(pairs.sort(), ['ac', 'bc']);
  });
});

describe('combinations', () => {
  const variations: Variation[] = ['a', 'b', 'c', 'd'].map((id) => ({
    id,
    sentence: '',
    ...(id < 'c' ? { aspect: 'same' } : {}),
  }));
  const combinations = combinationsOf(variations, 20, 5);

  it('hold two to six at once, none that excludes another', () => {
    assert.equal(combinations.length, 20);
    for (const combination of combinations) {
      const ids = combination.map(({ id }) => id);
      assert.ok(ids.length >= 2 && ids.length <= 6);
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(!(ids.includes('a') && ids.includes('b')));
    }
  });

  it('repeat with the seed', () => {
    assert.deepEqual(combinationsOf(variations, 20, 5), combinations);
  });
});
