import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../finding';
import { knownWith } from '../reading/testing/story';
import { ServiceStory } from '../reading/testing/service-story';
import { TOKEN_SERVICE } from './index';

const HTML = { 'content-type': 'text/html' };
const JSON_TYPE = { 'content-type': 'application/json' };

function judge(story: ServiceStory, id: string, known = knownWith()): Finding[] {
  const check = TOKEN_SERVICE.find((one) => one.id === id);
  assert.ok(check, id);
  return check.judge(story.journal, known);
}

const verdicts = (...judged: Parameters<typeof judge>): string[] => judge(...judged).map(({ verdict }) => verdict);

const LONG_COOKIE = { id: 'cookie-33-characters', sentence: 'cookie (33 characters)' };
const COOKIE = { flaw: LONG_COOKIE, codes: [-2033] };

describe('a fault in a token request', () => {
  it('is refused with its code beside a sound twin', () => {
    const story = new ServiceStory();
    story.fault(story.token(), COOKIE);
    assert.deepEqual(verdicts(story, 'EP-TOK-E2033.refused'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-TOK-E2033.code'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-TOK-54.refused'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-TOK-45'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-TOK-46.body'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-TOK-47.class'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-TOK-48'), ['right']);
  });

  it('may bring no token, wherever it stands', () => {
    for (const answer of [
      undefined,
      { status: 400, headers: HTML, body: 'see https://x.example/?ExpressPlayToken=AQAAabc' },
      { status: 302, headers: { location: 'https://x.example/?ExpressPlayToken=AQAAabc' }, body: '' },
    ]) {
      const story = new ServiceStory();
      const twin = story.token();
      const given = {
        headers: { 'content-type': 'text/uri-list' },
        body: 'https://x.example/?ExpressPlayToken=AQAAabc',
      };
      story.fault(twin, COOKIE, answer ?? given);
      assert.deepEqual(verdicts(story, 'EP-TOK-E2033.refused'), ['wrong']);
      assert.deepEqual(verdicts(story, 'EP-TOK-48'), ['wrong']);
    }
  });

  it('proves nothing where the sound twin brings no token either', () => {
    const story = new ServiceStory();
    story.fault(story.token({}, { status: 500, headers: HTML, body: 'down' }), COOKIE);
    assert.deepEqual(verdicts(story, 'EP-TOK-E2033.refused'), ['could-not-test']);
    assert.deepEqual(verdicts(story, 'EP-TOK-E2033.code'), ['could-not-test']);
  });

  it('has to be answered by a documented status, in the format asked for, with a body', () => {
    const wrongs = [
      { status: 422, headers: JSON_TYPE, body: { errorCode: -2033 } },
      { status: 200, headers: JSON_TYPE, body: { errorCode: -2033 } },
      { status: 400, headers: HTML, body: 'wrong' },
      { status: 400, headers: JSON_TYPE, body: '' },
      { status: 400, headers: JSON_TYPE, body: ' \r\n' },
      { status: 400, headers: JSON_TYPE, body: '<h1>-2033</h1>' },
    ];
    for (const answer of wrongs) {
      const story = new ServiceStory();
      story.fault(story.token(), COOKIE, answer);
      const [finding] = judge(story, 'EP-TOK-E2033.refused');
      assert.equal(finding?.verdict, 'wrong', JSON.stringify(answer));
    }
  });

  it('is told in JSON that can be read where JSON was asked for', () => {
    const findings = (body: unknown): string[] => {
      const story = new ServiceStory();
      story.fault(story.token(), COOKIE, { status: 400, headers: JSON_TYPE, body });
      return [...verdicts(story, 'EP-TOK-45'), ...verdicts(story, 'EP-TOK-46.body')];
    };
    assert.deepEqual(findings({ errorCode: -2033 }), ['right', 'right']);
    assert.deepEqual(findings('-2033'), ['right', 'right']);
    assert.deepEqual(findings('errorCode: -2033'), ['wrong', 'right']);
    assert.deepEqual(findings('\n'), ['right', 'wrong']);
  });

  it('closes no connection instead of an answer, if the service is up before and after', () => {
    const story = new ServiceStory();
    story.fault(story.token(), COOKIE, 'reset');
    assert.deepEqual(verdicts(story, 'EP-TOK-E2033.refused'), ['could-not-test']);
    story.token();
    assert.deepEqual(verdicts(story, 'EP-TOK-E2033.refused'), ['wrong']);
    assert.deepEqual(verdicts(story, 'EP-TOK-48'), ['right']);
  });

  it('is not decided on by who puts off', () => {
    const story = new ServiceStory();
    story.fault(story.token(), COOKIE, { status: 429, headers: HTML, body: 'slow down' });
    assert.deepEqual(verdicts(story, 'EP-TOK-E2033.refused'), ['could-not-test']);
  });

  it('is named by any code of its group and by no other', () => {
    const flaw = { id: 'contentkey-31-digits', sentence: 'contentKey (31 digits)' };
    const codes = [-2027, -2005, -6005];
    const codeFor = (body: unknown): string[] => {
      const story = new ServiceStory();
      story.fault(story.token(), { flaw, codes }, { status: 400, headers: JSON_TYPE, body });
      return verdicts(story, 'EP-TOK-E2027.code');
    };
    assert.deepEqual(codeFor({ error: { code: '-6005' } }), ['right']);
    assert.deepEqual(codeFor({ deep: [{ down: -2005 }] }), ['right']);
    assert.deepEqual(codeFor({ errorCode: -6003 }), ['wrong']);
    assert.deepEqual(codeFor({ message: 'code -2027' }), ['wrong']);
  });

  it('is looked for where the operator says, before anything else', () => {
    const story = new ServiceStory();
    story.fault(story.token(), COOKIE, {
      status: 400,
      headers: JSON_TYPE,
      body: { errorCode: -2002, fault: { number: -2033 } },
    });
    assert.deepEqual(verdicts(story, 'EP-TOK-E2033.code'), ['wrong']);
    const known = knownWith({ readings: { 'errors.jsonPaths': ['fault.number'] } });
    assert.deepEqual(verdicts(story, 'EP-TOK-E2033.code', known), ['right']);
  });

  it('is never looked for in HTML', () => {
    const story = new ServiceStory();
    story.fault(story.token(), { ...COOKIE, format: 'html' }, { status: 400, headers: HTML, body: 'error -9999' });
    assert.deepEqual(verdicts(story, 'EP-TOK-E2033.code'), ['not-applicable']);
    assert.deepEqual(verdicts(story, 'EP-TOK-46.code'), ['not-applicable']);
    assert.deepEqual(verdicts(story, 'EP-TOK-E2033.refused'), ['right']);
  });

  it('leaves open in which format an unknown format is refused', () => {
    const flaw = { id: 'errorformat-xml', sentence: 'errorFormat xml' };
    for (const headers of [HTML, JSON_TYPE]) {
      const story = new ServiceStory();
      story.fault(story.token(), { flaw, codes: [-3004] }, { status: 400, headers, body: { errorCode: -3004 } });
      assert.deepEqual(verdicts(story, 'EP-TOK-45'), ['right']);
      assert.deepEqual(verdicts(story, 'EP-TOK-E3004.refused'), ['right']);
      assert.deepEqual(verdicts(story, 'EP-TOK-E3004.code'), [headers === HTML ? 'not-applicable' : 'right']);
    }
  });

  it('leaves open what more than thirty days bring', () => {
    const flaw = { id: 'expirationtime-31-days', sentence: 'expirationTime (31 days)' };
    const story = new ServiceStory();
    const twin = story.token();
    story.token({ valid: false, flaw, codes: [-2002], twin: twin.number, format: 'json' });
    assert.deepEqual(verdicts(story, 'EP-TOK-E2002.refused'), ['observed']);
    assert.deepEqual(verdicts(story, 'EP-TOK-48'), []);
    const refusing = new ServiceStory();
    refusing.fault(refusing.token(), { flaw, codes: [-2002] });
    assert.deepEqual(verdicts(refusing, 'EP-TOK-E2002.refused'), ['right']);
  });
});

