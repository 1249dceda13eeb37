import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clockWords } from './clock-words';

describe('clockWords', () => {
  const bounds: [least: number | undefined, most: number | undefined, words: string][] = [
    [-6, 3, ', by the ends of tokens from 6.0 s behind to 3.0 s ahead of ours'],
    [4, undefined, ', by the ends of tokens at least 4.0 s ahead of ours'],
    [-4, undefined, ', by the ends of tokens at most 4.0 s behind ours'],
    [undefined, 4, ', by the ends of tokens at most 4.0 s ahead of ours'],
    [undefined, -4, ', by the ends of tokens at least 4.0 s behind ours'],
    [undefined, undefined, ''],
  ];
  for (const [least, most, words] of bounds) {
    it(`tells what tokens say: at least ${String(least)}, at most ${String(most)} s ahead`, () => {
      const fact = {
        answers: 0,
        ...(least === undefined ? {} : { tokensSayAtLeastSeconds: least }),
        ...(most === undefined ? {} : { tokensSayAtMostSeconds: most }),
      };
      assert.deepEqual(clockWords({ sees: fact }), [['SEES', `not known (no answer had a Date header)${words}`]]);
    });
  }

  it('tells how far a clock is and how that is known', () => {
    const fact = { answers: 12, aheadSeconds: -40.06, uncertaintySeconds: 0.1 };
    const words = '40.1 s behind ours, give or take 0.1 s (by the Date header of 12 answers)';
    assert.deepEqual(clockWords({ expressplay: fact }), [['ExpressPlay', words]]);
    assert.deepEqual(clockWords(), []);
  });
});
