import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VirtualClock, type HttpResponse } from '../../exchange';
import { ERROR_CODES, findErrorCode, readUriList, tokenOf } from '../../protocol';
import { formEncode } from '../parameters';
import {
  AUTHENTICATOR,
  LICENSE_URL,
  OTHER_AUTHENTICATOR,
  START_MS,
  TOKEN_URL,
  createService,
  get,
  post,
  wrapped,
} from '../testing/pair';
import type { AccountState, ExpressPlayOptions } from './expressplay-options';
import type { IssuedToken } from './token-codec';

const KEY = '00112233445566778899aabbccddeeff';
const IV = 'ffeeddccbbaa99887766554433221100';
const KEK = '0f0e0d0c0b0a09080706050403020100';
const KID = 'abcdef0123456789abcdef0123456789';
const EK = wrapped(KEK, KEY);
const GOOD = { customerAuthenticator: AUTHENTICATOR, contentKey: KEY, iv: IV };
const STORE = {
  [KID]: { ek: EK, kek: KEK },
  '^movie': { ek: EK },
  [`${'0'.repeat(31)}1`]: { ek: wrapped(KEK, KEY + KEY) },
};

type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

const encode = (fields: Fields): string =>
  formEncode(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().map((one): [string, string] => [name, one]),
    ),
  );

async function order(fields: Fields, options: Partial<ExpressPlayOptions> = {}, clock = new VirtualClock(START_MS)) {
  const account = { customerAuthenticator: AUTHENTICATOR, keyStore: STORE };
  const service = createService(clock, {
    accounts: [account, { customerAuthenticator: OTHER_AUTHENTICATOR }],
    ...options,
  });
  const response = await service.handle(get(`${TOKEN_URL}?${encode(fields)}`));
  const url = response.status === 200 ? readUriList(response.body.toString()).url : undefined;
  return { service, response, issued: url === undefined ? undefined : service.issued(tokenOf(url) ?? '') };
}

async function accepted(
  fields: Fields,
  options?: Partial<ExpressPlayOptions>,
  clock?: VirtualClock,
): Promise<IssuedToken> {
  const { response, issued } = await order(fields, options, clock);
  assert.equal(response.status, 200, response.body.toString());
  assert.ok(issued);
  return issued;
}

function assertError(response: HttpResponse, format: 'html' | 'json', code: number, status: number): void {
  const body = response.body.toString();
  assert.equal(response.status, status, body);
  assert.match(response.headers['content-type'] ?? '', format === 'json' ? /^application\/json$/ : /^text\/html/);
  if (format === 'json') assert.equal(findErrorCode(body), code);
  else assert.match(body, new RegExp(`${String(code)}(?!\\d)`));
  assert.doesNotMatch(body, /ExpressPlayToken|https?:/);
}

