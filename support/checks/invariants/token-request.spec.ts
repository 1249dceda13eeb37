import { describe } from 'node:test';
import {
  AUTHENTICATOR,
  DEVICE_A,
  DEVICE_B,
  DUMMY,
  knownWith,
  MOVIE,
  query,
  START_MS,
  type Story,
  tokenFields,
  type Fields,
  type Wire,
} from '../reading/testing/story';
import { rows } from './testing/judge';

type Stimulus = Parameters<Story['ask']>[0];

/** A time-based request with one token request of a conformant SEES, but for the changes. */
function timeBased(changes: Fields = {}, wire: Wire = {}, stimulus: Stimulus = {}) {
  return (story: Story) => {
    const asked = story.ask(stimulus);
    story.token(tokenFields(MOVIE, changes), wire);
    story.grant(asked);
  };
}

function registration(changes: Fields = {}, stimulus: Stimulus = {}) {
  return (story: Story) => {
    const asked = story.ask({ requestType: 2, contentID: 'dummy', cookie: 'c', ...stimulus });
    story.token(tokenFields(DUMMY, { cookie: 'c', ...changes }));
    story.grant(asked);
  };
}

const event = (device_id: unknown, more = {}) => ({ cookie: 'c', device_id, ...more });

/** A device-bound request: lookup, token request, grant. */
function bound(changes: Fields = {}, events: unknown = [event(DEVICE_A)], stimulus: Stimulus = {}) {
  return (story: Story) => {
    const asked = story.ask({ requestType: 3, cookie: 'c', registration: 'redeemed', ...stimulus });
    story.record({ cookie: 'c' }, events);
    story.token(tokenFields(MOVIE, { cookie: 'c', deviceid: DEVICE_A, ...changes }));
    story.grant(asked);
  };
}

/** A time-based request whose query is written out. */
function raw(text: string) {
  return (story: Story) => {
    const asked = story.ask();
    story.token(`${query(tokenFields(MOVIE, { expirationTime: undefined }))}&${text}`);
    story.grant(asked);
  };
}

const noBackend = knownWith({ backend: false });
const unknownTitle = knownWith({ contents: new Map() });
const post: Wire = { method: 'POST' };
const json: Wire = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"contentKey":"x"}' };

describe('EP-TOK-01', () => {
  const at = (url: string) => timeBased({}, { url });
  rows('EP-TOK-01', [
    ['the documented path', 'right', at('https://x/hms/fp/token')],
    ['behind a prefix', 'right', at('http://127.0.0.1:8080/stub/hms/fp/token')],
    ['a POST with a JSON body', 'right', timeBased({}, { ...json, url: 'https://x/hms/fp/token' })],
    ['another path', 'wrong', at('https://x/hms/wv/token')],
    ['another case', 'wrong', at('https://x/HMS/FP/token')],
    ['a trailing slash', 'wrong', at('https://x/hms/fp/token/')],
    ['the path in the query only', 'wrong', at('https://x/?/hms/fp/token')],
    ['a path nobody serves', 'wrong', (story) => void story.unknown('https://x/hms/fp/tokens', { iv: MOVIE.iv })],
    [
      'a lookup on a path nobody serves',
      'nothing',
      (story) => void story.unknown('https://x/getrecords', { cookie: 'c' }),
    ],
    ['no backend leg', 'nothing', timeBased(), noBackend],
  ]);
});

