import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { VirtualClock, type HttpRequest, type HttpResponse } from '../exchange';
import { Device, loadTestCredentials } from '../fairplay';
import { loadLedger } from '../ledger';
import { tokenOf, type Content } from '../protocol';
import { DEFAULT_EXPRESSPLAY_RULES, DEFAULT_SEES_RULES, createExpressPlay, createSees } from '../reference';
import { VIOLATIONS, findViolation } from './registry';

const MOVIE: Content = { contentID: 'movie', contentKey: '1'.repeat(32), iv: '2'.repeat(32), expirationTime: '+60' };
const device = (name: string): Device => new Device({ name, hu: createHash('sha1').update(name).digest() });
const A = device('A');
const B = device('B');

/** The reference pair under a violation, or without one. */
class Stage {
  readonly clock = new VirtualClock(Date.UTC(2030, 0, 1));
  readonly recordRequests: URL[] = [];
  readonly #ep;
  readonly #sees;
  applied = 0;
  /** What ExpressPlay is made to answer. */
  madeUp: (request: HttpRequest) => HttpResponse | undefined = () => undefined;

  constructor(id?: string) {
    const violation = id === undefined ? undefined : (findViolation(id) ?? assert.fail(`no violation ${id}`));
    const apply = (): void => {
      this.applied += 1;
    };
    let count = 0;
    const random = (length: number): Buffer => {
      count += 1;
      return createHash('shake256', { outputLength: length }).update(String(count)).digest();
    };
    this.#ep = createExpressPlay(
      {
        accounts: [{ customerAuthenticator: 'key' }],
        licenseUrl: 'https://fp.example/hms/fp/rights/',
        credentials: loadTestCredentials(),
      },
      { clock: this.clock, random },
      violation?.expressplayRules?.(DEFAULT_EXPRESSPLAY_RULES, apply),
    );
    const call = (request: HttpRequest): Promise<HttpResponse> => {
      if (request.url.includes('getrecord')) this.recordRequests.push(new URL(request.url));
      const made = this.madeUp(request);
      return made === undefined ? this.#ep.handle(request) : Promise.resolve(made);
    };
    this.#sees = createSees(
      {
        contents: [MOVIE],
        customerAuthenticator: 'key',
        tokenUrl: 'https://ep.example/hms/fp/token',
        recordUrl: 'https://ep.example/cmiapi/getrecord/',
      },
      { clock: this.clock, random, call },
      violation?.seesRules?.(DEFAULT_SEES_RULES, apply),
    );
  }

  async ask(requestType: number, customerCookie?: string, messageID = 'm-1'): Promise<Record<string, unknown>> {
    const body = Buffer.from(
      JSON.stringify({ messageID, version: 1, requestType, contentID: MOVIE.contentID, customerCookie }),
    );
    const response = await this.#sees({ method: 'POST', url: 'https://sees.example/', headers: {}, body });
    return JSON.parse(response.body.toString()) as Record<string, unknown>;
  }

  async url(requestType: number, cookie?: string): Promise<string> {
    const { epTokenURL, isAllowed } = await this.ask(requestType, cookie);
    assert.equal(isAllowed, true);
    return String(epTokenURL);
  }

  /** Status of the answer. */
  async redeem(url: string, player: Device): Promise<number> {
    const body = player.createSpc({ contentID: MOVIE.contentID, credentials: loadTestCredentials() }).bytes;
    return (await this.#ep.handle({ method: 'POST', url, headers: {}, body })).status;
  }

  async register(cookie: string, player: Device): Promise<void> {
    assert.equal(await this.redeem(await this.url(2, cookie), player), 200);
  }

  /** A bound URL, redeemed by an SPC whose HU is an adapter's. */
  async redeemByAdapter(url: string, player: Device): Promise<number> {
    const credentials = loadTestCredentials();
    const body = player.createSpc({ contentID: MOVIE.contentID, credentials, indicator: 'av-adapter' }).bytes;
    return (await this.#ep.handle({ method: 'POST', url, headers: {}, body })).status;
  }

  /** Status of the answer to a request of the service itself. */
  async get(pathAndQuery: string): Promise<HttpResponse> {
    const url = `https://ep.example${pathAndQuery}`;
    return this.#ep.handle({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
  }

  boundTo(url: string): string | undefined {
    return this.#ep.issued(tokenOf(url) ?? '')?.deviceId;
  }
}

/** What each violation changes: the same story without it, with it, and the number of times it applied. */
const STORIES: Readonly<Record<string, (stage: Stage) => Promise<unknown>>> = {
  'no-device-comparison': async (stage) => {
    await stage.register('a', A);
    const url = await stage.url(3, 'a');
    assert.equal(await stage.redeem(url, A), 200);
    assert.equal(stage.applied, 0);
    return stage.redeem(url, B);
  },
  'expiry-ignored': async (stage) => {
    const url = await stage.url(1);
    assert.equal(await stage.redeem(url, A), 200);
    assert.equal(stage.applied, 0);
    stage.clock.advance(60_000);
    return stage.redeem(url, A);
  },
  'unbound-without-record': async (stage) => {
    await stage.register('a', A);
    assert.equal(stage.boundTo(await stage.url(3, 'a')), A.hu.toString('hex'));
    assert.equal(stage.applied, 0);
    const { isAllowed, epTokenURL } = await stage.ask(3, 'b');
    return [isAllowed, stage.boundTo(String(epTokenURL))];
  },
  'device-of-another-cookie': async (stage) => {
    await stage.register('a', A);
    await stage.register('b', B);
    assert.equal(stage.boundTo(await stage.url(3, 'a')), A.hu.toString('hex'));
    assert.equal(stage.boundTo(await stage.url(3, 'a')), A.hu.toString('hex'));
    assert.equal((await stage.ask(3, 'nobody')).isAllowed, false);
    assert.equal(stage.applied, 0);
    const bound = stage.boundTo(await stage.url(3, 'b'));
    assert.equal(stage.recordRequests.at(-1)?.searchParams.get('cookie'), 'b');
    return bound === A.hu.toString('hex');
  },
  'failed-redemption-associates': async (stage) => {
    await stage.register('a', A);
    assert.equal(stage.applied, 0);
    const url = await stage.url(2, 'b');
    stage.clock.advance(60_000);
    assert.equal(await stage.redeem(url, B), 403);
    return (await stage.ask(3, 'b')).isAllowed;
  },
  'message-id-not-echoed': async (stage) => {
    const answers = [await stage.ask(1, undefined, 'first'), await stage.ask(9, undefined, 'second')];
    return answers.map(({ messageID }) => messageID);
  },
  'any-answer-is-a-url': async (stage) => {
    await stage.url(1);
    assert.equal(stage.applied, 0);
    stage.madeUp = () => answering('text/uri-list', 'no URL\r\n');
    return (await stage.ask(1)).epTokenURL;
  },
  'failed-events-count': async (stage) => {
    await stage.register('a', A);
    await stage.url(3, 'a');
    assert.equal(stage.applied, 0);
    return bindingTo(stage, { cookie: 'b', device_id: 'd', error_code: -4010 });
  },
  'foreign-events-count': async (stage) => {
    await stage.register('a', A);
    await stage.url(3, 'a');
    assert.equal(stage.applied, 0);
    return bindingTo(stage, { cookie: 'a', device_id: 'd' });
  },
  'upstream-text-passed-on': async (stage) => {
    await stage.url(1);
    assert.equal(stage.applied, 0);
    stage.madeUp = () => ({ ...answering('text/html', 'not with this key'), status: 401 });
    return (await stage.ask(1)).errorText;
  },
  'adapter-for-device': async (stage) => {
    await stage.register('a', A);
    const url = await stage.url(3, 'a');
    assert.equal(await stage.redeem(url, A), 200);
    assert.equal(await stage.redeem(url, B), 403);
    assert.equal(stage.applied, 0);
    return stage.redeemByAdapter(url, A);
  },
  'cookie-of-any-length': async (stage) => {
    const ask = async (cookie: string): Promise<number> => {
      const keys = `contentKey=${MOVIE.contentKey}&iv=${MOVIE.iv}`;
      return (await stage.get(`/hms/fp/token?customerAuthenticator=key&${keys}&cookie=${cookie}`)).status;
    };
    assert.equal(await ask('c'.repeat(32)), 200);
    assert.equal(stage.applied, 0);
    return ask('c'.repeat(33));
  },
  'records-without-bound': async (stage) => {
    const url = await stage.url(2, 'a');
    const told = async (): Promise<number> => {
      const answer = await stage.get('/cmiapi/getrecord/?customerAuthenticator=key&cookie=a');
      return (JSON.parse(answer.body.toString()) as unknown[]).length;
    };
    for (let turn = 0; turn < 32; turn += 1) await stage.redeem(url, A);
    assert.equal(await told(), 32);
    assert.equal(stage.applied, 0);
    await stage.redeem(url, A);
    return told();
  },
};

function answering(type: string, text: string): HttpResponse {
  return { status: 200, headers: { 'content-type': type }, body: Buffer.from(text) };
}

/** Whether cookie b gets a bound title by a record that holds this event alone. */
async function bindingTo(stage: Stage, event: object): Promise<unknown> {
  stage.madeUp = ({ url }) =>
    url.includes('getrecord') ? answering('application/json', JSON.stringify([event])) : undefined;
  return (await stage.ask(3, 'b')).isAllowed;
}

const OUTCOMES: Readonly<Record<string, readonly [right: unknown, wrong: unknown, applied: number]>> = {
  'no-device-comparison': [403, 200, 1],
  'expiry-ignored': [403, 200, 1],
  'unbound-without-record': [[false, undefined], [true, undefined], 1],
  'device-of-another-cookie': [false, true, 1],
  'failed-redemption-associates': [false, true, 1],
  'message-id-not-echoed': [
    ['first', 'second'],
    ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'],
    2,
  ],
  'any-answer-is-a-url': ['', 'no URL', 1],
  'failed-events-count': [false, true, 1],
  'foreign-events-count': [false, true, 1],
  'adapter-for-device': [403, 200, 1],
  'cookie-of-any-length': [400, 200, 1],
  'records-without-bound': [32, 33, 1],
  'upstream-text-passed-on': ['The token request failed.', 'not with this key', 1],
};

describe('violations', () => {
  for (const id of Object.keys(STORIES)) {
    it(`${id} changes what it says, and says when it applied`, async () => {
      const story = STORIES[id] ?? assert.fail(`no story for ${id}`);
      const [right, wrong, applied] = OUTCOMES[id] ?? assert.fail(`no outcome for ${id}`);
      const sound = new Stage();
      assert.deepEqual(await story(sound), right);
      assert.equal(sound.applied, 0);
      const violated = new Stage(id);
      assert.deepEqual(await story(violated), wrong);
      assert.equal(violated.applied, applied);
    });
  }

  it('are told apart by id, name their party and decorate what is its own', () => {
    assert.equal(new Set(VIOLATIONS.map(({ id }) => id)).size, VIOLATIONS.length);
    for (const { id, party, sentence, ...hooks } of VIOLATIONS) {
      assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.match(sentence, /^(SEES|ExpressPlay) .+[^.]\.$/);
      assert.equal(sentence.startsWith('SEES'), party === 'sees');
      const { seesRules, sees, call, door, expressplayRules, expressplay } = hooks;
      const decorated = (places: readonly unknown[]): boolean => places.some((place) => place !== undefined);
      assert.deepEqual(
        [decorated([seesRules, sees, call, door]), decorated([expressplayRules, expressplay])],
        [party === 'sees', party === 'expressplay'],
        id,
      );
    }
    assert.equal(findViolation('no-such-violation'), undefined);
  });

  it('name checks that the ledger knows, each once, and at least one that they break', () => {
    const ledger = loadLedger();
    for (const { id, breaks, consequences } of VIOLATIONS) {
      const named = [...breaks, ...consequences];
      assert.ok(breaks.length > 0);
      assert.deepEqual(
        named.filter((check) => ledger.check(check) === undefined),
        [],
        id,
      );
      assert.equal(new Set(named).size, named.length, id);
    }
  });

  it('keep no memory from one decorated party to the next', async () => {
    const first = new Stage('device-of-another-cookie');
    await first.register('a', A);
    await first.url(3, 'a');
    const second = new Stage('device-of-another-cookie');
    await second.register('b', B);
    assert.equal(second.boundTo(await second.url(3, 'b')), B.hu.toString('hex'));
  });
});
