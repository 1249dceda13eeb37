import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ERROR_CODES } from './error-codes';
import { findErrorCode, mentionedErrorCodes } from './find-error-code';

describe('findErrorCode', () => {
  for (const [text, code] of [
    ['{"errorCode":-2002}', -2002],
    ['{"errorCode":"-2002"}', -2002],
    ['{"code":-6003,"errorMessage":"x"}', -6003],
    ['{"error":{"code":-6003}}', -6003],
    ['{"error":-6003}', -6003],
    ['{"status":{"code":"-2018"}}', -2018],
    ['{"deep":[{"er":[{"x":" -4010 "}]}]}', -4010],
    ['-2017', -2017],
    ['"-2017"', -2017],
    ['[-2017]', -2017],
    // The known places win over what merely comes first.
    ['{"a":-2002,"errorCode":-2005}', -2005],
    ['{"error":{"code":-2005},"errorCode":"none"}', -2005],
    // Upper levels win over deeper ones.
    ['{"a":{"b":-2002},"c":-2005}', -2005],
  ] as const) {
    it(`finds ${code} in ${text}`, () => assert.equal(findErrorCode(text), code));
  }

  for (const text of [
    '',
    '{',
    '<html>-2002</html>',
    'null',
    '{"errorCode":-2004}',
    '{"errorCode":2002}',
    '{"errorCode":-2002.5}',
    '{"errorCode":"code -2002"}',
    '{"errorCode":"-02002"}',
    '{"-2002":true}',
  ]) {
    it(`finds none in ${JSON.stringify(text)}`, () => assert.equal(findErrorCode(text), undefined));
  }

  it('looks at the paths it is given first', () => {
    const text = '{"errorCode":-2002,"fault":{"number":-2005}}';
    assert.equal(findErrorCode(text, ['fault.number']), -2005);
    assert.equal(findErrorCode(text, ['fault.missing']), -2002);
  });

  it('survives 10,000 levels, of arrays and of objects', () => {
    const depth = 10_000;
    assert.equal(findErrorCode(`${'['.repeat(depth)}-2002${']'.repeat(depth)}`), -2002);
    assert.equal(findErrorCode(`${'{"a":'.repeat(depth)}-2002${'}'.repeat(depth)}`), -2002);
    assert.equal(findErrorCode('['.repeat(depth)), undefined);
  });

  it('survives 200,000 siblings', () => {
    assert.equal(findErrorCode(JSON.stringify([...Array<number>(200_000).fill(0), -2002])), -2002);
  });

  it('gives a documented code or nothing for any text', () => {
    const codes = new Set<number | undefined>([undefined, ...ERROR_CODES.map((entry) => entry.code)]);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => assert.ok(codes.has(findErrorCode(text)))),
      { numRuns: 300 },
    );
  });

  it('finds a code wherever it stands', () => {
    const code = fc.constantFrom(...ERROR_CODES.map((entry) => entry.code));
    fc.assert(
      fc.property(code, fc.array(fc.string()), (number, path) => {
        const tree = path.reduce<unknown>((inner, key) => ({ [key]: inner }), number);
        assert.equal(findErrorCode(JSON.stringify(tree)), number);
      }),
    );
  });
});

describe('mentionedErrorCodes', () => {
  it('reads documented codes out of a page', () => {
    assert.deepEqual(mentionedErrorCodes('<p>Error -2018 (see -2018, -6003)</p>'), [-2018, -6003]);
  });

  it('takes no other digits for codes', () => {
    assert.deepEqual(mentionedErrorCodes('tel 030-2018, -20180, 2018, x-2018, -9999'), []);
  });
});
