import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VirtualClock, type HttpResponse } from '../../exchange';
import { AUTHENTICATOR, OTHER_AUTHENTICATOR, RECORD_URL, START_MS, createService, get } from '../testing/pair';
import type { ExpressPlayService } from './expressplay';
import type { RecordServiceOptions } from './expressplay-options';

function service(record: RecordServiceOptions = {}): ExpressPlayService {
  return createService(new VirtualClock(START_MS), { record });
}

const ask = (ep: ExpressPlayService, query: string, authenticator = AUTHENTICATOR): Promise<HttpResponse> =>
  ep.handle(get(`${RECORD_URL}?customerAuthenticator=${encodeURIComponent(authenticator)}${query}`));

async function read(ep: ExpressPlayService, query: string, authenticator?: string): Promise<unknown> {
  const response = await ask(ep, query, authenticator);
  assert.equal(response.status, 200);
  assert.equal(response.headers['content-type'], 'application/json');
  return JSON.parse(response.body.toString());
}

const ids = async (ep: ExpressPlayService, query: string, authenticator?: string): Promise<number[]> =>
  ((await read(ep, query, authenticator)) as { event_id: number }[]).map(({ event_id: id }) => id);

describe('record service', () => {
  it('answers an array of events, newest first, with the documented and the declared names', async () => {
    const ep = service();
    ep.history.log('account 1', { cookie: 'c 1', deviceId: 'd' });
    ep.history.log('account 1', { cookie: 'c 1', errorCode: -4010 });
    assert.deepEqual(await read(ep, '&cookie=c%201'), [
      {
        event_id: 2,
        event_type: 'fairplay-license',
        timestamp: '2030-01-01T00:00:00.000Z',
        cookie: 'c 1',
        error_code: -4010,
      },
      {
        event_id: 1,
        event_type: 'fairplay-license',
        timestamp: '2030-01-01T00:00:00.000Z',
        cookie: 'c 1',
        device_id: 'd',
      },
    ]);
  });

  it('selects by cookie, by id, by window, or the most recent 32', async () => {
    const ep = service();
    for (let count = 1; count <= 40; count += 1)
      ep.history.log('account 1', { cookie: count % 2 === 0 ? 'even' : 'odd' });
    assert.equal((await ids(ep, '')).length, 32);
    assert.deepEqual((await ids(ep, '&cookie=odd')).slice(0, 3), [39, 37, 35]);
    assert.deepEqual(await ids(ep, '&cookie=ODD'), []);
    assert.deepEqual(await ids(ep, '&cookie='), []);
    assert.deepEqual(await ids(ep, '&id=7'), [7]);
    assert.deepEqual(await ids(ep, '&id=41'), []);
    assert.deepEqual(await ids(ep, '&start=0&length=2'), [40, 39]);
    assert.deepEqual(await ids(ep, '&length=200&start=38'), [2, 1]);
    assert.deepEqual(await ids(ep, '&start=40&length=2'), []);
  });

  it('refuses combined, doubled and malformed selectors with 400', async () => {
    const ep = service();
    for (const query of [
      '&cookie=c&id=1',
      '&cookie=c&start=0&length=1',
      '&id=1&start=0&length=1',
      '&start=0',
      '&length=1',
      '&id=',
      '&id=-1',
      '&id=x',
      '&start=0&length=1.5',
      '&cookie=c&cookie=d',
    ]) {
      const response = await ask(ep, query);
      assert.deepEqual([response.status, response.headers['content-type']], [400, 'application/json'], query);
    }
  });

  it('gives nothing without the right authenticator', async () => {
    const ep = service();
    ep.history.log('account 1', { cookie: 'c' });
    for (const [url, code] of [
      [`${RECORD_URL}?cookie=c`, -2017],
      [`${RECORD_URL}?customerAuthenticator=&cookie=c`, -2017],
      [`${RECORD_URL}?customerAuthenticator=wrong&cookie=c`, -2018],
      [`${RECORD_URL}?CustomerAuthenticator=${AUTHENTICATOR}&cookie=c`, -2017],
    ] as const) {
      const response = await ep.handle(get(url));
      assert.equal(response.status, 401);
      assert.equal((JSON.parse(response.body.toString()) as { errorCode: number }).errorCode, code);
      assert.doesNotMatch(response.body.toString(), /event/);
    }
  });

  it('shows an account its own events only', async () => {
    const ep = service();
    ep.history.log('account 1', { cookie: 'c' });
    ep.history.log('account 2', { cookie: 'c' });
    for (const query of ['', '&cookie=c', '&start=0&length=9']) {
      assert.deepEqual(await ids(ep, query), [1]);
      assert.deepEqual(await ids(ep, query, OTHER_AUTHENTICATOR), [2]);
    }
  });

  it('is read with GET, with or without the trailing slash', async () => {
    const ep = service();
    const query = `?customerAuthenticator=${AUTHENTICATOR}`;
    assert.equal((await ep.handle({ ...get(RECORD_URL + query), method: 'POST' })).status, 405);
    assert.equal((await ep.handle(get(RECORD_URL.slice(0, -1) + query))).status, 200);
  });

  it('answers the most recent event only in mode latest', async () => {
    const array = service({ mode: 'latest' });
    const object = service({ mode: 'latest', latestForm: 'object' });
    for (const ep of [array, object]) {
      ep.history.log('account 1', { cookie: 'c' });
      ep.history.log('account 1', { cookie: 'c' });
    }
    assert.deepEqual(await ids(array, '&cookie=c'), [2]);
    assert.deepEqual(await ids(array, ''), [2, 1]);
    assert.equal(((await read(object, '&cookie=c')) as { event_id: number }).event_id, 2);
  });

  it('follows the declared format', async () => {
    const format = { root: 'events', cookie: 'correlation', deviceId: 'device', errorCode: 'status' };
    const ep = service({ format });
    ep.history.log('account 1', { cookie: 'c', deviceId: 'd' });
    const { events } = (await read(ep, '')) as { events: Record<string, unknown>[] };
    assert.equal(events[0]?.correlation, 'c');
    assert.equal(events[0].device, 'd');
    assert.deepEqual(await read(ep, '&cookie=x'), { events: [] });
  });

  it('words an empty answer as it is told to', async () => {
    assert.deepEqual(await read(service(), ''), []);
    assert.deepEqual(await read(service({ emptyForm: 'object' }), ''), {});
    assert.equal((await ask(service({ emptyForm: '404' }), '')).status, 404);
  });
});
