import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { couldNotTest, notApplicable, observed, right, wrong } from './finding-builders';
import { kindOf, quote, shape } from './show';
import { DEVICE_A, Story } from './testing/story';

describe('Finding builders', () => {
  it('send every text through the redactor', () => {
    const story = new Story();
    story.journal.redactor.learn('device', DEVICE_A);
    const exchange = story.ask();
    const texts = [right, observed, notApplicable, couldNotTest].map((build) =>
      build(story.journal, 'X', `got ${DEVICE_A}`, exchange),
    );
    const bad = wrong(story.journal, 'X', DEVICE_A, { expected: DEVICE_A, observed: DEVICE_A.toUpperCase(), exchange });
    for (const finding of [...texts, bad]) {
      assert.equal(finding.exchange, 1);
      assert.equal(JSON.stringify(finding).toLowerCase().includes(DEVICE_A), false);
    }
    assert.deepEqual(
      [...texts, bad].map(({ verdict }) => verdict),
      ['right', 'observed', 'not-applicable', 'could-not-test', 'wrong'],
    );
  });

  it('need no exchange', () => {
    assert.equal('exchange' in right(new Story().journal, 'X', 'fine'), false);
  });
});

describe('What messages show of values', () => {
  it('quotes on one line, and cut', () => {
    assert.equal(quote('a"b\nc'), '"a\\"b\\nc"');
    assert.equal(quote('😀'.repeat(100_000)), `"${'😀'.repeat(80)}…"`);
    assert.equal(quote(7), 'number 7');
    assert.equal(quote(undefined), 'absent');
  });

  it('gives a secret no more than a shape', () => {
    assert.equal(shape(DEVICE_A), '40 hex digits');
    assert.equal(shape('123'), '3 digits');
    assert.equal(shape('xyz'), '3 characters, not all hex');
    assert.equal(shape(''), 'an empty value');
  });

  it('names the JSON type', () => {
    assert.deepEqual([null, [], {}, 'x', true].map(kindOf), [
      'null',
      'an array',
      'an object',
      'a string',
      'boolean true',
    ]);
  });
});
