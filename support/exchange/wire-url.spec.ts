import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { splitUrl, withoutQuery } from './wire-url';

describe('splitUrl', () => {
  for (const [url, origin, target] of [
    ['https://sees.test/a?b=%2B1&c=+2&d=%c3%a9', 'https://sees.test', '/a?b=%2B1&c=+2&d=%c3%a9'],
    ["https://SEES.test:443/x/../y//z/?q='a'&&", 'https://sees.test', "/x/../y//z/?q='a'&&"],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', '/'],
    ['http://[::1]:8080?a=1', 'http://[::1]:8080', '/?a=1'],
    ['http://h/a#b?c', 'http://h', '/a'],
    ['http://h/a?b#c', 'http://h', '/a?b'],
    ['http://h/é b\t', 'http://h', '/%C3%A9%20b%09'],
  ] as const) {
    it(`splits ${JSON.stringify(url)}`, () => {
      assert.deepEqual(splitUrl(url), { origin, target });
    });
  }

  for (const url of ['/relative', 'ftp://h/x', 'https:/h', 'https://', 'data:,x', '', 'https://h:99999/']) {
    it(`refuses ${JSON.stringify(url)}`, () => {
      assert.throws(() => splitUrl(url), TypeError);
    });
  }

  it('shows no query when it refuses', () => {
    assert.throws(
      () => splitUrl('nowhere/x?ExpressPlayToken=verysecret'),
      (error: Error) => !error.message.includes('verysecret') && error.message.includes('nowhere/x'),
    );
  });

  it('changes nothing that a request line can hold', () => {
    const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(
        visible.map((text) => text.replaceAll('#', '')),
        (text) => {
          assert.equal(splitUrl(`https://sees.test/${text}`).target, `/${text}`);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('withoutQuery', () => {
  it('drops query, fragment and user', () => {
    assert.equal(withoutQuery('https://user:pass@h/a?b=c#d'), 'https://h/a');
    assert.equal(withoutQuery('https://h/a#b'), 'https://h/a');
    assert.equal(withoutQuery('https://h/a'), 'https://h/a');
  });
});
