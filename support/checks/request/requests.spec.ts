import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EntitlementStimulus, Exchange } from '../../exchange';
import type { Known } from '../check';
import type { Finding } from '../finding';
import { DEVICE_A, DUMMY, knownWith, MOVIE, Story, tokenFields } from '../reading/testing/story';
import { flawed, twin, verdictsOf } from './testing/judge';

/** 32 characters, 64 bytes. */
const LONG = 'é'.repeat(32);

type Verdict = Finding['verdict'];
type Tell = (story: Story) => void;
type Row = readonly [what: string, id: string, tell: Tell, verdicts: readonly Verdict[], known?: Known];

const reading = (name: string, value: string): Known => knownWith({ readings: { [name]: value } });
const stored = knownWith({
  contents: new Map([['plain', { contentID: 'plain', contentKey: MOVIE.contentKey, iv: MOVIE.iv }]]),
});

/** A valid request first, then the flawed one and what SEES makes of it. */
const beside =
  (flaw: string, then: (story: Story, exchange: Exchange) => void, stimulus: Partial<EntitlementStimulus> = {}): Tell =>
  (story) => {
    const { requestType = 1, cookie } = stimulus;
    twin(story, { requestType, ...(cookie === undefined ? {} : { cookie: 'plain' }) });
    then(story, flawed(story, flaw, stimulus));
  };

const grant = (story: Story, exchange: Exchange): void => story.grant(exchange);
const refuse = (story: Story, exchange: Exchange): void => story.refuse(exchange);

function asking(fields: Readonly<Record<string, string | undefined>>, content = MOVIE) {
  return (story: Story, exchange: Exchange): void => {
    story.token(tokenFields(content, fields));
    story.grant(exchange);
  };
}

/** Cookie requests of a type with their calls: one under a plain cookie, one under the cookie in question. */
const cookies =
  (
    cookie: string,
    sent: Readonly<Record<string, string | readonly string[] | undefined>>,
    flaw?: string,
    plainly: string | readonly string[] = 'plain',
  ): Tell =>
  (story) => {
    const plain = story.ask({ requestType: 2, cookie: 'plain' });
    story.token(tokenFields(MOVIE, { cookie: plainly }));
    story.grant(plain);
    const asked =
      flaw === undefined ? story.ask({ requestType: 2, cookie }) : flawed(story, flaw, { requestType: 2, cookie });
    story.token(tokenFields(MOVIE, sent));
    story.grant(asked);
  };

/** The client sends secrets along, which stand in the body of its request. */
const stray =
  (token: Readonly<Record<string, string>>, id = 'stray-secrets', requestType: 1 | 2 = 1): Tell =>
  (story) => {
    const exchange = story.journal.begin({
      operation: 'entitlement',
      from: 'client',
      to: 'sees',
      stimulus: {
        kind: 'entitlement',
        flow: 'device A',
        device: 'device A',
        messageID: 'm-1',
        version: 1,
        requestType,
        contentID: 'movie',
        valid: false,
        flaw: { id, sentence: 'there is more than the request' },
      },
      request: {
        method: 'POST',
        url: 'https://sees.example.com/sees?messageID=m-9&contentID=dummy&customerCookie=foreign',
        headers: {},
        body: Buffer.from(
          JSON.stringify({
            messageID: 'm-1',
            customerAuthenticator: '99,client',
            deviceid: 'client-device',
            contentKey: 'ab'.repeat(16),
            expirationTime: '+61',
          }),
        ),
      },
    });
    story.token(tokenFields(MOVIE, token));
    story.grant(exchange);
  };

