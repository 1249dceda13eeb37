import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Journal, Redactor, TransportError, VirtualClock, type Handler, type HttpRequest } from '../exchange';
import { ActingAtOnce } from './acting';
import { Backend, operationOf } from './journalling';

const EP = 'https://ep.example';
const TOKEN = `${EP}/hms/fp/token`;
const RECORD = `${EP}/cmiapi/getrecord/`;
const LICENSE = `${EP}/hms/fp/rights/?ExpressPlayToken=AQAAAA`;

const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
const post = (url: string, body: string): HttpRequest => ({ ...get(url), method: 'POST', body: Buffer.from(body) });
const ok: Handler = () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from('ok') });

/** The journal of a scenario whose player asked with this cookie. */
function journalOf(cookie: string): Journal {
  const journal = new Journal(cookie, new VirtualClock(0), new Redactor());
  const meant = { messageID: 'm', version: 1, requestType: 2, contentID: 'dummy', valid: true } as const;
  const stimulus = { kind: 'entitlement', flow: 'device A', device: 'device A', cookie, ...meant } as const;
  journal.begin({
    operation: 'entitlement',
    from: 'client',
    to: 'sees',
    stimulus,
    request: post('https://sees.example/', ''),
  });
  return journal;
}

/** What stands in a journal beside the player's own request. */
const seen = (journal: Journal): unknown[] =>
  journal.exchanges.slice(1).map(({ operation, from, to, response }) => [operation, from, to, response?.status]);

/** Scenarios in their order, each attached when it begins. */
function scenarios(...cookies: string[]): { backend: Backend; journals: Journal[] } {
  const backend = new Backend();
  const journals = cookies.map(journalOf);
  for (const journal of journals) backend.attach(journal);
  return { backend, journals };
}

const TOKEN_CALL = ['token', 'sees', 'expressplay', 200];

