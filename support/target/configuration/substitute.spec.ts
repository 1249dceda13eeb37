import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { substitute } from './substitute';

describe('references to the environment', () => {
  const env = { A: '1', B_2: 'two', EMPTY: '', NESTED: '${A}', DOLLAR: "$& $' $1" };

  for (const [text, expected] of [
    ['plain', 'plain'],
    ['${A}', '1'],
    ['x${A}y${B_2}z', 'x1ytwoz'],
    ['${EMPTY}', ''],
    ['${NESTED}', '${A}'],
    ['$${A}', '${A}'],
    ['$$${A}', '$${A}'],
    ['$A {A} $ {A}', '$A {A} $ {A}'],
    ['${DOLLAR}', "$& $' $1"],
  ] as const) {
    it(`${text} is ${expected}`, () => {
      const result = substitute(text, env);
      assert.equal(result.text, expected);
      assert.deepEqual(result.problems, []);
    });
  }

  for (const text of ['${', '${A', '${}', '${A B}', '${1A}', '${NONE}']) {
    it(`${text} is a problem`, () => {
      assert.equal(substitute(text, env).problems.length, 1);
    });
  }

  it('a text without $ is kept as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('$')),
        (text) => substitute(text, env).text === text,
      ),
      { numRuns: 100 },
    );
  });

  it('a value is never looked through again', () => {
    fc.assert(
      fc.property(fc.string(), (value) => substitute('[${V}]', { V: value, A: '1' }).text === `[${value}]`),
      { numRuns: 100 },
    );
  });
});
