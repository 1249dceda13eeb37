import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TransportError, type HttpResponse } from '../../exchange';
import { validateEntitlementResponse } from '../../messages';
import { ERROR_CODES, type Content } from '../../protocol';
import { bytes, json, text } from '../answers';
import { deviceIdText } from '../expressplay/device-id';
import {
  AUTHENTICATOR,
  DUMMY,
  MOVIE,
  Pair,
  START_MS,
  TOKEN_URL,
  device,
  get,
  jsonOf,
  post,
  wrapped,
  type Answer,
  type PairOptions,
} from '../testing/pair';
import { DEFAULT_RECORD_FORMAT } from './sees-options';

const A = device('A');
const B = device('B');
const idOf = (name: typeof A): string => deviceIdText(name.hu, 'hex');
const URL_OF_SEES = 'https://sees.example/sees/SEESServlet';

const paths = (calls: readonly URL[]): string[] => calls.map(({ pathname }) => pathname);
const fields = (url: URL | undefined): Record<string, string> => Object.fromEntries(url?.searchParams ?? []);

function assertRefusal(answer: Answer, error?: number, version = 1): void {
  assert.deepEqual([answer.status, answer.version, answer.isAllowed, answer.epTokenURL], [200, version, false, '']);
  assert.ok(Number.isInteger(answer.error) && answer.error !== 0);
  if (error !== undefined) assert.equal(answer.error, error);
  assert.ok(typeof answer.errorText === 'string' && answer.errorText !== '');
  const { status: _, ...body } = answer;
  assert.deepEqual(validateEntitlementResponse(body, { requireTokenUrl: true }), []);
}

/** A pair whose record or token service is replaced by an answer. */
function faulty(path: 'token' | 'getrecord', answer: () => HttpResponse | Promise<HttpResponse>): Pair {
  return new Pair({ intercept: ({ url }) => (url.includes(path) ? answer() : undefined) });
}

