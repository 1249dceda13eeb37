import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ELSEWHERE_PATH } from '../../protocol';
import { AUTHENTICATOR, DUMMY, knownWith, Story, tokenFields, type Fields } from '../reading/testing/story';
import { findings, tokenUpstream, verdicts } from './testing/told';
import { STRAY_SECRETS } from './stray-secrets';

const UNTOLD = knownWith({ customerAuthenticator: undefined });

function echoed(errorText: string, known = knownWith(), asked = true): string[] {
  const story = new Story();
  const exchange = story.ask({ requestType: 2, cookie: 'c', upstream: tokenUpstream('echo'), fault: 'it echoes' });
  if (asked) story.token(tokenFields(DUMMY, { cookie: 'c' }), {}, { status: 401, body: '' });
  story.refuse(exchange, { errorText });
  return verdicts(STRAY_SECRETS, 'SEES-ERR-15', story, known);
}

describe('SEES-ERR-15', () => {
  it('is right where nothing of the text gets through', () => {
    assert.deepEqual(echoed('The token request failed.'), ['right']);
  });

  const leaks: readonly [string, string][] = [
    ['the authenticator', `bad key ${AUTHENTICATOR}`],
    ['the authenticator, percent-encoded', encodeURIComponent(AUTHENTICATOR)],
    ['the authenticator in base64', Buffer.from(AUTHENTICATOR).toString('base64')],
    ['a content key', `contentKey=${DUMMY.contentKey}`],
    ['a content key in capitals', DUMMY.contentKey.toUpperCase()],
    ['an IV in base64', Buffer.from(DUMMY.iv, 'hex').toString('base64')],
  ];
  for (const [name, text] of leaks) {
    it(`is wrong where ${name} gets through, and does not repeat it`, () => {
      assert.deepEqual(echoed(text), ['wrong']);
      assert.deepEqual(echoed(text, UNTOLD), ['wrong'], 'known from the token request alone');
    });
  }

  it('cannot be told of a SEES that never asked', () => {
    assert.deepEqual(echoed('no', knownWith(), false), ['could-not-test']);
  });
});

function redirected(
  fields: Fields | undefined,
  headers: Readonly<Record<string, string>> = {},
  known = knownWith(),
): string[] {
  const story = new Story();
  const upstream = tokenUpstream('redirect', { status: 302 });
  const exchange = story.ask({ requestType: 2, cookie: 'c', upstream, fault: 'it points elsewhere' });
  story.token(
    tokenFields(DUMMY, { cookie: 'c' }),
    {},
    { status: 302, headers: { location: 'https://elsewhere.example' } },
  );
  if (fields !== undefined) {
    const query = new URLSearchParams(fields as Record<string, string>).toString();
    const url = `https://elsewhere.example${ELSEWHERE_PATH}?${query}`;
    const request = { method: 'GET', url, headers, body: Buffer.alloc(0) };
    story.reply(story.journal.begin({ operation: 'unknown', from: 'sees', to: 'expressplay', request }), {
      status: 404,
    });
  }
  story.refuse(exchange);
  return verdicts(STRAY_SECRETS, 'SEES-ERR-16', story, known);
}

describe('SEES-ERR-16', () => {
  it('is right for a SEES that stays, and for one that goes without the authenticator', () => {
    assert.deepEqual(redirected(undefined), ['right']);
    assert.deepEqual(redirected({ cookie: 'c' }), ['right']);
  });

  it('is wrong where the authenticator travels along, in the query or in a header', () => {
    assert.deepEqual(redirected({ customerAuthenticator: AUTHENTICATOR }), ['wrong']);
    assert.deepEqual(redirected({ customerAuthenticator: AUTHENTICATOR }, {}, UNTOLD), ['wrong']);
    const referer = `https://fp-gen.example.com/hms/fp/token?customerAuthenticator=${encodeURIComponent(AUTHENTICATOR)}`;
    assert.deepEqual(redirected({}, { referer }), ['wrong']);
  });

  it('cannot be told where SEES never asked, and looks at redirects only', () => {
    const story = new Story();
    story.refuse(story.ask({ requestType: 2, cookie: 'c', upstream: tokenUpstream('redirect'), fault: 'f' }));
    assert.deepEqual(verdicts(STRAY_SECRETS, 'SEES-ERR-16', story), ['could-not-test']);
    story.refuse(story.ask({ requestType: 2, cookie: 'd', upstream: tokenUpstream('unusable'), fault: 'f' }));
    assert.equal(findings(STRAY_SECRETS, 'SEES-ERR-16', story).length, 1);
  });
});
