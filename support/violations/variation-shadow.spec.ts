import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Call, HttpRequest, HttpResponse } from '../exchange';
import type { Variation } from './variation';
import { VariationShadow } from './variation-shadow';

const asked = (url: string): HttpRequest => ({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
const answer = (url: string): HttpResponse => ({ status: 200, headers: {}, body: Buffer.from(url) });

const variations: readonly Variation[] = [
  {
    id: 'other-words',
    sentence: '',
    call: (call) => async (request) => {
      const right = await call(request);
      return request.url.endsWith('a') ? answer('other') : right;
    },
  },
  { id: 'other-question', sentence: '', call: (call) => (request) => call({ ...request, url: `${request.url}?` }) },
  {
    id: 'twice',
    sentence: '',
    call: (call) => async (request) => {
      await call(request);
      return call(request);
    },
  },
  {
    id: 'not-at-all',
    sentence: '',
    call:
      () =>
      ({ url }) =>
        Promise.resolve(answer(url)),
  },
  { id: 'the-same', sentence: '', call: (call) => (request, options) => call(request, options) },
];

describe('the shadow of variations', () => {
  it('tells which would have answered, asked, or asked again otherwise, and lets none of them', async () => {
    const urls: string[] = [];
    const right: Call = ({ url }) => {
      urls.push(url);
      return Promise.resolve(answer(url));
    };
    const shadow = new VariationShadow(variations);
    const call = shadow.variation.call?.(right) ?? assert.fail();
    assert.equal((await call(asked('https://x/a'))).body.toString(), 'https://x/a');
    assert.deepEqual([...shadow.take()].sort(), ['not-at-all', 'other-question', 'other-words', 'twice']);
    await call(asked('https://x/b'));
    assert.ok(!shadow.take().has('other-words'));
    assert.deepEqual(urls, ['https://x/a', 'https://x/b']);
  });

  it('does not watch what is set or configured', () => {
    assert.ok(VariationShadow.canWatch({ id: 'x', sentence: '' }));
    assert.ok(!VariationShadow.canWatch({ id: 'x', sentence: '', settings: {} }));
    assert.ok(!VariationShadow.canWatch({ id: 'x', sentence: '', options: {} }));
  });

  it('tells when what is set or configured could have shown, where that is known', async () => {
    const placed: readonly Variation[] = [
      { id: 'in-records', sentence: '', settings: {}, where: 'record' },
      { id: 'in-refusals', sentence: '', options: {}, where: 'refusal' },
    ];
    assert.ok(placed.every((variation) => VariationShadow.canWatch(variation)));
    const shadow = new VariationShadow(placed);
    const call = shadow.variation.call?.(({ url }) => Promise.resolve(answer(url))) ?? assert.fail();
    await call(asked('https://x/hms/fp/token?a=b'));
    assert.deepEqual([...shadow.take()], []);
    await call(asked('https://x/cmiapi/getrecord/?cookie=c'));
    assert.deepEqual([...shadow.take()], ['in-records']);
    const says = (isAllowed: boolean): HttpResponse => answer(JSON.stringify({ isAllowed }));
    const sees = shadow.variation.sees?.(({ url }) => Promise.resolve(says(url.endsWith('a')))) ?? assert.fail();
    await sees(asked('https://x/a'));
    assert.deepEqual([...shadow.take()], []);
    await sees(asked('https://x/b'));
    assert.deepEqual([...shadow.take()], ['in-refusals']);
  });
});