/** Code, status, what is changed about a good request. */
const FAULTS: readonly (readonly [code: number, status: number, what: string, change: Fields])[] = [
  [-2002, 400, 'no time at all', { expirationTime: 'abc' }],
  [-2002, 400, 'no Z', { expirationTime: '2030-01-01T01:00:00' }],
  [-2002, 400, 'a blank for the plus', { expirationTime: ' 60' }],
  [-2002, 400, 'a minus', { expirationTime: '+-5' }],
  [-2002, 400, 'the past', { expirationTime: '2029-12-31T23:59:59Z' }],
  [-2002, 400, 'this very moment', { expirationTime: '2030-01-01T00:00:00Z' }],
  [-2002, 400, 'no seconds left', { expirationTime: '+0' }],
  [-2002, 400, '30 days and a second', { expirationTime: '+2592001' }],
  [-2002, 400, '30 days and a second, absolute', { expirationTime: '2030-01-31T00:00:01Z' }],
  [-2005, 400, 'not hexadecimal', { contentKey: 'z'.repeat(32) }],
  [-2017, 401, 'absent', { customerAuthenticator: undefined }],
  [-2017, 401, 'empty', { customerAuthenticator: '' }],
  [-2018, 401, 'unknown', { customerAuthenticator: '3000,0' }],
  [-2027, 400, '30 digits', { contentKey: KEY.slice(2) }],
  [-2027, 400, '31 digits', { contentKey: KEY.slice(1) }],
  [-2027, 400, '33 digits', { contentKey: `${KEY}0` }],
  [-2033, 400, '33 characters', { cookie: 'c'.repeat(33) }],
  [-2035, 400, 'no payload', { fpExtension: 'wudo' }],
  [-2035, 400, 'an empty payload', { fpExtension: 'wudo,' }],
  [-2035, 400, 'an empty key', { contentKey: '' }],
  [-2035, 400, 'an empty cookie', { cookie: '' }],
  [-2035, 400, 'an empty device id', { deviceid: '' }],
  [-2036, 400, '3 characters', { fpExtension: 'abc,AAAA' }],
  [-2036, 400, '5 characters', { fpExtension: 'abcde,AAAA' }],
  [-2037, 400, 'no base64', { fpExtension: 'wudo,***' }],
  [-2037, 400, 'the second one', { fpExtension: ['wudo,AAAA', 'wuda,A'] }],
  [-4018, 400, 'neither kid nor ek', { contentKey: undefined, kek: KEK }],
  [-4019, 400, 'unknown to the store', { contentKey: undefined, kek: KEK, kid: '9'.repeat(32) }],
  [-4019, 400, 'a name of Object.prototype', { contentKey: undefined, kek: KEK, kid: '^constructor' }],
  [-4020, 400, '30 digits', { kid: KID.slice(2) }],
  [-4020, 400, '31 digits', { kid: KID.slice(1) }],
  [-4020, 400, '33 digits', { kid: `${KID}0` }],
  [-4021, 400, '65 characters', { kid: `^${'k'.repeat(65)}` }],
  [-4021, 400, 'nothing after the caret', { kid: '^' }],
  [-4022, 400, 'not hexadecimal', { kid: 'z'.repeat(32) }],
  [-4024, 400, 'a malformed ek', { contentKey: undefined, kek: KEK, ek: 'z'.repeat(48) }],
  [-4024, 400, 'a short ek', { contentKey: undefined, kek: KEK, ek: EK.slice(2) }],
  [
    -4024,
    400,
    'a changed ek',
    { contentKey: undefined, kek: KEK, ek: `${EK.slice(0, -2)}${EK.endsWith('00') ? '01' : '00'}` },
  ],
  [-4024, 400, 'another kek', { contentKey: undefined, kek: KEY, ek: EK }],
  [-4024, 400, 'a short kek', { contentKey: undefined, kek: KEK.slice(2), ek: EK }],
  [-4024, 400, 'another kek for the stored key', { contentKey: undefined, kek: KEY, kid: KID }],
  [-4024, 400, 'a wrapped key of 32 bytes', { contentKey: undefined, kek: KEK, kid: `${'0'.repeat(31)}1` }],
  [-5003, 400, 'a flag', { generalFlags: '0001' }],
  [-5003, 400, 'not hexadecimal', { generalFlags: 'none' }],
  [-5003, 400, 'another length', { generalFlags: '00000' }],
  [-6001, 400, 'too many commas', { fpExtension: 'wudo,AAAA,AAAA' }],
  [-6001, 400, 'an empty type', { fpExtension: ',AAAA' }],
  [-6003, 400, 'absent', { iv: undefined }],
  [-6003, 400, '30 digits', { iv: IV.slice(2) }],
  [-6003, 400, '31 digits', { iv: IV.slice(1) }],
  [-6003, 400, '33 digits', { iv: `${IV}0` }],
  [-6003, 400, 'not hexadecimal', { iv: 'z'.repeat(32) }],
  [-6005, 400, 'kek with both kid and ek', { contentKey: undefined, kek: KEK, kid: KID, ek: EK }],
  [-6005, 400, 'kek beside contentKey', { kek: KEK, kid: KID }],
  [-6005, 400, 'ek without kek', { contentKey: undefined, ek: EK }],
  [-6005, 400, 'no key at all', { contentKey: undefined }],
  [-6005, 400, 'a name in another case', { contentKey: undefined, ContentKey: KEY }],
  [-6005, 400, 'not the key stored under kid', { kid: KID, contentKey: IV }],
  [-6007, 400, 'negative', { rentalDuration: '-1' }],
  [-6007, 400, 'no number', { rentalDuration: 'abc' }],
  [-6007, 400, 'a fraction', { rentalDuration: '1.5' }],
  [-6007, 400, 'beyond 32 bits', { rentalDuration: '4294967296' }],
  [-6008, 400, 'two device ids', { deviceid: 'a', device_id: 'a' }],
  [-6008, 400, 'a device id twice', { deviceid: ['a', 'b'] }],
];

