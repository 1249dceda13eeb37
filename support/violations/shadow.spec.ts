import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Handler, HttpRequest, HttpResponse } from '../exchange';
import { DEFAULT_SEES_RULES } from '../reference';
import { Shadow } from './shadow';
import type { Violation } from './violation';

const asked = (url: string): HttpRequest => ({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
const said = (text: string): HttpResponse => ({ status: 200, headers: {}, body: Buffer.from(text) });
const right: Handler = ({ url }) => Promise.resolve(said(url));

const make = (id: string, hooks: Partial<Violation>): Violation => ({
  id,
  party: 'sees',
  sentence: 'SEES is wrong.',
  breaks: ['A-1'],
  consequences: [],
  ...hooks,
});

const answersB = make('answers-b', {
  sees: (handler, applied) => async (request) => {
    const response = await handler(request);
    if (!request.url.endsWith('b')) return response;
    applied();
    return said('wrong');
  },
});
/** Does not say so itself: that it asks something else is enough. */
const asksElse = make('asks-else', {
  call: (call) => (request) => call(request.url.endsWith('c') ? asked('https://x/d') : request),
});
const breaksDown = make('breaks-down', {
  call: (call) => async (request) => {
    const response = await call(request);
    if (request.url.endsWith('e')) throw new Error('fallen over');
    return response;
  },
});
const numbers = make('numbers', {
  seesRules: (rules, applied) => ({
    ...rules,
    responseMessageID: (id) => {
      if (id === 'x') applied();
      return '1';
    },
  }),
});

describe('the shadow', () => {
  it('answers as the right party does, and tells who would not have', async () => {
    const shadow = new Shadow([answersB, asksElse]);
    const handler = shadow.sees(right, () => undefined);
    assert.equal((await handler(asked('https://x/a'))).body.toString(), 'https://x/a');
    assert.deepEqual([...shadow.take()], []);
    assert.equal((await handler(asked('https://x/b'))).body.toString(), 'https://x/b');
    assert.deepEqual([...shadow.take()], ['answers-b']);
    assert.deepEqual([...shadow.take()], []);
  });

  it('lets nobody ask what the right party does not, and takes the wish for a difference', async () => {
    const urls: string[] = [];
    const shadow = new Shadow([asksElse, breaksDown]);
    const call = shadow.call(
      (request) => {
        urls.push(request.url);
        return right(request);
      },
      () => undefined,
    );
    await call(asked('https://x/a'));
    assert.deepEqual([...shadow.take()], []);
    await call(asked('https://x/c'));
    assert.deepEqual([...shadow.take()], ['asks-else']);
    await call(asked('https://x/e'));
    assert.deepEqual([...shadow.take()], ['breaks-down']);
    assert.deepEqual(urls, ['https://x/a', 'https://x/c', 'https://x/e']);
  });

  it('does not blame a violation for a failure that is not its own', async () => {
    const shadow = new Shadow([asksElse]);
    const call = shadow.call(
      () => Promise.reject(new Error('no answer')),
      () => undefined,
    );
    await assert.rejects(call(asked('https://x/a')), /no answer/);
    assert.deepEqual([...shadow.take()], []);
  });

  it('keeps requests under way apart', async () => {
    const shadow = new Shadow([answersB]);
    const handler = shadow.sees(right, () => undefined);
    const urls = ['https://x/1', 'https://x/2', 'https://x/3'];
    const answers = await Promise.all(urls.map((url) => handler(asked(url))));
    assert.deepEqual(
      answers.map(({ body }) => body.toString()),
      urls,
    );
    assert.deepEqual([...shadow.take()], []);
  });

  it('decides as the right rules do', () => {
    const shadow = new Shadow([numbers]);
    const rules = shadow.seesRules(DEFAULT_SEES_RULES, () => undefined);
    assert.equal(rules.responseMessageID('m'), 'm');
    assert.deepEqual([...shadow.take()], []);
    assert.equal(rules.responseMessageID('x'), 'x');
    assert.deepEqual([...shadow.take()], ['numbers']);
    assert.equal(rules.onNoRecord({ requestType: 3, messageID: '', contentID: '', cookie: 'c' }), 'refuse');
  });
});
