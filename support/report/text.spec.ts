import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cut, duration, escapeMarkdown, escapeXml, oneLine } from './text';

describe('text', () => {
  it('escapes XML and replaces what XML cannot hold', () => {
    assert.equal(escapeXml(`<a b="c" d='e'>&`), '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
    assert.equal(escapeXml('a\u0000\u001b\ud800\uffffz\u{1f600}'), 'a\ufffd\ufffd\ufffd\ufffdz\u{1f600}');
  });

  it('leaves no control character and no line break in one line', () => {
    assert.equal(oneLine(' a\r\n\tb\u001b[31mc\u202ed '), 'a b\ufffd[31mc\ufffdd');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        assert.doesNotMatch(oneLine(text), /[\p{Cc}\u2028\u2029\u202e]/u);
      }),
      { numRuns: 200 },
    );
  });

  it('cuts by characters and says so', () => {
    assert.equal(cut('abcdef', 6), 'abcdef');
    assert.equal(cut('abcdefg', 6), 'abcde…');
    assert.equal(cut('\u{1f600}\u{1f600}\u{1f600}', 2), '\u{1f600}…');
  });

  it('keeps a table cell in its cell and mentions nobody', () => {
    assert.equal(
      escapeMarkdown('a|b\n<contentKey #1> @team *x*'),
      String.raw`a\|b &lt;contentKey \#1&gt; &#64;team \*x\*`,
    );
  });

  it('says durations as people do', () => {
    assert.deepEqual([0, 240.4, 999.6, 3449, 59_960, 125_000].map(duration), [
      '0 ms',
      '240 ms',
      '1000 ms',
      '3.4 s',
      '1 min 0 s',
      '2 min 5 s',
    ]);
  });
});