describe('EP-TOK-02', () => {
  const form = 'application/x-www-form-urlencoded';
  rows('EP-TOK-02', [
    ['GET', 'right', timeBased()],
    ['POST with a form', 'right', timeBased({}, post)],
    ['with a charset', 'right', timeBased({}, { ...post, headers: { 'content-type': `${form}; charset=UTF-8` } })],
    ['in capitals', 'right', timeBased({}, { ...post, headers: { 'content-type': form.toUpperCase() } })],
    ['POST with JSON', 'wrong', timeBased({}, json)],
    [
      'POST with multipart',
      'wrong',
      timeBased({}, { ...json, headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
    ],
    ['POST without content type', 'wrong', timeBased({}, { ...json, headers: {} })],
    ['PUT', 'wrong', timeBased({}, { method: 'PUT' })],
  ]);
});

describe('EP-TOK-03', () => {
  const sent = (customerAuthenticator: string | string[] | undefined) => timeBased({ customerAuthenticator });
  rows('EP-TOK-03', [
    ['once', 'right', timeBased()],
    ['in a form', 'right', timeBased({}, post)],
    ['while ExpressPlay is broken', 'right', timeBased({}, {}, { fault: 'HTTP 500' })],
    ['comma not escaped', 'right', (story) => void story.token(`customerAuthenticator=${AUTHENTICATOR}`)],
    ['none', 'wrong', sent(undefined)],
    ['twice', 'wrong', sent([AUTHENTICATOR, AUTHENTICATOR])],
    ['another', 'wrong', sent('4712,00')],
    ['of another name', 'wrong', timeBased({ customerAuthenticator: undefined, CustomerAuthenticator: AUTHENTICATOR })],
    ['not configured', 'not-applicable', timeBased(), knownWith({ customerAuthenticator: undefined })],
    ['not configured and missing', 'wrong', sent(undefined), knownWith({ customerAuthenticator: undefined })],
    ['a body that cannot be read', 'nothing', timeBased({}, json)],
  ]);
});

describe('EP-TOK-04', () => {
  const { contentKey, kid, kek, ek } = MOVIE;
  const keys = (changes: Fields) => timeBased({ contentKey: undefined, ...changes });
  rows('EP-TOK-04', [
    ['contentKey', 'right', timeBased()],
    ['contentKey and kid', 'right', keys({ contentKey, kid })],
    ['kek and kid', 'right', keys({ kek, kid })],
    ['kek and a named kid', 'right', keys({ kek, kid: '^movie' })],
    ['kek and ek', 'right', keys({ kek, ek })],
    ['nothing', 'wrong', keys({})],
    ['an empty contentKey', 'wrong', keys({ contentKey: '' })],
    ['kid alone', 'wrong', keys({ kid })],
    ['ek alone', 'wrong', keys({ ek })],
    ['kek alone', 'wrong', keys({ kek })],
    ['kek, kid and ek', 'wrong', keys({ kek, kid, ek })],
  ]);
});

describe('EP-TOK-05', () => {
  const key = (contentKey: string | undefined) => timeBased({ contentKey });
  rows('EP-TOK-05', [
    ["the content's", 'right', timeBased()],
    ['in upper case', 'right', key(MOVIE.contentKey.toUpperCase())],
    ['of the registration content', 'right', registration()],
    ['of another title', 'wrong', key(DUMMY.contentKey)],
    ['of no title', 'wrong', key('ab'.repeat(16))],
    ['31 digits', 'wrong', key(MOVIE.contentKey.slice(1))],
    ['no hex', 'wrong', key('z'.repeat(32))],
    ['the real title at registration', 'wrong', registration({ contentKey: MOVIE.contentKey })],
    ['not used', 'nothing', timeBased({ contentKey: undefined, kek: MOVIE.kek, kid: MOVIE.kid })],
    ['a title nobody told of', 'not-applicable', timeBased(), unknownTitle],
    ['31 digits for a title nobody told of', 'wrong', key(MOVIE.contentKey.slice(1)), unknownTitle],
    ['for no request', 'nothing', (story) => void story.token(tokenFields(MOVIE))],
    ['for an invalid request', 'nothing', timeBased({ contentKey: DUMMY.contentKey }, {}, { valid: false })],
  ]);
});

describe('EP-TOK-06', () => {
  const iv = (value: string | undefined) => timeBased({ iv: value });
  rows('EP-TOK-06', [
    ["the content's", 'right', timeBased()],
    ['in upper case', 'right', iv(MOVIE.iv.toUpperCase())],
    ['none', 'wrong', iv(undefined)],
    ['empty', 'wrong', iv('')],
    ['30 digits', 'wrong', iv(MOVIE.iv.slice(2))],
    ['of another title', 'wrong', iv(DUMMY.iv)],
    ['a title nobody told of', 'not-applicable', timeBased(), unknownTitle],
  ]);
});

describe('EP-TOK-07', () => {
  const { contentKey, iv } = DUMMY;
  rows('EP-TOK-07', [
    ['time-based', 'right', timeBased()],
    ['device-bound', 'right', bound()],
    ['by key id', 'right', timeBased({ contentKey: undefined, kek: MOVIE.kek, kid: MOVIE.kid?.toUpperCase() })],
    ['by wrapped key', 'right', timeBased({ contentKey: undefined, kek: MOVIE.kek, ek: MOVIE.ek })],
    ['a label of its own beside the key', 'right', timeBased({ kid: '^label' })],
    ['the key of one and the IV of another', 'wrong', timeBased({ contentKey })],
    ['the IV of another', 'wrong', bound({ iv })],
    ['both of another title', 'wrong', bound({ contentKey, iv })],
    ['the key id of another', 'wrong', timeBased({ contentKey: undefined, kek: MOVIE.kek, kid: 'ab'.repeat(16) })],
    ['registration', 'nothing', registration()],
    ['a title nobody told of', 'not-applicable', timeBased(), unknownTitle],
  ]);
});

describe('EP-TOK-08', () => {
  const format = (errorFormat: string | undefined) => timeBased({ errorFormat });
  rows('EP-TOK-08.value', [
    ['json', 'right', format('json')],
    ['html', 'right', format('html')],
    ['absent', 'right', format(undefined)],
    ['xml', 'wrong', format('xml')],
    ['JSON', 'wrong', format('JSON')],
    ['empty', 'wrong', format('')],
  ]);
  rows('EP-TOK-08.json', [
    ['json', 'right', format('json')],
    ['html', 'wrong', format('html')],
    ['absent', 'wrong', format(undefined)],
  ]);
});

describe('EP-TOK-09', () => {
  const flags = (generalFlags: string | undefined) => timeBased({ generalFlags });
  rows('EP-TOK-09', [
    ['absent', 'right', flags(undefined)],
    ['0000', 'right', flags('0000')],
    ['00000000', 'right', flags('00000000')],
    ['00000001', 'wrong', flags('00000001')],
    ['empty', 'wrong', flags('')],
    ['no hex', 'wrong', flags('none')],
  ]);
});

describe('EP-TOK-10', () => {
  const rental = (rentalDuration: string | undefined) => timeBased({ rentalDuration });
  rows('EP-TOK-10', [
    ["the content's", 'right', timeBased()],
    ['with leading zeros', 'right', rental('03600')],
    ['absent', 'not-applicable', rental(undefined)],
    ['0 for a title without', 'right', registration({ rentalDuration: '0' })],
    ['another', 'wrong', rental('3601')],
    ['some for a title without', 'wrong', registration({ rentalDuration: '60' })],
    ['negative', 'wrong', rental('-1')],
    ['a fraction', 'wrong', rental('3600.0')],
    ['empty', 'wrong', rental('')],
    ['a title nobody told of', 'nothing', timeBased(), unknownTitle],
  ]);
});

const inSeconds = (seconds: number) => new Date(START_MS + seconds * 1000).toISOString();

describe('EP-TOK-11', () => {
  const expires = (expirationTime: string | undefined) => timeBased({ expirationTime });
  rows('EP-TOK-11', [
    ['relative', 'right', expires('+600')],
    ['absolute', 'right', expires('2026-01-01T00:10:00Z')],
    ['with fractional seconds', 'right', expires('2026-01-01T00:10:00.123Z')],
    ['a raw plus, which is the business of EP-TOK-12', 'right', raw('expirationTime=+600')],
    ['absent', 'not-applicable', expires(undefined)],
    ['with an offset', 'wrong', expires('2026-01-01T01:10:00+01:00')],
    ['without Z', 'wrong', expires('2026-01-01T00:10:00')],
    ['bare digits', 'wrong', expires('600')],
    ['an escaped blank', 'wrong', raw('expirationTime=%20600')],
    ['escaped twice', 'wrong', raw('expirationTime=%252B600')],
    ['a negative number', 'wrong', expires('+-600')],
    ['empty', 'wrong', expires('')],
  ]);
});

describe('EP-TOK-12', () => {
  rows('EP-TOK-12', [
    ['%2B', 'right', raw('expirationTime=%2B600')],
    ['%2b', 'right', raw('expirationTime=%2b600')],
    ['in a form', 'right', timeBased({}, post)],
    ['a raw plus', 'wrong', raw('expirationTime=+600')],
    ['an escaped blank', 'wrong', raw('expirationTime=%20600')],
    ['absolute', 'not-applicable', timeBased({ expirationTime: inSeconds(60) })],
    ['absent', 'not-applicable', timeBased({ expirationTime: undefined })],
  ]);
});

describe('EP-TOK-13', () => {
  const expires = (expirationTime: string) => timeBased({ expirationTime });
  rows('EP-TOK-13', [
    ['in 1 s', 'right', expires('+1')],
    ['in 30 days', 'right', expires('+2592000')],
    ['at a time in 30 days', 'right', expires(inSeconds(2_592_000))],
    ['at a time in 30 days by a clock that is a little ahead', 'right', expires(inSeconds(2_592_030))],
    ['at a time to come', 'right', expires(inSeconds(0.5))],
    ['a raw plus', 'right', raw('expirationTime=+600')],
    ['in 0 s', 'wrong', expires('+0')],
    ['in 30 days and 1 s', 'wrong', expires('+2592001')],
    ['in 31 days', 'wrong', expires(inSeconds(2_678_400))],
    ['now', 'wrong', expires(inSeconds(0))],
    ['in the past', 'wrong', expires(inSeconds(-1))],
    ['malformed, which is the business of EP-TOK-11', 'nothing', expires('soon')],
    [
      'in the past, where no clock goes on',
      'right',
      expires(inSeconds(-1)),
      knownWith({ standsAtMs: START_MS - 60_000 }),
    ],
    ['past where the clock stands', 'wrong', expires(inSeconds(1)), knownWith({ standsAtMs: START_MS + 1000 })],
  ]);
});

describe('EP-TOK-14', () => {
  const without = timeBased({ expirationTime: undefined });
  const notRequired = knownWith({ readings: { 'expiration.required': [3] } });
  rows('EP-TOK-14', [
    ['there', 'right', timeBased()],
    ['missing', 'wrong', without],
    ['empty', 'wrong', timeBased({ expirationTime: '' })],
    ['not required by the reading', 'not-applicable', without, notRequired],
    ['another type', 'nothing', bound({ expirationTime: undefined })],
  ]);
});

describe('EP-TOK-15', () => {
  const without = bound({ expirationTime: undefined });
  const noPolicy = new Map([['movie', { ...MOVIE }]]);
  delete (noPolicy.get('movie') as { expirationTime?: string }).expirationTime;
  const required = { 'expiration.required': [1, 3] };
  rows('EP-TOK-15', [
    ['there', 'right', bound()],
    ['missing', 'wrong', without],
    ['missing, as the content is configured', 'not-applicable', without, knownWith({ contents: noPolicy })],
    ['missing though required', 'wrong', without, knownWith({ contents: noPolicy, readings: required })],
    ['another type', 'nothing', registration({ expirationTime: undefined })],
  ]);
});

describe('EP-TOK-16', () => {
  const odd = 'a b&c=d+%/;é';
  const anywhere = knownWith({ readings: { 'cookie.location': 'any' } });
  rows('EP-TOK-16', [
    ['registration', 'right', registration()],
    ['device-bound', 'right', bound()],
    ['with reserved characters', 'right', registration({ cookie: odd }, { cookie: odd })],
    ['missing', 'wrong', registration({ cookie: undefined })],
    ['missing where a header may carry it', 'not-applicable', registration({ cookie: undefined }), anywhere],
    ['another where a header may carry it', 'wrong', bound({ cookie: 'C' }), anywhere],
    ['another', 'wrong', bound({ cookie: 'C' })],
    ['truncated', 'wrong', registration({}, { cookie: 'cc' })],
    ['two of them', 'wrong', registration({ cookie: ['c', 'd'] })],
    ['decoded once too often', 'wrong', registration({ cookie: '%41' }, { cookie: '%2541' })],
    ['time-based', 'nothing', timeBased({ cookie: 'x' })],
    ['an invalid request', 'nothing', registration({}, { valid: false, cookie: 'x'.repeat(33) })],
  ]);
});

describe('EP-TOK-17', () => {
  const long = (characters: string) => registration({ cookie: characters }, { cookie: 'c' });
  rows('EP-TOK-17', [
    ['32 characters', 'right', long('x'.repeat(32))],
    ['32 characters outside the basic plane', 'right', long('😀'.repeat(32))],
    ['33 characters', 'wrong', long('x'.repeat(33))],
    ['a time-based request with a long one', 'wrong', timeBased({ cookie: 'x'.repeat(33) })],
    ['no cookie', 'nothing', timeBased()],
    [
      'the client itself sent a long one',
      'nothing',
      registration({ cookie: 'x'.repeat(33) }, { cookie: 'x'.repeat(33) }),
    ],
  ]);
});

describe('EP-TOK-18.value', () => {
  const failed = event(DEVICE_B, { error_code: -4010 });
  const both = [event(DEVICE_B), event(DEVICE_A)];
  rows('EP-TOK-18.value', [
    ['of the record', 'right', bound()],
    ['of a single event', 'right', bound({}, event(DEVICE_A))],
    ['under another accepted name', 'right', bound({ deviceid: undefined, device_id: DEVICE_A })],
    [
      'under a name that is not accepted, which is the business of EP-TOK-19',
      'right',
      bound({ deviceid: undefined, deviceID: DEVICE_A }),
    ],
    ['in upper case, which is the business of .bytes', 'right', bound({ deviceid: DEVICE_A.toUpperCase() })],
    ['an older device of the cookie', 'right', bound({}, both)],
    ['the first of them', 'right', bound({}, both, {}), knownWith({ readings: { multiDevice: 'first' } })],
    ['beside failed redemptions', 'right', bound({}, [failed, event(DEVICE_A)])],
    ['an event that holds no cookie', 'right', bound({}, [{ device_id: DEVICE_A }])],
    ['none', 'wrong', bound({ deviceid: undefined })],
    ['empty', 'wrong', bound({ deviceid: '' })],
    ['another device', 'wrong', bound({ deviceid: DEVICE_B })],
    [
      'the device of a failed redemption, which is EP-REC-10 to judge',
      'right',
      bound({ deviceid: DEVICE_B }, [failed, event(DEVICE_A)]),
    ],
    ['the device of another cookie', 'wrong', bound({}, [{ cookie: 'd', device_id: DEVICE_A }])],
    ['twice', 'wrong', bound({ deviceid: [DEVICE_A, DEVICE_A] })],
    ['under two names', 'wrong', bound({ deviceId: DEVICE_A })],
    ['under a name of its own beside the documented one', 'wrong', bound({ hu: DEVICE_A })],
    ['made up, as the record has none', 'wrong', bound({}, [])],
    [
      'no lookup seen',
      'nothing',
      (story) => {
        const asked = story.ask({ requestType: 3, cookie: 'c' });
        story.token(tokenFields(MOVIE, { cookie: 'c', deviceid: DEVICE_A }));
        story.grant(asked);
      },
    ],
    [
      'no lookup seen and no restriction',
      'wrong',
      (story) => {
        const asked = story.ask({ requestType: 3, cookie: 'c' });
        story.token(tokenFields(MOVIE, { cookie: 'c' }));
        story.grant(asked);
      },
    ],
    ['a record that cannot be read', 'nothing', bound({}, 'no JSON')],
    ['another type', 'nothing', registration()],
  ]);
  rows('EP-TOK-18.value', [
    [
      'a cached lookup',
      'right',
      (story) => {
        const first = story.ask({ requestType: 3, cookie: 'c' });
        story.record({ cookie: 'c' }, [event(DEVICE_A)]);
        story.refuse(first);
        const second = story.ask({ requestType: 3, cookie: 'c' });
        story.token(tokenFields(MOVIE, { cookie: 'c', deviceid: DEVICE_A }));
        story.grant(second);
      },
    ],
    [
      'a lookup that was repeated until it showed the device',
      'right',
      (story) => {
        const asked = story.ask({ requestType: 3, cookie: 'c' });
        story.record({ cookie: 'c' }, []);
        story.record({ cookie: 'c' }, [event(DEVICE_A)]);
        story.token(tokenFields(MOVIE, { cookie: 'c', deviceid: DEVICE_A }));
        story.grant(asked);
      },
    ],
    [
      'a lookup of another client',
      'wrong',
      (story) => {
        const asked = story.ask({ requestType: 3, cookie: 'c' });
        story.record({ cookie: 'd' }, [{ cookie: 'd', device_id: DEVICE_A }]);
        story.token(tokenFields(MOVIE, { cookie: 'c', deviceid: DEVICE_A }));
        story.grant(asked);
      },
    ],
  ]);
});

describe('EP-TOK-18.bytes', () => {
  const base64 = Buffer.from(DEVICE_A, 'hex').toString('base64');
  rows('EP-TOK-18.bytes', [
    ['the same bytes', 'right', bound()],
    ['a number in the record', 'right', bound({ deviceid: '4711' }, [event(4711)])],
    ['upper case', 'wrong', bound({ deviceid: DEVICE_A.toUpperCase() })],
    ['base64 for hex', 'wrong', bound({ deviceid: base64 })],
    ['hex for base64', 'wrong', bound({}, [event(base64)])],
    ['with a blank', 'wrong', bound({ deviceid: `${DEVICE_A} ` })],
    ['another device, which is the business of .value', 'nothing', bound({ deviceid: DEVICE_B })],
    ['none', 'nothing', bound({ deviceid: undefined })],
  ]);
});

describe('EP-TOK-19', () => {
  const named = (name: string) => bound({ deviceid: undefined, [name]: DEVICE_A });
  rows('EP-TOK-19', [
    ['deviceid', 'right', bound()],
    ['deviceId', 'right', named('deviceId')],
    ['device_id', 'right', named('device_id')],
    ['a name of the operator', 'right', named('hwid'), knownWith({ readings: { 'names.deviceId': ['hwid'] } })],
    ['deviceID', 'wrong', named('deviceID')],
    ['device-id', 'wrong', named('device-id')],
    ['any other name with the right value', 'wrong', named('restrictTo')],
    ['not accepted by the reading', 'wrong', bound(), knownWith({ readings: { 'names.deviceId': ['device_id'] } })],
    ['none', 'nothing', bound({ deviceid: undefined })],
  ]);
});

describe('EP-TOK-20', () => {
  rows('EP-TOK-20.registration', [
    ['none', 'right', registration()],
    ['deviceid', 'wrong', registration({ deviceid: DEVICE_A })],
    ['in odd spelling', 'wrong', registration({ DeviceID: DEVICE_A })],
    ['another type', 'nothing', timeBased({ deviceid: DEVICE_A })],
  ]);
  rows('EP-TOK-20.time', [
    ['none', 'right', timeBased()],
    ['device_id', 'wrong', timeBased({ device_id: DEVICE_A })],
    ['another type', 'nothing', bound()],
  ]);
});

describe('EP-TOK-22', () => {
  rows('EP-TOK-22', [
    ['each once', 'right', timeBased()],
    ['extra parameters', 'right', timeBased({ useHttps: 'true' })],
    ['fpExtension twice', 'right', timeBased({ fpExtension: ['wudo,AAAA', 'wuda,AAAA'] })],
    ['names that differ in case', 'right', timeBased({ IV: 'x' })],
    ['iv twice', 'wrong', timeBased({ iv: [MOVIE.iv, MOVIE.iv] })],
    ['in query and form', 'wrong', timeBased({}, { ...post, url: 'https://x/hms/fp/token?errorFormat=json' })],
  ]);
});
