import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseParameters, queryOf } from './parameters';

describe('parseParameters', () => {
  it('keeps order, doubled names and the raw text', () => {
    assert.deepEqual(parseParameters('b=1&a=%2B60&b=x+y&c'), [
      { name: 'b', value: '1', raw: '1' },
      { name: 'a', value: '+60', raw: '%2B60' },
      { name: 'b', value: 'x y', raw: 'x+y' },
      { name: 'c', value: '', raw: '' },
    ]);
  });

  it('tells an escaped plus from a bare one by the raw text', () => {
    const [escaped, bare] = parseParameters('e=%2b60&e=+60');
    assert.deepEqual([escaped?.value, escaped?.raw], ['+60', '%2b60']);
    assert.deepEqual([bare?.value, bare?.raw], [' 60', '+60']);
  });

  for (const [query, name, value] of [
    ['?a=b', 'a', 'b'],
    ['a=b=c', 'a', 'b=c'],
    ['=v', '', 'v'],
    ['a%20b=%C3%A9', 'a b', 'é'],
    ['a=100%', 'a', '100%'],
    ['a=%zz%4', 'a', '%zz%4'],
    ['a=%FF', 'a', '\uFFFD'],
    ['%=1', '%', '1'],
    ['a%3Db=1', 'a=b', '1'],
    ['a=%26c%3Dd', 'a', '&c=d'],
    ['a=%00', 'a', '\0'],
  ] as const) {
    it(`decodes ${query}`, () => {
      const [first, ...rest] = parseParameters(query);
      assert.deepEqual([first?.name, first?.value, rest], [name, value, []]);
    });
  }

  it('finds nothing where nothing is', () => {
    assert.deepEqual([...parseParameters(''), ...parseParameters('?'), ...parseParameters('&&')], []);
  });

  it('reads back what the platform writes', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
        const parameters = parseParameters(new URLSearchParams(pairs).toString());
        assert.deepEqual(
          parameters.map(({ name, value }) => [name, value]),
          pairs,
        );
      }),
    );
  });

  it('agrees with the platform on any text and keeps the raw values', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[%&=+a-f0-9]{0,40}$/)),
        (query) => {
          const parameters = parseParameters(query);
          // One by one, as the platform repairs lone surrogates even where nothing is escaped.
          const platform = [...new URLSearchParams(query)];
          assert.equal(parameters.length, platform.length);
          parameters.forEach(({ name, value, raw }, index) => {
            assert.deepEqual([wellFormed(name), wellFormed(value)], platform[index]);
            assert.ok(query.includes(raw));
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Lone surrogates replaced, as the platform does. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

describe('queryOf', () => {
  for (const [url, query] of [
    ['https://a.test/b?c=d', 'c=d'],
    ['https://a.test/b?c=d?e#f?g', 'c=d?e'],
    ['https://a.test/b#f?g', ''],
    ['https://a.test/b?', ''],
    ['https://a.test/b', ''],
  ] as const) {
    it(`takes ${JSON.stringify(query)} from ${url}`, () => assert.equal(queryOf(url), query));
  }
});
