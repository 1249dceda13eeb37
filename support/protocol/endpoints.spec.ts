import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { RIGHTS_PATH, TOKEN_PATTERN, tokenOf } from './endpoints';

describe('tokenOf', () => {
  for (const [url, token] of [
    [`http://fp.example.test${RIGHTS_PATH}?ExpressPlayToken=AQ-_9`, 'AQ-_9'],
    ['https://a.test/?id=1&ExpressPlayToken=x&ExpressPlayToken=y#z', 'x'],
    ['https://a.test/?ExpressPlayToken=', ''],
    ['https://a.test/?ExpressPlayToken=a%2Bb', 'a%2Bb'],
    ['https://a.test/?expressplaytoken=x', undefined],
    ['https://a.test/#?ExpressPlayToken=x', undefined],
    ['/hms/fp/rights/?ExpressPlayToken=x', undefined],
    ['skd://a.test/?ExpressPlayToken=x', undefined],
    ['', undefined],
  ] as const) {
    it(`of ${url || 'nothing'} is ${token ?? 'undefined'}`, () => assert.equal(tokenOf(url), token));
  }

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => assert.ok(['string', 'undefined'].includes(typeof tokenOf(text)))));
  });
});

describe('TOKEN_PATTERN', () => {
  it('is base64url without padding', () => {
    assert.match('AZaz09-_', TOKEN_PATTERN);
    for (const bad of ['', 'a=', 'a+b', 'a/b', 'a b', 'a%2D']) assert.doesNotMatch(bad, TOKEN_PATTERN);
  });
});
