import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  AUTHENTICATOR,
  DEVICE_A,
  DUMMY,
  knownWith,
  MOVIE,
  Story,
  TOKEN_URL,
  tokenFields,
  type Answer,
} from '../reading/testing/story';
import { judge, rows } from './testing/judge';

function answered(answer: Answer) {
  return (story: Story) => story.reply(story.ask(), answer);
}

function refused(errorText: string) {
  return (story: Story) => story.refuse(story.ask(), { errorText });
}

const base64 = (text: string | Buffer) => Buffer.from(text as string).toString('base64');

describe('SEES-SEC-01', () => {
  rows('SEES-SEC-01', [
    ['a clean grant', 'right', (story) => story.grant(story.ask())],
    ['a clean answer to an invalid request', 'right', (story) => story.refuse(story.ask({ valid: false }))],
    ['an error text', 'wrong', refused(`unknown key ${AUTHENTICATOR}`)],
    ['percent-encoded', 'wrong', refused(encodeURIComponent(AUTHENTICATOR))],
    ['its key alone', 'wrong', refused(AUTHENTICATOR.replace(/^.*,/, ''))],
    ['its id alone', 'right', refused(AUTHENTICATOR.replace(/,.*$/, ''))],
    ['base64', 'wrong', refused(base64(AUTHENTICATOR))],
    ['a header', 'wrong', answered({ headers: { 'x-upstream': `https://x/?customerAuthenticator=${AUTHENTICATOR}` } })],
    ['the token URL', 'wrong', (story) => story.grant(story.ask(), { epTokenURL: `${TOKEN_URL}&k=${AUTHENTICATOR}` })],
    ['an HTML page', 'wrong', answered({ status: 500, body: `<pre>${AUTHENTICATOR}</pre>` })],
    [
      'with a fault at ExpressPlay',
      'wrong',
      (story) => story.refuse(story.ask({ fault: '401' }), { x: AUTHENTICATOR }),
    ],
    [
      'an authenticator that nobody told',
      'nothing',
      refused(AUTHENTICATOR),
      knownWith({ customerAuthenticator: undefined }),
    ],
    ['an authenticator too short', 'nothing', refused('4711'), knownWith({ customerAuthenticator: '4711' })],
    ['ExpressPlay knows it', 'nothing', (story) => void story.token(tokenFields(MOVIE), {}, { body: AUTHENTICATOR })],
    ['a transport failure', 'nothing', (story) => story.fail(story.ask())],
  ]);

  it('says where and in which form, and not what', () => {
    const story = new Story();
    refused(base64(AUTHENTICATOR))(story);
    const [finding] = judge('SEES-SEC-01', story);
    assert.equal(finding?.observed, 'the customer authenticator as base64 in the body');
  });
});

describe('SEES-SEC-02', () => {
  const zeroIv = knownWith({ contents: new Map([['movie', { ...MOVIE, iv: '0'.repeat(32) }]]) });
  const idIsIv = knownWith({ contents: new Map([[MOVIE.iv, { ...MOVIE, contentID: MOVIE.iv }]]) });
  rows('SEES-SEC-02', [
    ['a clean grant', 'right', (story) => story.grant(story.ask())],
    ['the key in upper case', 'wrong', refused(MOVIE.contentKey.toUpperCase())],
    ['the key of another title', 'wrong', refused(DUMMY.contentKey)],
    ['the IV as base64 of its bytes', 'wrong', refused(base64(Buffer.from(MOVIE.iv, 'hex')))],
    ['the kek', 'wrong', refused(MOVIE.kek ?? '')],
    ['the ek in a header', 'wrong', answered({ headers: { 'x-ek': MOVIE.ek ?? '' } })],
    ['raw bytes', 'wrong', answered({ body: Buffer.from(MOVIE.contentKey, 'hex') })],
    ['the key id, which is no secret', 'right', refused(MOVIE.kid ?? '')],
    ['an all-zero IV', 'right', refused('0'.repeat(32)), zeroIv],
    [
      'an IV that the client itself sent as content id',
      'right',
      (story) => story.refuse(story.ask({ contentID: MOVIE.iv }), { errorText: `no ${MOVIE.iv}` }),
      idIsIv,
    ],
    [
      'a key that only the token request showed',
      'wrong',
      (story) => {
        const asked = story.ask();
        story.token(tokenFields(MOVIE));
        story.refuse(asked, { errorText: MOVIE.contentKey });
      },
      knownWith({ contents: new Map() }),
    ],
    ['nothing known', 'nothing', refused('x'), knownWith({ contents: new Map() })],
  ]);
});

describe('SEES-SEC-03', () => {
  const lookedUp = (changes: Readonly<Record<string, unknown>>, cookie = 'c') => {
    return (story: Story) => {
      const asked = story.ask({ requestType: 3, cookie });
      story.record({ cookie }, [{ cookie, device_id: DEVICE_A }]);
      story.grant(asked, changes);
    };
  };
  rows('SEES-SEC-03', [
    ['a clean grant', 'right', lookedUp({})],
    ['inside epTokenURL', 'right', lookedUp({ epTokenURL: `${TOKEN_URL}&deviceid=${DEVICE_A}` })],
    ['beside epTokenURL', 'wrong', lookedUp({ deviceId: DEVICE_A.toUpperCase() })],
    ['base64 of its bytes', 'wrong', lookedUp({ d: base64(Buffer.from(DEVICE_A, 'hex')) })],
    ['a cookie that equals it', 'right', lookedUp({ errorText: DEVICE_A }, DEVICE_A)],
    [
      'an unreadable page',
      'wrong',
      (story) => {
        const asked = story.ask({ requestType: 3, cookie: 'c' });
        story.record({ cookie: 'c' }, [{ cookie: 'c', device_id: DEVICE_A }]);
        story.reply(asked, { status: 500, body: `no token for ${DEVICE_A}` });
      },
    ],
    ['no device id known', 'nothing', (story) => story.grant(story.ask(), { d: DEVICE_A })],
    [
      'a device id too short',
      'nothing',
      (story) => {
        const asked = story.ask({ requestType: 3, cookie: 'c' });
        story.record({ cookie: 'c' }, [{ cookie: 'c', device_id: 'tv-1' }]);
        story.grant(asked, { d: 'tv-1' });
      },
    ],
  ]);
});

describe('SEES-SEC-04', () => {
  const token = (customerAuthenticator: string | string[] | undefined, known = knownWith()) => {
    const tell = (story: Story) => void story.token(tokenFields(MOVIE, { customerAuthenticator }));
    return [tell, known] as const;
  };
  rows('SEES-SEC-04', [
    ['the configured one', 'right', ...token(AUTHENTICATOR)],
    ['as a form', 'right', (story) => void story.token(tokenFields(MOVIE), { method: 'POST' })],
    ['a lookup', 'right', (story) => void story.record({ cookie: 'c' }, [])],
    ['a lookup without', 'wrong', (story) => void story.record({ cookie: 'c', customerAuthenticator: undefined }, [])],
    ['another', 'wrong', ...token('4712,00')],
    ['another case', 'wrong', ...token(AUTHENTICATOR.toUpperCase())],
    ['none', 'wrong', ...token(undefined)],
    ['not configured', 'not-applicable', ...token('4712,00', knownWith({ customerAuthenticator: undefined }))],
    ['no backend leg', 'nothing', ...token(undefined, knownWith({ backend: false }))],
    [
      'a call whose parameters cannot be read',
      'nothing',
      (story) => void story.token('', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
    ],
  ]);
});
