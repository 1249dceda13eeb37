import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { widthOf, wrap } from './measure';

describe('wrap', () => {
  it('never makes a line wider than there is room, nor more lines than allowed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.integer({ min: 40, max: 400 }),
        fc.integer({ min: 1, max: 3 }),
        (text, width, limit) => {
          const { lines, whole } = wrap(text, 13, width, limit);
          assert.ok(lines.length >= 1 && lines.length <= limit);
          for (const line of lines) assert.ok(widthOf(line, 13) <= width);
          assert.equal(whole, !(lines.at(-1)?.endsWith('…') === true && !text.trimEnd().endsWith('…')));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('breaks at blanks', () => {
    assert.deepEqual(wrap('one two three', 10, widthOf('one two', 10) + 1, 3).lines, ['one two', 'three']);
  });

  it('ends in an ellipsis where the text went on', () => {
    const { lines, whole } = wrap('aaaa bbbb cccc', 10, widthOf('aaaa b…', 10), 1);
    assert.deepEqual({ lines, whole }, { lines: ['aaaa b…'], whole: false });
  });
});
