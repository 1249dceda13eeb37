import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  Journal,
  Redactor,
  transportError,
  VirtualClock,
  type EntitlementStimulus,
  type Exchange,
  type Handler,
  type HttpRequest,
} from '../exchange';
import { Backend } from './journalling';

const TOKEN = 'https://ep.example/hms/fp/token';
const RECORD = 'https://ep.example/cmiapi/getrecord/';
const LICENSE = 'https://ep.example/hms/fp/rights/';
const OURS = 'customerAuthenticator=1,ours';
const COOKIE = 'c-0123456789abcdef01234567';

const contents = ['one', 'two'].map((contentID, index) => ({
  contentID,
  contentKey: String(index + 1).repeat(32),
  iv: String(index + 5).repeat(32),
}));
const ONE = `contentKey=${'1'.repeat(32)}&iv=${'5'.repeat(32)}`;
const TWO = `contentKey=${'2'.repeat(32)}&iv=${'6'.repeat(32)}`;
const UNKNOWN = `contentKey=${'9'.repeat(32)}&iv=${'8'.repeat(32)}`;

const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
const post = (url: string, body: string): HttpRequest => ({ ...get(url), method: 'POST', body: Buffer.from(body) });
const listed = (token: string): Handler => {
  const body = Buffer.from(`${LICENSE}?ExpressPlayToken=${token}\r\n`);
  return () => Promise.resolve({ status: 200, headers: {}, body });
};

/** A played ExpressPlay that a foreign SEES calls, and the scenarios whose calls come there. */
class Scene {
  readonly backend = new Backend({ contents, customerAuthenticator: '1,ours' });

  scenario(name: string): Journal {
    const journal = new Journal(name, new VirtualClock(0), new Redactor());
    this.backend.attach(journal);
    return journal;
  }

  async call(request: HttpRequest, handler: Handler = listed('AAAABBBB'), others?: Handler): Promise<number> {
    return (await this.backend.watchHandler(handler, others)(request)).status;
  }

  get strays(): string[] {
    return this.backend.visitors.strays.map(
      ({ method, path, authenticator, calls }) => `${method} ${path} ${authenticator} ${String(calls)}`,
    );
  }
}

function asks(journal: Journal, more: Partial<EntitlementStimulus> = {}): Exchange {
  const stimulus: EntitlementStimulus = {
    kind: 'entitlement',
    flow: 'device A',
    device: 'device A',
    messageID: 'm',
    version: 1,
    requestType: 1,
    contentID: 'one',
    valid: true,
    ...more,
  };
  const request = post('https://sees.example/', '');
  return journal.begin({ operation: 'entitlement', from: 'client', to: 'sees', stimulus, request });
}

const answered = (exchange: Exchange): void => exchange.answer({ status: 200, headers: {}, body: Buffer.alloc(0) });
const calls = (journal: Journal): number => journal.exchanges.filter(({ from }) => from === 'sees').length;

