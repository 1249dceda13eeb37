import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { limitLine, limitLinesIn } from './limit';
import { median, ratio } from './median';
import { page } from './page';
import { table } from './table';

describe('median', () => {
  it('is the number in the middle, or the mean of both', () => {
    assert.equal(median([3]), 3);
    assert.equal(median([10, 2, 3]), 3);
    assert.equal(median([4, 1, 2, 100]), 3);
    assert.ok(Number.isNaN(median([])));
  });

  it('has as many numbers on either side, and minds no order', () => {
    const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, (some) => {
        const middle = median(some);
        const below = some.filter((number) => number < middle).length;
        const above = some.filter((number) => number > middle).length;
        assert.ok(below <= some.length / 2 && above <= some.length / 2);
        assert.equal(median([...some].reverse()), middle);
      }),
    );
  });
});

describe('ratio', () => {
  it('is made within a round: a slow round does not count twice', () => {
    assert.equal(ratio([2, 40, 3], [1, 20, 1]), 2);
    // The ratio of the medians would be 3.
    assert.equal(ratio([1, 9, 30], [3, 3, 10]), 3);
    assert.equal(ratio([1, 3, 8], [1, 1, 8]), 1);
  });

  it('wants as many rounds of both', () => {
    assert.throws(() => ratio([1, 2], [1]), /not 2 and 1/u);
  });
});

describe('table', () => {
  it('is Markdown', () => {
    assert.equal(table(['a', 'b'], [['1', '2']]), '| a | b |\n| --- | --- |\n| 1 | 2 |');
  });
});

describe('limitLine', () => {
  it('says whether a promise is kept, by the number alone', () => {
    assert.equal(limitLine({ what: 'a to b', measured: 4, most: 4 }), '- **met**: a to b: 4.00, allowed 4');
    assert.equal(limitLine({ what: 'a to b', measured: 4.01, most: 4 }), '- **not met**: a to b: 4.01, allowed 4');
    assert.match(limitLine({ what: 'a to b', measured: Number.NaN, most: 4 }), /^- \*\*not met\*\*/u);
  });

  it('is found again in a text', () => {
    const lines = [3, 5].map((measured) => limitLine({ what: 'a', measured, most: 4 }));
    assert.deepEqual(limitLinesIn(`Text.\n\n${lines.join('\n')}\n\n- other: 1\n`), lines);
  });
});

describe('page', () => {
  const line = limitLine({ what: 'a', measured: 1, most: 2 });
  const first = page(
    '',
    new Map([
      ['A', `Text of A.\n\n${line}`],
      ['B', 'Text of B.'],
    ]),
    ['A', 'B'],
  );

  it('has the promises on top and the sections in their order', () => {
    assert.deepEqual(limitLinesIn(first), [line, line]);
    assert.ok(first.indexOf(line) < first.indexOf('## A'));
    assert.match(first, /## A\n\nText of A\.\n\n.+\n\n## B\n\nText of B\.\n$/u);
  });

  it('keeps what was not measured anew, and drops what is measured no more', () => {
    const second = page(first, new Map([['B', 'New text of B.']]), ['B', 'A']);
    assert.match(second, /## B\n\nNew text of B\.\n\n## A\n\nText of A\.\n\n.+\n$/u);
    const third = page(second, new Map(), ['A']);
    assert.ok(!third.includes('text of B'));
    assert.equal(page(third, new Map(), ['A']), third);
  });
});