const ROWS: readonly Row[] = [
  ['absent type, any decision', 'SEES-REQ-01.answer', beside('request-type-absent', refuse), ['right']],
  ['absent type, granted', 'SEES-REQ-01.answer', beside('request-type-absent', grant), ['right']],
  [
    'absent type, no JSON',
    'SEES-REQ-01.answer',
    beside('request-type-absent', (story, exchange) => story.reply(exchange, { status: 500, body: 'oops' })),
    ['wrong'],
  ],
  [
    'absent type, another message id',
    'SEES-REQ-01.answer',
    beside('request-type-absent', (story, exchange) => story.refuse(exchange, { messageID: 'm-2' })),
    ['wrong'],
  ],
  [
    'absent type, no answer',
    'SEES-REQ-01.answer',
    beside('request-type-absent', (story, exchange) => story.fail(exchange)),
    ['could-not-test'],
  ],
  ['absent type, nothing read into it', 'SEES-REQ-01.outcome', beside('request-type-absent', grant), ['observed']],
  [
    'absent type, read as 1, refused',
    'SEES-REQ-01.outcome',
    beside('request-type-absent', refuse),
    ['wrong'],
    reading('requestType.default', '1'),
  ],
  [
    'absent type, read as 1, granted',
    'SEES-REQ-01.outcome',
    beside('request-type-absent', grant),
    ['right'],
    reading('requestType.default', '1'),
  ],
  [
    'absent type, read as a refusal, granted',
    'SEES-REQ-01.outcome',
    beside('request-type-absent', grant),
    ['wrong'],
    reading('requestType.default', 'deny'),
  ],
  ['text version, granted', 'SEES-REQ-07', beside('version-text', grant), ['observed']],
  ['text version, refused', 'SEES-REQ-07', beside('version-text', refuse), ['observed']],
  [
    'text version, to be denied, granted',
    'SEES-REQ-07',
    beside('version-text', grant),
    ['wrong'],
    reading('request.stringVersion', 'deny'),
  ],
  [
    'text version, to be accepted, refused',
    'SEES-REQ-07',
    beside('version-text', refuse),
    ['wrong'],
    reading('request.stringVersion', 'accept'),
  ],
  [
    'text version, to be accepted, granted',
    'SEES-REQ-07',
    beside('version-text', grant),
    ['right'],
    reading('request.stringVersion', 'accept'),
  ],
  ['broken version, granted', 'SEES-REQ-07', beside('version-fraction', grant), ['wrong']],
  ['version 1, refused', 'SEES-REQ-08', (story) => story.refuse(story.ask()), ['wrong']],
  ['version 1, put off', 'SEES-REQ-08', (story) => story.reply(story.ask(), { status: 503 }), ['could-not-test']],
  ['version 2, granted with 1', 'SEES-REQ-09', beside('version-integer-2', grant, { version: 2 }), ['right']],
  [
    'version 2, refused with 2',
    'SEES-REQ-09',
    beside('version-integer-2', (story, exchange) => story.refuse(exchange, { version: 2 }), { version: 2 }),
    ['right'],
  ],
  [
    'version 2, a page',
    'SEES-REQ-09',
    beside('version-integer-2', (story, exchange) => story.reply(exchange, { status: 400, body: 'no' }), {
      version: 2,
    }),
    ['right'],
  ],
  [
    'version 2, a fault',
    'SEES-REQ-09',
    beside('version-integer-2', (story, exchange) => story.reply(exchange, { status: 500, body: 'no' }), {
      version: 2,
    }),
    ['wrong'],
  ],
  [
    'version 2, a success that says nothing',
    'SEES-REQ-09',
    beside('version-integer-2', (story, exchange) => story.reply(exchange, { status: 200, body: 'no' }), {
      version: 2,
    }),
    ['could-not-test'],
  ],
  [
    'version 2, granted with 3',
    'SEES-REQ-09',
    beside('version-integer-2', (story, exchange) => story.grant(exchange, { version: 3 }), { version: 2 }),
    ['wrong'],
  ],
  [
    'version 2, without version',
    'SEES-REQ-09',
    beside('version-integer-2', (story, exchange) => story.grant(exchange, { version: undefined }), { version: 2 }),
    ['wrong'],
  ],
  [
    'version 0, refused with 0',
    'SEES-REQ-10',
    beside('version-integer-0', (story, exchange) => story.refuse(exchange, { version: 0 }), { version: 0 }),
    ['right'],
  ],
  ['version 0, refused with 1', 'SEES-REQ-10', beside('version-integer-0', refuse, { version: 0 }), ['wrong']],
  [
    'version 0, a page',
    'SEES-REQ-10',
    beside('version-integer-0', (story, exchange) => story.reply(exchange, { status: 400 }), { version: 0 }),
    ['right'],
  ],
  ['version -1, granted', 'SEES-REQ-10', beside('version-integer--1', grant, { version: -1 }), ['wrong']],
  ['type 4, granted', 'SEES-REQ-14', beside('request-type-integer-4', grant), ['wrong']],
  ['type 0, granted', 'SEES-REQ-14', beside('request-type-integer-0', grant), ['observed']],
  [
    'type 0, granted against the reading',
    'SEES-REQ-14',
    beside('request-type-integer-0', grant),
    ['wrong'],
    reading('requestType.default', 'deny'),
  ],
  ['type null, granted', 'SEES-REQ-15.refused', beside('request-type-null', grant), ['observed']],
  [
    'type "3", refused',
    'SEES-REQ-15.unbound',
    beside('request-type-text', refuse, { requestType: 3, cookie: 'c' }),
    ['right'],
  ],
  [
    'type "3", granted unbound',
    'SEES-REQ-15.unbound',
    beside('request-type-text', asking({ cookie: 'c' }), { requestType: 3, cookie: 'c' }),
    ['wrong'],
  ],
  [
    'type "3", granted bound',
    'SEES-REQ-15.unbound',
    beside('request-type-text', asking({ cookie: 'c', deviceid: DEVICE_A }), { requestType: 3, cookie: 'c' }),
    ['right'],
  ],
  [
    'a longer title than a known one',
    'SEES-REQ-16.calls',
    beside('content-id-unknown-but-for-its-beginning', asking({})),
    ['wrong'],
  ],
  ['unknown title, no call', 'SEES-REQ-16.calls', beside('content-id-unknown', refuse), ['right'], stored],
  ['unknown title, asked for', 'SEES-REQ-16.calls', beside('content-id-unknown', asking({})), ['wrong'], stored],
  [
    'unknown title, left to a key store',
    'SEES-REQ-16.calls',
    beside('content-id-unknown', asking({ contentKey: undefined, kek: 'ab'.repeat(16), kid: 'f0'.repeat(16) })),
    ['not-applicable'],
  ],
  ['unknown title, asked for with a key', 'SEES-REQ-16.calls', beside('content-id-unknown', asking({})), ['wrong']],
  [
    'unknown title, asked for by the stored key of another',
    'SEES-REQ-16.calls',
    beside('content-id-unknown', asking({ contentKey: undefined, kek: 'ab'.repeat(16), kid: 'F1'.repeat(16) })),
    ['wrong'],
    knownWith({
      contents: new Map([['other', { contentID: 'other', contentKey: 'ab', iv: 'ab', kid: 'f1'.repeat(16) }]]),
    }),
  ],
  [
    'type 2 without cookie, of no interest to type 3',
    'SEES-REQ-19',
    beside('customer-cookie-absent', grant, { requestType: 2 }),
    [],
  ],
  [
    'type 3 without cookie, refused after a lookup',
    'SEES-REQ-19',
    beside(
      'customer-cookie-absent',
      (story, exchange) => {
        story.record({}, []);
        story.refuse(exchange);
      },
      { requestType: 3 },
    ),
    ['wrong'],
  ],
  [
    '32 characters, granted',
    'SEES-REQ-20.thirty-two',
    (story) => void twin(story, { requestType: 2, cookie: 'x'.repeat(32) }),
    ['right'],
  ],
  [
    '32 characters, refused',
    'SEES-REQ-20.thirty-two',
    (story) => story.refuse(story.ask({ requestType: 2, cookie: 'x'.repeat(32) })),
    ['wrong'],
  ],
  [
    '31 characters',
    'SEES-REQ-20.thirty-two',
    (story) => void twin(story, { requestType: 2, cookie: 'x'.repeat(31) }),
    [],
  ],
  [
    '33 characters, passed on whole and refused by ExpressPlay',
    'SEES-REQ-21.shortened',
    cookies(`${'x'.repeat(32)}y`, { cookie: `${'x'.repeat(32)}y` }, 'customer-cookie-33-characters'),
    ['right'],
  ],
  [
    '33 characters, cut',
    'SEES-REQ-21.shortened',
    cookies(`${'x'.repeat(32)}y`, { cookie: 'x'.repeat(32) }, 'customer-cookie-33-characters'),
    ['wrong'],
  ],
  ['reserved characters, unchanged', 'SEES-REQ-24.ascii', cookies('a b&c=d', { cookie: 'a b&c=d' }), ['right']],
  [
    'reserved characters, encoded twice',
    'SEES-REQ-24.ascii',
    cookies('a b&c=d', { cookie: 'a%20b%26c%3Dd' }),
    ['wrong'],
  ],
  [
    'reserved characters, one parameter more',
    'SEES-REQ-24.ascii',
    cookies('a&iv2=0', { cookie: 'a', iv2: '0' }),
    ['wrong'],
  ],
  [
    'reserved characters, a parameter twice',
    'SEES-REQ-24.ascii',
    cookies('a&b', { cookie: ['a&b', 'a&b'] }),
    ['wrong'],
  ],
  [
    'reserved characters, twice as every cookie (EP-TOK-22)',
    'SEES-REQ-24.ascii',
    cookies('a&b', { cookie: ['a&b', 'a&b'] }, undefined, ['plain', 'plain']),
    ['right'],
  ],
  [
    'beyond ASCII, unchanged',
    'SEES-REQ-24.other',
    cookies('é漢', { cookie: 'é漢' }, 'customer-cookie-non-ascii'),
    ['right'],
  ],
  [
    'beyond ASCII, replaced',
    'SEES-REQ-24.other',
    cookies('é漢', { cookie: '??' }, 'customer-cookie-non-ascii'),
    ['wrong'],
  ],
  [
    'as many bytes as may be, whole',
    'SEES-REQ-24.other',
    beside('customer-cookie-32-times', asking({ cookie: LONG }), { requestType: 2, cookie: LONG }),
    ['right'],
  ],
  [
    'as many bytes as may be, cut',
    'SEES-REQ-24.other',
    beside('customer-cookie-32-times', asking({ cookie: LONG.slice(0, 16) }), { requestType: 2, cookie: LONG }),
    ['wrong'],
  ],
  [
    'as many bytes as may be, refused',
    'SEES-REQ-24.other',
    beside('customer-cookie-32-times', refuse, { requestType: 2, cookie: LONG }),
    ['right'],
  ],
  [
    'as many bytes as may be, and an answer that says nothing',
    'SEES-REQ-24.other',
    beside('customer-cookie-32-times', (story, exchange) => story.reply(exchange, { status: 200, body: 'no' }), {
      requestType: 2,
      cookie: LONG,
    }),
    ['could-not-test'],
  ],
  ['plain cookies say nothing', 'SEES-REQ-24.ascii', cookies('plain-too', { cookie: 'plain-too' }), []],
  [
    'a cookie on type 1, granted',
    'SEES-REQ-26.calls',
    (story) => {
      const exchange = story.ask({ cookie: 'c' });
      story.token(tokenFields(MOVIE, { cookie: 'c' }));
      story.grant(exchange);
    },
    ['right'],
  ],
  [
    'a cookie on type 1, looked up',
    'SEES-REQ-26.calls',
    (story) => {
      const exchange = story.ask({ cookie: 'c' });
      story.record({ cookie: 'c' }, []);
      story.token(tokenFields(MOVIE));
      story.grant(exchange);
    },
    ['wrong'],
  ],
  ['extras, granted', 'SEES-REQ-27', beside('extra-vendor', grant), ['right']],
  ['extras, refused', 'SEES-REQ-27', beside('extra-vendor', refuse), ['wrong']],
  [
    'extras, refused as is the plain request',
    'SEES-REQ-27',
    (story) => story.refuse(flawed(story, 'extra-vendor')),
    ['could-not-test'],
  ],
  ['stray secrets, ignored', 'SEES-REQ-28.secrets', stray({}), ['right']],
  ['stray authenticator, passed on', 'SEES-REQ-28.secrets', stray({ customerAuthenticator: '99,client' }), ['wrong']],
  ['stray device, passed on', 'SEES-REQ-28.secrets', stray({ deviceid: 'client-device' }), ['wrong']],
  ['stray key, passed on in another case', 'SEES-REQ-28.keys', stray({ contentKey: 'AB'.repeat(16) }), ['wrong']],
  ['stray key is none of the secrets', 'SEES-REQ-28.secrets', stray({ contentKey: 'ab'.repeat(16) }), ['right']],
  ['stray expiry', 'SEES-REQ-28.expiry', stray({ expirationTime: '+61' }), ['observed']],
  ['no JSON, granted', 'SEES-REQ-29.grant', beside('body-null', grant), ['wrong']],
  [
    'no JSON, then served',
    'SEES-REQ-29.stays',
    (story) => {
      beside('body-null', refuse)(story);
      twin(story);
    },
    ['right'],
  ],
  [
    'no JSON, then gone',
    'SEES-REQ-29.stays',
    (story) => {
      beside('body-null', refuse)(story);
      story.fail(story.ask(), 'refused');
    },
    ['wrong'],
  ],
  [
    'no JSON, then refusing',
    'SEES-REQ-29.stays',
    (story) => {
      beside('body-null', refuse)(story);
      story.refuse(story.ask());
    },
    ['wrong'],
  ],
  ['no JSON, then nothing', 'SEES-REQ-29.stays', beside('body-null', refuse), ['could-not-test']],
  [
    '1 MiB, 4xx',
    'SEES-REQ-30.answer',
    beside('message-id-1-mib', (story, exchange) => story.reply(exchange, { status: 413 })),
    ['right'],
  ],
  ['1 MiB, granted', 'SEES-REQ-30.answer', beside('message-id-1-mib', grant), ['right']],
  [
    '1 MiB, granted under a shorter one',
    'SEES-REQ-30.answer',
    beside('message-id-1-mib', (story, exchange) => story.grant(exchange, { messageID: 'mmm' })),
    ['wrong'],
  ],
  [
    '1 MiB, refused under a shorter one',
    'SEES-REQ-30.answer',
    beside('message-id-1-mib', (story, exchange) => story.refuse(exchange, { messageID: 'mmm' })),
    ['right'],
  ],
  [
    '1 MiB, echoed',
    'SEES-REQ-30.answer',
    beside('message-id-1-mib', (story, exchange) => story.fail(exchange, 'too-large')),
    ['right'],
  ],
  [
    '1 MiB, a fault',
    'SEES-REQ-30.answer',
    beside('message-id-1-mib', (story, exchange) => story.reply(exchange, { status: 500 })),
    ['wrong'],
  ],
  [
    '1 MiB, closed and up',
    'SEES-REQ-30.answer',
    (story) => {
      beside('message-id-1-mib', (s, exchange) => s.fail(exchange))(story);
      twin(story);
    },
    ['right'],
  ],
  [
    '1 MiB, closed and gone',
    'SEES-REQ-30.answer',
    (story) => {
      beside('message-id-1-mib', (s, exchange) => s.fail(exchange))(story);
      story.fail(story.ask(), 'refused');
    },
    ['wrong'],
  ],
  [
    'one message id twice',
    'SEES-REQ-32',
    (story) => {
      twin(story);
      twin(story);
    },
    ['observed'],
  ],
  ['not entitled, refused', 'SEES-REQ-33', beside('not-entitled', refuse, { valid: true }), ['right']],
  [
    'not entitled, refused after asking',
    'SEES-REQ-33',
    beside(
      'not-entitled',
      (story, exchange) => {
        story.token(tokenFields(MOVIE));
        story.refuse(exchange);
      },
      { valid: true },
    ),
    ['wrong'],
  ],
  ['other method, granted', 'SEES-TRN-08', beside('method-put', grant), ['wrong']],
  [
    'other method, a status page',
    'SEES-TRN-08',
    beside('method-get', (story, exchange) => story.reply(exchange, { body: 'up' })),
    ['right'],
  ],
  [
    'other method, asked for behind the scenes',
    'SEES-TRN-08',
    beside('method-head', (story, exchange) => {
      story.token(tokenFields(MOVIE));
      story.reply(exchange, {});
    }),
    ['wrong'],
  ],
  ['posted and refused', 'SEES-TRN-07', (story) => story.reply(story.ask(), { status: 405 }), ['wrong']],
  [
    'grants with and without error',
    'SEES-RES-11',
    (story) => {
      twin(story);
      story.grant(story.ask(), { error: 0 });
    },
    ['observed', 'observed'],
  ],
  ['the query is ignored', 'SEES-TRN-13', stray({}, 'query-copies'), ['right']],
  ["the query's cookie is taken", 'SEES-TRN-13', stray({ cookie: 'foreign' }, 'query-copies'), ['wrong']],
  ["the query's type is taken", 'SEES-TRN-13', stray({}, 'query-copies', 2), ['wrong']],
  ['the registration keeps its type', 'SEES-TRN-13', stray({ cookie: 'own' }, 'query-copies', 2), ['right']],
  ["the query's title is taken", 'SEES-TRN-13', stray({ contentKey: DUMMY.contentKey }, 'query-copies'), ['wrong']],
];

describe('request checks', () => {
  for (const [what, id, tell, verdicts, known] of ROWS) {
    it(`${id}: ${what}: ${verdicts.join(', ') || 'nothing'}`, () => {
      const story = new Story();
      tell(story);
      assert.deepEqual(verdictsOf(id, story, known), verdicts);
    });
  }
});