describe('the status of a refusal', () => {
  const statusFor = (id: string, codes: number[], status: number): string[] => {
    const story = new ServiceStory();
    const flaw = { id, sentence: id };
    story.fault(story.token(), { flaw, codes }, { status, headers: JSON_TYPE, body: { errorCode: codes[0] ?? -2002 } });
    return verdicts(story, 'EP-TOK-47.class');
  };

  it('belongs to the class of the fault', () => {
    assert.deepEqual(statusFor('iv-absent', [-6003], 400), ['right']);
    assert.deepEqual(statusFor('iv-absent', [-6003], 401), ['wrong']);
    assert.deepEqual(statusFor('iv-absent', [-6003], 500), ['wrong']);
    assert.deepEqual(statusFor('customerauthenticator-unknown', [-2018], 401), ['right']);
    assert.deepEqual(statusFor('customerauthenticator-unknown', [-2018], 400), ['wrong']);
    assert.deepEqual(statusFor('customerauthenticator-absent', [-2017], 400), ['right']);
    assert.deepEqual(statusFor('key-data-unknown', [-4019], 500), ['right']);
    assert.deepEqual(statusFor('path-unknown', [], 404), ['right']);
    assert.deepEqual(statusFor('path-unknown', [], 400), ['wrong']);
  });

  it('is paired with a code only where the operator declares it', () => {
    const story = new ServiceStory();
    story.fault(story.token(), COOKIE);
    assert.deepEqual(verdicts(story, 'EP-TOK-47.pairing'), ['not-applicable']);
    const declared = (form: string) => knownWith({ readings: { 'errors.httpStatus': { '-2033': form } } });
    assert.deepEqual(verdicts(story, 'EP-TOK-47.pairing', declared('4xx')), ['right']);
    assert.deepEqual(verdicts(story, 'EP-TOK-47.pairing', declared('403')), ['wrong']);
  });
});