describe('SEES: time-based', () => {
  it('asks for a token with keys and policy, and passes the URL on unchanged', async () => {
    const pair = new Pair();
    const answer = await pair.send({ messageID: '{M-1}', version: 3, requestType: 1, contentID: MOVIE.contentID });
    const [call, ...more] = pair.takeCalls();
    assert.deepEqual(more, []);
    assert.deepEqual(fields(call), {
      customerAuthenticator: AUTHENTICATOR,
      errorFormat: 'json',
      contentKey: MOVIE.contentKey,
      iv: MOVIE.iv,
      rentalDuration: '86400',
      expirationTime: '+3600',
    });
    assert.match(call?.search ?? '', /expirationTime=%2B3600(&|$)/);
    const { epTokenURL, ...rest } = answer;
    assert.deepEqual(rest, { status: 200, messageID: '{M-1}', version: 1, isAllowed: true });
    assert.ok(typeof epTokenURL === 'string');
    assert.equal((await pair.redeem(epTokenURL, A)).status, 200);
    assert.equal((await pair.redeem(epTokenURL, B)).status, 200);
  });

  it('forwards no cookie and sends no policy where there is none', async () => {
    const pair = new Pair();
    await pair.granted(1, 'crumb', DUMMY.contentID);
    assert.deepEqual(Object.keys(fields(pair.takeCalls()[0])), [
      'customerAuthenticator',
      'errorFormat',
      'contentKey',
      'iv',
    ]);
  });

  it('sends the same parameters as a form where it is set to POST', async () => {
    const pair = new Pair({ sees: { tokenMethod: 'POST', errorFormat: 'html' } });
    await pair.granted(1);
    const [call] = pair.calls;
    assert.deepEqual([call?.method, call?.url], ['POST', TOKEN_URL]);
    assert.equal(call?.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.match(call.body.toString(), /errorFormat=html&.*expirationTime=%2B3600/);
  });

  it('turns relative policies of chosen titles into absolute ones by its clock', async () => {
    const pair = new Pair({ sees: { absoluteExpiry: new Set([MOVIE.contentID, DUMMY.contentID]) } });
    const issued = async (): Promise<unknown> => {
      const url = await pair.granted(1);
      return pair.service.issued(new URL(url).searchParams.get('ExpressPlayToken') ?? '')?.expiresAtMs;
    };
    assert.equal(await issued(), START_MS + 3_600_000);
    assert.equal(fields(pair.takeCalls()[0]).expirationTime, '2030-01-01T01:00:00Z');
    pair.clock.advance(1);
    assert.equal(await issued(), START_MS + 3_600_001);
    assert.equal(fields(pair.takeCalls()[0]).expirationTime, '2030-01-01T01:00:00.001Z');
    await pair.granted(1, undefined, DUMMY.contentID);
    assert.equal(fields(pair.takeCalls()[0]).expirationTime, undefined);
  });

  it('uses stored and wrapped keys where a title has a kek', async () => {
    const kek = '0f0e0d0c0b0a09080706050403020100';
    const kid = 'abcdef0123456789abcdef0123456789';
    const ek = wrapped(kek, MOVIE.contentKey);
    const accounts = [{ customerAuthenticator: AUTHENTICATOR, keyStore: { [kid]: { ek, kek } } }];
    const cases: readonly (readonly [Partial<Content>, readonly string[]])[] = [
      [{ kid }, ['kid', 'contentKey']],
      [{ kid, kek }, ['kek', 'kid']],
      [{ kek, ek }, ['kek', 'ek']],
      [{ kid, kek, ek }, ['kek', 'ek']],
    ];
    for (const [keys, names] of cases) {
      const pair = new Pair({ sees: { contents: [{ ...MOVIE, ...keys }] }, expressplay: { accounts } });
      const url = await pair.granted(1);
      const sent = Object.keys(fields(pair.takeCalls()[0]));
      assert.deepEqual(sent.slice(2, -3), names);
      const token = new URL(url).searchParams.get('ExpressPlayToken') ?? '';
      assert.equal(pair.service.issued(token)?.contentKey, MOVIE.contentKey);
    }
  });
});

describe('SEES: device binding', () => {
  it('registers with the cookie, looks the device up, and binds the real title to it', async () => {
    const pair = new Pair({ sees: { registrationContentID: DUMMY.contentID } });
    const cookie = "c+ &=%#/;?'é";
    await pair.register(cookie, A);
    const [registration, ...none] = pair.takeCalls();
    assert.deepEqual(none, []);
    assert.deepEqual(fields(registration), {
      customerAuthenticator: AUTHENTICATOR,
      errorFormat: 'json',
      contentKey: DUMMY.contentKey,
      iv: DUMMY.iv,
      cookie,
    });
    const url = await pair.granted(3, cookie);
    const [lookup, order, ...more] = pair.takeCalls();
    assert.deepEqual(more, []);
    assert.equal(lookup?.pathname, '/cmiapi/getrecord/');
    assert.deepEqual(fields(lookup), { customerAuthenticator: AUTHENTICATOR, cookie });
    assert.deepEqual(fields(order), {
      customerAuthenticator: AUTHENTICATOR,
      errorFormat: 'json',
      contentKey: MOVIE.contentKey,
      iv: MOVIE.iv,
      rentalDuration: '86400',
      expirationTime: '+3600',
      cookie,
      deviceid: idOf(A),
    });
    assert.equal((await pair.redeem(url, B)).status, 403);
    assert.equal((await pair.redeem(url, A)).status, 200);
  });

  it('passes any text form of a device id on as it is, under the name it is set to', async () => {
    for (const deviceIdForm of ['hex', 'HEX', 'guid'] as const) {
      const pair = new Pair({ expressplay: { deviceIdForm }, sees: { deviceIdParameter: 'device_id' } });
      await pair.register('c', A);
      const url = await pair.granted(3, 'c');
      assert.equal(fields(pair.takeCalls().at(-1)).device_id, deviceIdText(A.hu, deviceIdForm));
      assert.equal((await pair.redeem(url, A)).status, 200);
    }
  });

  it('asks for no token where no granted redemption names a device', async () => {
    const pair = new Pair();
    const stories: readonly (readonly [what: string, story: (cookie: string) => Promise<unknown>])[] = [
      ['never registered', () => Promise.resolve()],
      ['never redeemed', (cookie) => pair.granted(2, cookie)],
      [
        'redeemed with a bad SPC',
        async (cookie) => pair.service.handle(post(await pair.granted(2, cookie), Buffer.from('bad'))),
      ],
      [
        'redeemed too late',
        async (cookie) => {
          const url = await pair.granted(2, cookie);
          pair.clock.shift(new URL(url).searchParams.get('ExpressPlayToken') ?? '', 2_592_000);
          assert.equal((await pair.redeem(url, A)).status, 403);
        },
      ],
      ['another case', (cookie) => pair.register(cookie.toUpperCase(), A)],
      ['a trailing blank', (cookie) => pair.register(`${cookie} `, A)],
    ];
    for (const [what, story] of stories) {
      await story(what);
      pair.takeCalls();
      assertRefusal(await pair.ask(3, what), 1020);
      assert.deepEqual(paths(pair.takeCalls()), ['/cmiapi/getrecord/'], what);
    }
  });

  it('looks up anew each time and follows multiDevice', async () => {
    for (const [multiDevice, expected] of [
      ['latest', idOf(B)],
      ['first', idOf(A)],
      ['deny', undefined],
    ] as const) {
      const pair = new Pair({ sees: { multiDevice } });
      await pair.register('c', A);
      await pair.granted(3, 'c');
      assert.equal(fields(pair.takeCalls().at(-1)).deviceid, idOf(A));
      await pair.register('c', B);
      pair.takeCalls();
      const answer = await pair.ask(3, 'c');
      const calls = pair.takeCalls();
      if (expected === undefined) assertRefusal(answer, 1021);
      assert.equal(fields(calls[1]).deviceid, expected);
    }
  });

  it('refuses while the record is hidden and grants once it shows', async () => {
    const pair = new Pair();
    const release = pair.service.history.holdNewEvents();
    await pair.register('c', A);
    assertRefusal(await pair.ask(3, 'c'), 1020);
    release();
    assert.equal((await pair.ask(3, 'c')).isAllowed, true);
  });

  it('never falls back to an unbound token when the restriction is refused', async () => {
    const pair = new Pair({ expressplay: { deviceBinding: { supported: false } } });
    await pair.register('c', A);
    pair.takeCalls();
    assertRefusal(await pair.ask(3, 'c'), -6008);
    assert.deepEqual(paths(pair.takeCalls()), ['/cmiapi/getrecord/', '/hms/fp/token']);
  });

  it('keeps many flows apart that run at once', async () => {
    const pair = new Pair({ intercept: () => new Promise((resolve) => setImmediate(resolve)) as unknown as undefined });
    const flows = Array.from({ length: 20 }, (_, index) => ({
      cookie: `c${String(index)}`,
      player: device(String(index)),
    }));
    await Promise.all(flows.map(({ cookie, player }) => pair.register(cookie, player)));
    const urls = await Promise.all(flows.map(({ cookie }) => pair.granted(3, cookie)));
    const bound = urls.map((url) => pair.service.issued(new URL(url).searchParams.get('ExpressPlayToken') ?? ''));
    assert.deepEqual(
      bound.map((token) => [token?.cookie, token?.deviceId]),
      flows.map(({ cookie, player }) => [cookie, idOf(player)]),
    );
  });

  it('reads the declared record format', async () => {
    const record = { root: 'events', cookie: 'correlation', deviceId: 'device', errorCode: 'code' };
    const pair = new Pair({
      sees: { record },
      expressplay: { record: { format: record, mode: 'latest', emptyForm: 'object' } },
    });
    assertRefusal(await pair.ask(3, 'c'), 1020);
    await pair.register('c', A);
    assert.equal((await pair.ask(3, 'c')).isAllowed, true);
    const single = new Pair({ expressplay: { record: { mode: 'latest', latestForm: 'object' } } });
    await single.register('c', A);
    assert.equal((await single.ask(3, 'c')).isAllowed, true);
  });
});

describe('SEES: refusals of its own', () => {
  it('makes no call for what it cannot grant', async () => {
    const pair = new Pair({ sees: { denied: { cookie: 'denied' } } });
    const base = { messageID: 'm', version: 1, requestType: 1, contentID: MOVIE.contentID };
    for (const [change, error] of [
      [{ requestType: undefined }, 1005],
      [{ requestType: 4 }, 1006],
      [{ requestType: 3 }, 1007],
      [{ contentID: 'unknown' }, 1010],
      [{ contentID: '' }, 1010],
      [{ contentID: '__proto__' }, 1010],
      [{ requestType: 3, customerCookie: 'denied' }, 1011],
    ] as const) {
      const answer = await pair.send({ ...base, ...change });
      assertRefusal(answer, error);
      assert.equal(answer.messageID, 'm');
    }
    for (const version of [0, -3]) assertRefusal(await pair.send({ ...base, version }), 1004, version);
    assert.deepEqual(pair.takeCalls(), []);
  });

  it('denies what matches every given member only', async () => {
    const denied = { contentID: MOVIE.contentID, cookie: 'denied' };
    const pair = new Pair({ sees: { denied } });
    assertRefusal(await pair.ask(2, 'denied', MOVIE.contentID), 1011);
    await pair.granted(2, 'denied', DUMMY.contentID);
    await pair.granted(2, 'other', MOVIE.contentID);
    await new Pair({ sees: { denied: {} } }).granted(1);
  });

  it('answers malformed requests with 400 and a refusal that carries the messageID it could read', async () => {
    const pair = new Pair();
    const answer = await pair.send({ messageID: 'm', version: '1', contentID: 7 });
    assert.deepEqual(answer, {
      status: 400,
      messageID: 'm',
      version: 1,
      isAllowed: false,
      epTokenURL: '',
      error: 1002,
      errorText:
        'The request does not have the documented form: version must be an integer; contentID must be a string.',
    });
    const unreadable = await pair.sees(post(URL_OF_SEES, '{'));
    assert.equal(unreadable.status, 400);
    assert.deepEqual(Object.keys(jsonOf(unreadable)), ['error', 'errorText']);
    assert.deepEqual(pair.takeCalls(), []);
  });

  it('words a refusal as it is told to', async () => {
    const ask = (epTokenURL: 'null' | 'absent') =>
      new Pair({ sees: { refusal: { status: 403, epTokenURL } } }).ask(3, 'c');
    const withNull = await ask('null');
    assert.deepEqual([withNull.status, withNull.epTokenURL, withNull.isAllowed], [403, null, false]);
    assert.equal('epTokenURL' in (await ask('absent')), false);
  });

  it('decides on POST only', async () => {
    const { sees, calls } = new Pair({ sees: { path: '/sees/SEESServlet' } });
    const body = Buffer.from(
      JSON.stringify({ messageID: 'm', version: 1, requestType: 1, contentID: MOVIE.contentID }),
    );
    const status = await sees({ ...get(URL_OF_SEES), body });
    assert.deepEqual([status.status, status.headers['content-type']], [200, 'text/plain; charset=utf-8']);
    for (const method of ['PUT', 'DELETE', 'HEAD', 'PATCH']) {
      const response = await sees({ ...get(URL_OF_SEES), method, body });
      assert.deepEqual([response.status, response.headers.allow], [405, 'POST']);
      assert.doesNotMatch(response.body.toString(), /isAllowed/);
    }
    assert.equal((await sees(post('https://sees.example/other', body))).status, 404);
    assert.deepEqual(calls, []);
    assert.equal((await sees(post(`${URL_OF_SEES}?requestType=3`, body))).status, 200);
    assert.equal(calls.length, 1);
  });

  it('cannot be made with an unknown registration title', () => {
    assert.throws(
      () => new Pair({ sees: { registrationContentID: 'x' } }),
      /registrationContentID "x" is none of its contents/,
    );
  });
});

const transportError = (): never => {
  throw new TransportError('refused', 'ECONNREFUSED', `connect to ${AUTHENTICATOR}`);
};

describe('SEES: ExpressPlay in trouble', () => {
  it('refuses with every documented code, in JSON', async () => {
    for (const { code } of ERROR_CODES) {
      const pair = faulty('token', () => json(400, { errorCode: code, errorMessage: AUTHENTICATOR }));
      assertRefusal(await pair.ask(1), code);
    }
  });

  const UNUSABLE: readonly (readonly [what: string, answer: () => HttpResponse])[] = [
    ['an HTML error', () => text(400, 'text/html', '<p>-2002</p>')],
    ['401', () => json(401, {})],
    ['404', () => text(404, 'text/html', 'Not found')],
    ['500', () => text(500, 'text/html', '')],
    ['503', () => text(503, 'text/plain', TOKEN_URL)],
    ['a redirect', () => text(302, 'text/html', '', { location: 'https://elsewhere.example/' })],
    ['an error status over a URL', () => text(400, 'text/uri-list', `${TOKEN_URL}\r\n`)],
    ['an empty body', () => text(200, 'text/uri-list', '')],
    ['comments only', () => text(200, 'text/uri-list', '# nothing\r\n\r\n')],
    ['a page', () => text(200, 'text/html', '<html><body>https://fp.example/?ExpressPlayToken=x</body></html>')],
    ['JSON', () => json(200, { url: 'https://fp.example/?ExpressPlayToken=x' })],
    ['a relative URL', () => text(200, 'text/uri-list', '/hms/fp/rights/?ExpressPlayToken=x\r\n')],
    ['another scheme', () => text(200, 'text/uri-list', 'skd://fp.example/?ExpressPlayToken=x\r\n')],
    ['two URLs', () => text(200, 'text/uri-list', 'https://a.example/\r\nhttps://b.example/\r\n')],
    ['noise', () => bytes(200, 'text/uri-list', Buffer.alloc(64, 0xff))],
    ['no answer', transportError],
  ];
  for (const [what, answer] of UNUSABLE) {
    it(`refuses when the token service gives ${what}, once, and serves on`, async () => {
      let broken = true;
      const pair = new Pair({ intercept: ({ url }) => (broken && url.includes('token') ? answer() : undefined) });
      assertRefusal(await pair.ask(1));
      assert.equal(pair.takeCalls().length, 1);
      broken = false;
      await pair.granted(1);
    });
  }

  it('takes the URL out of comments, blank lines and line ends, and changes nothing in it', async () => {
    const url = 'http://fp.example:80/hms/fp/rights/?ExpressPlayToken=a-_%2F&x=+';
    for (const body of [url, `${url}\n`, `${url}\r\n\r\n`, `# token\r\n${url}\r\n`]) {
      assert.equal(await faulty('token', () => text(200, 'text/uri-list', body)).granted(1), url);
    }
  });

  const NO_RECORD: readonly (readonly [what: string, answer: () => HttpResponse, error: number])[] = [
    ['no events', () => json(200, []), 1020],
    ['an empty object', () => json(200, {}), 1020],
    ['events without device', () => json(200, [{ cookie: 'c' }, { cookie: 'c', device_id: null }]), 1020],
    ['an empty device', () => json(200, [{ cookie: 'c', device_id: '' }]), 1020],
    ["other cookies' events", () => json(200, [{ cookie: 'C', device_id: 'd' }, { device_id: 'd' }]), 1020],
    ['a failed redemption', () => json(200, [{ cookie: 'c', device_id: 'd', error_code: -4010 }]), 1020],
    ['401', () => json(401, { errorCode: -2018, errorMessage: AUTHENTICATOR }), -2018],
    ['404', () => json(404, {}), 1030],
    ['500', () => text(500, 'text/html', ''), 1030],
    ['events under an error status', () => json(500, [{ cookie: 'c', device_id: 'd' }]), 1030],
    ['no JSON', () => text(200, 'application/json', '['), 1030],
    ['no answer', transportError, 1030],
  ];
  for (const [what, answer, error] of NO_RECORD) {
    it(`refuses without a token request when the record service gives ${what}`, async () => {
      const pair = faulty('getrecord', answer);
      assertRefusal(await pair.ask(3, 'c'), error);
      assert.deepEqual(paths(pair.takeCalls()), ['/cmiapi/getrecord/']);
    });
  }
});

describe('SEES: secrecy', () => {
  const kek = 'abababababababababababababababab';
  const ek = wrapped(kek, MOVIE.contentKey);
  const secrets = [AUTHENTICATOR, MOVIE.contentKey, MOVIE.iv, DUMMY.contentKey, DUMMY.iv, kek, ek, idOf(A), idOf(B)];

  function assertClean(response: HttpResponse): void {
    const shown = `${JSON.stringify(response.headers)} ${response.body.toString()}`.toLowerCase();
    for (const secret of secrets) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
        assert.ok(!shown.includes(form.toLowerCase()), `shows a secret: ${secret}`);
      }
    }
  }

  it('tells the client no secret, whatever it asks and whatever ExpressPlay says', async () => {
    const echo = secrets.join(' ');
    const troubles: readonly (PairOptions['intercept'] | undefined)[] = [
      undefined,
      () => json(401, { errorCode: -2018, errorMessage: echo, [echo]: echo }),
      () => text(500, 'text/html', echo, { 'x-echo': echo }),
      () => text(200, 'text/plain', echo),
      () => {
        throw new Error(echo);
      },
    ];
    for (const trouble of troubles) {
      let on = false;
      const contents = [{ ...MOVIE, kek, ek }, DUMMY];
      const pair = new Pair({ sees: { contents }, intercept: (request) => (on ? trouble?.(request) : undefined) });
      await pair.register('c', A);
      on = true;
      for (const [requestType, customerCookie] of [[1], [2, 'c'], [3, 'c'], [3, 'x'], [3], [4], ['3'], []] as const) {
        const body = { messageID: 'm', version: 1, requestType, contentID: MOVIE.contentID, customerCookie };
        assertClean(await pair.sees(post(URL_OF_SEES, JSON.stringify(body))));
      }
      for (const body of ['', '{', echo]) assertClean(await pair.sees(post(URL_OF_SEES, body)));
      assertClean(await pair.sees(get(URL_OF_SEES)));
    }
  });

  it('takes no value of a call from the client but the cookie', async () => {
    const pair = new Pair();
    await pair.register('c', A);
    pair.takeCalls();
    const own = { contentKey: '0'.repeat(32), iv: '0'.repeat(32), kid: '0'.repeat(32), kek: '0'.repeat(32) };
    const more = {
      deviceid: 'evil',
      device_id: 'evil',
      customerAuthenticator: 'evil',
      expirationTime: '+1',
      rentalDuration: 1,
    };
    const base = { messageID: 'm', version: 1, requestType: 3, contentID: MOVIE.contentID, customerCookie: 'c' };
    assert.equal((await pair.send({ ...base, ...own, ...more })).isAllowed, true);
    const [lookup, order] = pair.takeCalls();
    assert.deepEqual(fields(lookup), { customerAuthenticator: AUTHENTICATOR, cookie: 'c' });
    assert.doesNotMatch(order?.search ?? '', /evil|0{32}|%2B1(&|$)/);
    assert.equal(fields(order).deviceid, idOf(A));
  });
});

it('the record format of both ends is the same by default', () => {
  assert.deepEqual(DEFAULT_RECORD_FORMAT, {
    root: '',
    deviceId: 'device_id',
    cookie: 'cookie',
    errorCode: 'error_code',
  });
});