const STATES: readonly (readonly [code: number, status: number, state: AccountState])[] = [
  [-2019, 400, 'no-tokens-left'],
  [-2030, 500, 'admin-error'],
  [-2031, 401, 'disabled'],
  [-6006, 400, 'no-fairplay'],
  [-6009, 400, 'fairplay-off'],
];

describe('token service: refusals', () => {
  for (const [code, status, what, change] of FAULTS) {
    it(`${String(code)}: ${what}`, async () => {
      assertError((await order({ ...GOOD, ...change, errorFormat: 'json' })).response, 'json', code, status);
      assertError((await order({ ...GOOD, ...change, errorFormat: 'html' })).response, 'html', code, status);
      assertError((await order({ ...GOOD, ...change })).response, 'html', code, status);
    });
  }

  it('-3004 for any other error format, as HTML', async () => {
    for (const errorFormat of ['xml', 'JSON', '']) {
      assertError((await order({ ...GOOD, errorFormat })).response, 'html', -3004, 400);
    }
  });

  it('-6008 for a device restriction of any known name where binding is not offered', async () => {
    const deviceBinding = { supported: false };
    for (const name of ['deviceid', 'deviceId', 'device_id']) {
      const { response } = await order({ ...GOOD, [name]: 'a', errorFormat: 'json' }, { deviceBinding });
      assertError(response, 'json', -6008, 400);
    }
    await accepted(GOOD, { deviceBinding });
  });

  for (const [code, status, state] of STATES) {
    it(`${String(code)}: account ${state}, and only that account`, async () => {
      const accounts = [
        { customerAuthenticator: AUTHENTICATOR, state },
        { customerAuthenticator: OTHER_AUTHENTICATOR },
      ];
      for (const format of ['json', 'html'] as const) {
        assertError((await order({ ...GOOD, errorFormat: format }, { accounts })).response, format, code, status);
      }
      await accepted({ ...GOOD, customerAuthenticator: OTHER_AUTHENTICATOR }, { accounts });
    });
  }

  it('covers every code that a token request or an account state can meet', () => {
    const met = new Set([...FAULTS.map(([code]) => code), ...STATES.map(([code]) => code), -3004]);
    const due = ERROR_CODES.filter(({ where }) => where === 'T' || where === 'A').map(({ code }) => code);
    assert.deepEqual(
      due.filter((code) => !met.has(code)),
      [],
    );
  });

  it('repeats nothing of the request in an error', async () => {
    const { response } = await order({ ...GOOD, customerAuthenticator: '<b>sentinel</b>', cookie: 'sentinel' });
    assert.doesNotMatch(response.body.toString(), /sentinel/);
  });

  it('answers other methods with 405 and other paths with 404, in the format asked for', async () => {
    const service = createService(new VirtualClock(START_MS));
    const put = await service.handle({ ...get(`${TOKEN_URL}?${encode(GOOD)}`), method: 'PUT' });
    assert.equal(put.status, 405);
    assert.equal(put.headers.allow, 'GET, POST');
    const html = await service.handle(get('https://fp-gen.example/hms/fp/tokens'));
    assert.deepEqual([html.status, html.headers['content-type']], [404, 'text/html; charset=utf-8']);
    const json = await service.handle(get('https://fp-gen.example/?errorFormat=json'));
    assert.deepEqual([json.status, json.headers['content-type']], [404, 'application/json']);
  });

  it('does not take JSON for a form', async () => {
    const service = createService(new VirtualClock(START_MS));
    const response = await service.handle(post(TOKEN_URL, JSON.stringify(GOOD), 'application/json'));
    assertError(response, 'html', -2017, 401);
  });
});

