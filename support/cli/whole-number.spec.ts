import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wholeNumber } from './whole-number';

describe('wholeNumber', () => {
  it('takes both ends of the range', () => {
    assert.equal(wholeNumber('flows', '1', 1, 5000), 1);
    assert.equal(wholeNumber('flows', '5000', 1, 5000), 5000);
  });

  for (const text of ['0', '5001', 'many', '1.5', '-1', '', '1e3', ' 7']) {
    it(`refuses "${text}" with the right form`, () => {
      assert.throws(() => wholeNumber('flows', text, 1, 5000), {
        name: 'UsageError',
        message: `--flows ${text}: Right: a whole number, 1 to 5000`,
      });
    });
  }
});