describe('a sound token request', () => {
  const variation = { id: 'cookie-32-characters', sentence: 'cookie (32 characters)' };

  it('is answered with a token as a uri-list', () => {
    const story = new ServiceStory();
    const twin = story.token();
    story.token({ variation, twin: twin.number });
    assert.deepEqual(verdicts(story, 'EP-TOK-54.accepted'), ['right']);
  });

  it('is refused wrongly, unless the plainest is refused too', () => {
    const refusal = { status: 400, headers: JSON_TYPE, body: { errorCode: -2033 } };
    const story = new ServiceStory();
    story.token({ variation, twin: story.token().number }, refusal);
    assert.deepEqual(verdicts(story, 'EP-TOK-54.accepted'), ['wrong']);
    const down = new ServiceStory();
    down.token({ variation, twin: down.token({}, refusal).number }, refusal);
    assert.deepEqual(verdicts(down, 'EP-TOK-54.accepted'), ['could-not-test']);
  });

  it('brings the token in no other form', () => {
    const story = new ServiceStory();
    const twin = story.token();
    const body = 'https://x.example/?ExpressPlayToken=AQAAabc';
    story.token({ variation, twin: twin.number }, { headers: JSON_TYPE, body });
    assert.deepEqual(verdicts(story, 'EP-TOK-54.accepted'), ['wrong']);
  });

  it('may be answered by http, with a port, by another host; only the path should be that of the documents', () => {
    const pathOf = (url: string): string[] => {
      const story = new ServiceStory();
      story.token({}, { headers: { 'content-type': 'text/uri-list' }, body: url });
      return verdicts(story, 'EP-TOK-42');
    };
    assert.deepEqual(pathOf('http://a.example:80/hms/fp/rights/?ExpressPlayToken=AQAAabc'), ['right']);
    assert.deepEqual(pathOf('https://a.example/x/hms/fp/rights/?ExpressPlayToken=AQAAabc'), ['right']);
    assert.deepEqual(pathOf('https://a.example/rights?ExpressPlayToken=AQAAabc'), ['wrong']);
  });

  it('may name a device, as the reading says', () => {
    const restriction = { id: 'device-restriction-deviceid', sentence: 'device restriction deviceid' };
    const story = new ServiceStory();
    story.token({ variation: restriction, twin: story.token().number });
    assert.deepEqual(verdicts(story, 'EP-TOK-55'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-TOK-E6008.refused'), ['not-applicable']);

    const unbound = knownWith({ readings: { 'deviceBinding.supported': false } });
    assert.deepEqual(verdicts(story, 'EP-TOK-55', unbound), ['wrong']);
    const refusing = new ServiceStory();
    refusing.fault(refusing.token(), { flaw: restriction, codes: [-6008] });
    assert.deepEqual(verdicts(refusing, 'EP-TOK-55', unbound), ['right']);
    assert.deepEqual(verdicts(refusing, 'EP-TOK-E6008.refused', unbound), ['right']);
    assert.deepEqual(verdicts(refusing, 'EP-TOK-E6008.code', unbound), ['right']);
  });
});

describe('an account without tokens', () => {
  it('is told its state', () => {
    const flaw = { id: 'account-disabled', sentence: 'account disabled' };
    const story = new ServiceStory();
    const twin = story.token();
    story.fault(twin, { flaw, codes: [-2031] });
    assert.deepEqual(verdicts(story, 'EP-TOK-A2031'), ['right']);
    const other = { status: 400, headers: JSON_TYPE, body: { errorCode: -2019 } };
    const mistaken = new ServiceStory();
    mistaken.fault(mistaken.token(), { flaw, codes: [-2031] }, other);
    assert.deepEqual(verdicts(mistaken, 'EP-TOK-A2031'), ['wrong']);
  });
});