describe('Backend', () => {
  it('writes what reaches our ExpressPlay into the present scenario, with the answer', async () => {
    const { backend, journals } = scenarios('one', 'two');
    const watched = backend.watchHandler(ok);
    for (const url of [`${TOKEN}?x=1`, `${RECORD}?y=2`, `${EP}/elsewhere`]) await watched(get(url));
    assert.deepEqual(seen(journals[1]!), [
      TOKEN_CALL,
      ['record', 'sees', 'expressplay', 200],
      ['unknown', 'sees', 'expressplay', 200],
    ]);
    assert.deepEqual(seen(journals[0]!), []);
  });

  it('gives a late call to the scenario whose cookie it carries, in the query or in a form', async () => {
    const { backend, journals } = scenarios('one', 'two', 'three');
    const watched = backend.watchHandler(ok);
    await watched(get(`${TOKEN}?cookie=one&customerAuthenticator=a`));
    await watched(post(TOKEN, 'customerAuthenticator=a&cookie=two'));
    await watched(get(`${TOKEN}?cookie=nobody`));
    assert.deepEqual(journals.map(seen), [[TOKEN_CALL], [TOKEN_CALL], [TOKEN_CALL]]);
  });

  it('remembers the last four scenarios', async () => {
    const { backend, journals } = scenarios('1', '2', '3', '4', '5');
    const watched = backend.watchHandler(ok);
    await watched(get(`${TOKEN}?cookie=2`));
    await watched(get(`${TOKEN}?cookie=1`));
    assert.deepEqual(
      journals.map((journal) => seen(journal).length),
      [0, 1, 0, 0, 1],
    );
  });

  it('where calls are made at once, gives the first of an act to the act, and any later one to its cookie', async () => {
    const journals = ['one', 'two', 'three'].map(journalOf);
    const backend = new Backend(undefined, new ActingAtOnce());
    for (const journal of journals) backend.attach(journal);
    const watched = backend.watchHandler(ok);
    await backend.within(journals[0]!, async () => {
      await backend.within(journals[1]!, () => watched(get(TOKEN)));
      await watched(get(`${TOKEN}?cookie=one`));
    });
    await watched(get(TOKEN));
    assert.deepEqual(journals.map(seen), [[TOKEN_CALL], [TOKEN_CALL], [TOKEN_CALL]]);
  });

  it('gives calls made within an act to the act, whatever began meanwhile', async () => {
    const { backend, journals } = scenarios('one', 'two');
    const watched = backend.watchHandler(ok);
    await Promise.all([
      backend.within(journals[0]!, async () => {
        await Promise.resolve();
        await watched(get(`${TOKEN}?cookie=two`));
      }),
      watched(get(TOKEN)),
    ]);
    assert.deepEqual(journals.map(seen), [[TOKEN_CALL], [TOKEN_CALL]]);
  });

  it('answers before any scenario began', async () => {
    assert.equal((await new Backend().watchHandler(ok)(get(TOKEN))).status, 200);
  });

  it('leaves a call open that our ExpressPlay broke on', async () => {
    const { backend, journals } = scenarios('one');
    const broken = backend.watchHandler(() => Promise.reject(new Error('ours')));
    await assert.rejects(broken(get(TOKEN)), /^Error: ours$/);
    assert.deepEqual(seen(journals[0]!), [['token', 'sees', 'expressplay', undefined]]);
  });

  it("does not write the player's own license request again", async () => {
    const { backend, journals } = scenarios('one');
    const play = backend.asPlayer(backend.watchHandler(ok));
    await Promise.all([play(post(LICENSE, 'SPC 1')), play(post(LICENSE, 'SPC 2'))]);
    assert.deepEqual(seen(journals[0]!), []);
  });

  it("knows the player's request behind a proxy that rewrites the path", async () => {
    const { backend, journals } = scenarios('one');
    const watched = backend.watchHandler(ok);
    const play = backend.asPlayer((request) =>
      watched({ ...request, url: request.url.replace(EP, 'http://127.0.0.1:1') }),
    );
    await play(post(LICENSE, 'SPC'));
    assert.deepEqual(seen(journals[0]!), []);
  });

  it('writes a license request of SEES as one from sees, beside and after that of the player', async () => {
    const { backend, journals } = scenarios('one');
    const watched = backend.watchHandler(ok);
    const sneaking = backend.asPlayer(async (request) => {
      await watched(post(LICENSE, 'an SPC of SEES'));
      return watched(request);
    });
    await sneaking(post(LICENSE, 'SPC'));
    const license = ['license', 'sees', 'expressplay', 200];
    assert.deepEqual(seen(journals[0]!), [license]);
    await watched(post(LICENSE, 'SPC'));
    assert.deepEqual(seen(journals[0]!), [license, license], 'the same bytes again are not from the player');
  });

  it('knows the SPC of a player that has given up on it', async () => {
    const { backend, journals } = scenarios('one');
    const watched = backend.watchHandler(ok);
    await assert.rejects(backend.asPlayer(() => Promise.reject(new Error('timeout')))(post(LICENSE, 'SPC')), /timeout/);
    await watched(post(LICENSE, 'SPC'));
    assert.deepEqual(seen(journals[0]!), []);
  });

  it('does not take what the harness looks up itself for a call of SEES', async () => {
    const { backend, journals } = scenarios('one');
    const watched = backend.watchHandler(ok);
    const look = backend.asHarness(watched);
    await look(get(`${RECORD}?cookie=one`));
    assert.deepEqual(seen(journals[0]!), []);
    await assert.rejects(
      backend.asHarness(() => Promise.reject(new Error('no way')))(get(`${RECORD}?cookie=one`)),
      /no way/,
    );
    await watched(get(`${RECORD}?cookie=one`));
    assert.deepEqual(seen(journals[0]!), [['record', 'sees', 'expressplay', 200]]);
  });

  it('writes what our SEES sends, failures too', async () => {
    const { backend, journals } = scenarios('one');
    await backend.watchCall(ok)(get(TOKEN));
    const failure = new TransportError('reset', 'ECONNRESET', 'the connection was reset');
    await assert.rejects(backend.watchCall(() => Promise.reject(failure))(get(RECORD)), failure);
    await assert.rejects(backend.watchCall(() => Promise.reject(new RangeError('ours')))(get(TOKEN)), RangeError);
    assert.deepEqual(
      journals[0]!.exchanges
        .slice(1)
        .map((exchange) => [exchange.operation, exchange.failure?.failure, exchange.endTick !== undefined]),
      [
        ['token', undefined, true],
        ['record', 'reset', true],
        ['token', undefined, false],
      ],
    );
  });
});

describe('operationOf', () => {
  const table: readonly [string, string][] = [
    [TOKEN, 'token'],
    [`${TOKEN}?a=/cmiapi/getrecord/`, 'token'],
    ['http://127.0.0.1:8080/prefix/hms/fp/token/', 'token'],
    [RECORD, 'record'],
    [`${EP}/cmiapi/getrecord?cookie=c`, 'record'],
    [LICENSE, 'license'],
    [`${EP}/hms/fp/rights`, 'license'],
    ['/hms/fp/rights/', 'license'],
    [`${EP}/hms/fp/tokens`, 'unknown'],
    [`${EP}/hms/fp/token/more`, 'unknown'],
    [`${EP}/?next=/hms/fp/token`, 'unknown'],
    [`${EP}#/hms/fp/token`, 'unknown'],
    [EP, 'unknown'],
    ['', 'unknown'],
  ];
  for (const [url, operation] of table) {
    it(`takes "${url}" for ${operation}`, () => assert.equal(operationOf(url), operation));
  }
});

describe('a backend that is closed', () => {
  it('leaves nothing of itself in what is under way', async () => {
    const { backend, journals } = scenarios('c-a', 'c-b');
    const [own, latest] = journals as [Journal, Journal];
    const handler = backend.watchHandler(ok);
    await backend.within(own, async () => {
      await handler(get(TOKEN));
      backend.close();
      await handler(get(TOKEN));
    });
    assert.deepEqual([seen(own).length, seen(latest).length], [1, 1]);
  });
});