describe('a call to the ExpressPlay that is played for a foreign SEES', () => {
  const strangers: [what: string, request: HttpRequest, told: string][] = [
    ['a health check', get('https://ep.example/health?deep=1'), 'GET /health none 1'],
    ['one without parameters', get(TOKEN), 'GET /hms/fp/token none 1'],
    [
      'one with unknown cookie and title',
      post(TOKEN, `${OURS}&cookie=x-other&${UNKNOWN}`),
      'POST /hms/fp/token ours 1',
    ],
    ['one of another customer', get(`${TOKEN}?customerAuthenticator=2&${UNKNOWN}`), 'GET /hms/fp/token another 1'],
    ['a lookup of an unknown cookie', get(`${RECORD}?${OURS}&cookie=x-other`), 'GET /cmiapi/getrecord/ ours 1'],
    ['somebody else’s license', post(`${LICENSE}?ExpressPlayToken=CCCC`, 'SPC'), 'POST /hms/fp/rights/ none 1'],
  ];
  for (const [what, request, told] of strangers) {
    it(`${what} belongs to no scenario, also while SEES is asked`, async () => {
      const scene = new Scene();
      const journal = scene.scenario('one');
      asks(journal, { requestType: 3, cookie: COOKIE });
      const plain: Handler = () => Promise.resolve({ status: 204, headers: {}, body: Buffer.alloc(0) });
      assert.equal(
        await scene.call(request, listed('AAAABBBB'), plain),
        204,
        'what faults make of calls is not for it',
      );
      assert.deepEqual([calls(journal), scene.strays], [0, [told]]);
    });
  }

  const altered: [what: string, cookie: string][] = [
    ['as it is', COOKIE],
    ['cut short', COOKIE.slice(0, -1)],
    ['in capitals', COOKIE.toUpperCase()],
    ['encoded twice', encodeURIComponent(COOKIE.replace('-', '%2D'))],
    ['as base64', Buffer.from(COOKIE).toString('base64')],
  ];
  for (const [what, cookie] of altered) {
    it(`belongs to the scenario whose cookie it bears, ${what}`, async () => {
      const scene = new Scene();
      const [first, second] = [scene.scenario('one'), scene.scenario('two')];
      answered(asks(first, { requestType: 3, cookie: COOKIE }));
      asks(second, { requestType: 3, cookie: 'c-9999' });
      await scene.call(get(`${RECORD}?${OURS}&cookie=${encodeURIComponent(cookie)}`));
      assert.deepEqual([calls(first), calls(second), scene.strays], [1, 0, []]);
    });
  }

  it('belongs to the flow in flight that asks for its title, not to the latest', async () => {
    const scene = new Scene();
    const [first, second] = [scene.scenario('one'), scene.scenario('two')];
    asks(first, { contentID: 'one' });
    asks(second, { contentID: 'two' });
    await scene.call(get(`${TOKEN}?${OURS}&${ONE}`));
    await scene.call(post(TOKEN, `${OURS}&${TWO}`));
    await scene.call(post(TOKEN, `${OURS}&iv=${'5'.repeat(32)}`));
    assert.deepEqual([calls(first), calls(second), scene.strays], [2, 1, []]);
  });

  it('belongs to the flow in flight of two that share a cookie', async () => {
    const scene = new Scene();
    const [first, second] = [scene.scenario('one'), scene.scenario('two')];
    asks(first, { requestType: 3, cookie: COOKIE, contentID: 'one' });
    answered(asks(second, { requestType: 3, cookie: COOKIE, contentID: 'two' }));
    await scene.call(get(`${RECORD}?${OURS}&cookie=${COOKIE}`));
    await scene.call(get(`${TOKEN}?${OURS}&cookie=${COOKIE}&${ONE}`));
    assert.deepEqual([calls(first), calls(second)], [2, 0]);
  });

  it('with a cookie that SEES made up shows in the scenario whose title it is for, and so do its lookups', async () => {
    const scene = new Scene();
    const journal = scene.scenario('one');
    asks(journal, { requestType: 2, cookie: COOKIE });
    await scene.call(post(TOKEN, `${OURS}&cookie=made-up&${ONE}`));
    await scene.call(get(`${RECORD}?${OURS}&cookie=made-up`));
    assert.deepEqual([calls(journal), scene.strays], [2, []]);
  });

  it('with a wrong authenticator shows in the scenario whose title it is for', async () => {
    const scene = new Scene();
    const journal = scene.scenario('one');
    asks(journal);
    await scene.call(post(TOKEN, `customerAuthenticator=2&${ONE}`));
    assert.equal(calls(journal), 1);
  });

  it('with a wrong key and no cookie belongs to the request that still lacks its call, and only to that', async () => {
    const scene = new Scene();
    const journal = scene.scenario('one');
    asks(journal);
    await scene.call(post(TOKEN, `${OURS}&${UNKNOWN}`));
    await scene.call(post(TOKEN, `${OURS}&${UNKNOWN}`));
    assert.deepEqual([calls(journal), scene.strays], [1, ['POST /hms/fp/token ours 1']]);
  });

  it('whatever it bears, shows where a request that is wrong on purpose is under way', async () => {
    const scene = new Scene();
    const journal = scene.scenario('one');
    const flawed = asks(journal, { requestType: 3, valid: false });
    await scene.call(get(`${RECORD}?${OURS}&cookie=%5Bobject+Object%5D`));
    answered(flawed);
    await scene.call(get(`${RECORD}?${OURS}&cookie=%5Bobject+Object%5D`));
    assert.deepEqual([calls(journal), scene.strays], [1, ['GET /cmiapi/getrecord/ ours 1']]);
  });

  it('that asks for the records of nobody belongs to whoever is to be looked up', async () => {
    const scene = new Scene();
    const journal = scene.scenario('one');
    asks(journal, { requestType: 3, cookie: COOKIE });
    await scene.call(get(`${RECORD}?${OURS}`));
    assert.equal(calls(journal), 1);
  });

  it('for a request that its client gave up belongs to that', async () => {
    const scene = new Scene();
    const [first, second] = [scene.scenario('one'), scene.scenario('two')];
    asks(first, { contentID: 'one' }).fail(transportError('timeout', get(TOKEN), undefined));
    asks(second, { contentID: 'two' });
    await scene.call(get(`${TOKEN}?${OURS}&${ONE}`));
    assert.deepEqual([calls(first), calls(second)], [1, 0]);
  });

  it('that redeems a token belongs where the token was asked for', async () => {
    const scene = new Scene();
    const journal = scene.scenario('one');
    asks(journal);
    await scene.call(get(`${TOKEN}?${OURS}&${ONE}`), listed('TOKENOFONE'));
    await scene.call(post(`${LICENSE}?ExpressPlayToken=TOKENOFONE`, 'an SPC of SEES'));
    assert.deepEqual(
      journal.exchanges.map(({ operation }) => operation),
      ['entitlement', 'token', 'license'],
    );
  });

  it('to the host that a redirect leads to belongs to the present scenario', async () => {
    const scene = new Scene();
    const journal = scene.scenario('one');
    await scene.backend.watchElsewhere(listed('AAAA'))(get('https://elsewhere.example/'));
    assert.deepEqual([calls(journal), scene.strays], [1, []]);
  });

  it('is counted by kind, and no more kinds than a page can show', async () => {
    const scene = new Scene();
    for (let index = 0; index < 200; index += 1) await scene.call(get(`https://ep.example/p${String(index)}?secret=1`));
    await scene.call(get('https://ep.example/p0'));
    const { strays } = scene.backend.visitors;
    assert.equal(strays.length, 51);
    assert.equal(
      strays.reduce((sum, stray) => sum + stray.calls, 0),
      201,
    );
    assert.equal(strays.find(({ path }) => path === '/p0')?.calls, 2);
    assert.ok(strays.every(({ path }) => !path.includes('secret')));
  });
});