describe('token service: grants', () => {
  it('answers GET and form POST alike: one license URL as text/uri-list, ended by CRLF', async () => {
    const service = createService(new VirtualClock(START_MS));
    const answers = [
      await service.handle(get(`${TOKEN_URL}?${encode({ ...GOOD, errorFormat: 'json' })}`)),
      await service.handle(post(TOKEN_URL, encode(GOOD), 'application/x-www-form-urlencoded; charset=UTF-8')),
    ];
    for (const { status, headers, body } of answers) {
      assert.deepEqual([status, headers['content-type']], [200, 'text/uri-list']);
      const [url = '', end] = body.toString().split('\r\n');
      assert.equal(end, '');
      assert.ok(url.startsWith(`${LICENSE_URL}?ExpressPlayToken=`));
      assert.match(tokenOf(url) ?? '', /^[A-Za-z0-9_-]{100,}$/);
    }
    assert.notDeepEqual(answers[0]?.body, answers[1]?.body);
  });

  it('seals what was asked for', async () => {
    const fields = { cookie: 'a+b %&=c', rentalDuration: '60', expirationTime: '+3600', deviceId: 'Device 1' };
    const issued = await accepted({ ...GOOD, contentKey: KEY.toUpperCase(), ...fields });
    assert.deepEqual(issued, {
      id: 1,
      drm: 'fairplay',
      account: 'account 1',
      contentKey: KEY,
      iv: IV,
      issuedAtMs: START_MS,
      expiresAtMs: START_MS + 3_600_000,
      rentalDuration: 60,
      cookie: 'a+b %&=c',
      deviceId: 'Device 1',
    });
  });

  const ACCEPTED: readonly (readonly [what: string, change: Fields])[] = [
    ['32 characters of cookie', { cookie: 'c'.repeat(32) }],
    ['32 characters beyond ASCII', { cookie: '😀'.repeat(32) }],
    ['generalFlags 0000', { generalFlags: '0000' }],
    ['generalFlags 00000000', { generalFlags: '00000000' }],
    ['fpExtension', { fpExtension: 'wudo,AAAA' }],
    ['fpExtension twice', { fpExtension: ['wudo,AA==', 'wuda,AAA='] }],
    ['rentalDuration 0', { rentalDuration: '0' }],
    ['kid beside contentKey', { kid: KID }],
    ['unknown kid beside contentKey', { kid: '9'.repeat(32) }],
    ['a stored key', { contentKey: undefined, kek: KEK, kid: KID.toUpperCase() }],
    ['a stored key by name', { contentKey: undefined, kek: KEK, kid: '^movie' }],
    ['kid of one character', { kid: '^k' }],
    ['kid of 64 characters', { kid: `^${'k'.repeat(64)}` }],
    ['a wrapped key', { contentKey: undefined, kek: KEK, ek: EK }],
    ['parameters of other services', { useHttps: 'true', rightsType: 'BuyToOwn' }],
  ];
  for (const [what, change] of ACCEPTED) {
    it(`accepts ${what}`, async () => {
      assert.equal((await accepted({ ...GOOD, ...change })).contentKey, KEY);
    });
  }

  it('counts expirationTime from now, up to 30 days, which is also the default', async () => {
    const latest = START_MS + 2_592_000_000;
    for (const [expirationTime, atMs] of [
      [undefined, latest],
      ['+2592000', latest],
      ['2030-01-31T00:00:00Z', latest],
      ['+1', START_MS + 1000],
      ['2030-01-01T00:00:00.5Z', START_MS + 500],
    ] as const) {
      assert.equal((await accepted({ ...GOOD, expirationTime })).expiresAtMs, atMs, expirationTime);
    }
  });

  it('knows names in their documented case only', async () => {
    const issued = await accepted({ ...GOOD, Cookie: 'c', DeviceID: 'd', ExpirationTime: '+1' });
    assert.equal(issued.cookie, undefined);
    assert.equal(issued.deviceId, undefined);
    assert.equal(issued.expiresAtMs, START_MS + 2_592_000_000);
  });

  it('reads back its own tokens only', async () => {
    const { service } = await order(GOOD);
    assert.equal(service.issued(''), undefined);
    assert.equal(service.issued('AQAA'), undefined);
  });
});
