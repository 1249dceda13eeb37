import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerWords, meantWords, requestWords, type LabelledExchange } from './described';
import { Script } from './testing/records';

function only(script: Script): LabelledExchange {
  const [first] = script.exchanges;
  assert.ok(first);
  return first;
}

describe('requestWords', () => {
  it('names the parameters of a token request in order, without the credential', () => {
    const exchange = only(new Script().token(1, 'contentKey=<contentKey #1>&iv=<iv #1>&deviceid=<device #2>'));
    assert.equal(requestWords(exchange), 'token request: contentKey, iv, deviceid');
  });

  it('survives a body that is no JSON and a URL without a query', () => {
    const broken = new Script().entitlement(1, 1, undefined, { body: '{"requestType":' });
    assert.equal(requestWords(only(broken)), 'entitlement request');
    assert.equal(
      requestWords(only(new Script().token(1, '', { url: 'https://ep.example/hms/fp/token' }))),
      'token request',
    );
  });

  it('reads the type of a body whose end was cut off', () => {
    const cut = new Script().entitlement(1, 1, undefined, {
      body: '{"requestType": 3, "contentID": "movie-9", "more": "aaaa…',
    });
    assert.equal(requestWords(only(cut)), 'entitlement request, type 3, movie-9');
  });
});

describe('meantWords', () => {
  it('names a device once and an id by its beginning', () => {
    assert.equal(
      meantWords('device A: device A asks for device-bound access to a70a8a27-d110-40d8-9771-8cdf3d0eec4c'),
      'device A asks for device-bound access to a70a8a27…',
    );
    assert.equal(meantWords('flow 1: device A redeems'), 'flow 1: device A redeems');
  });
});

describe('answerWords', () => {
  const cases: [string, Script, string, string][] = [
    ['a grant', new Script().entitlement(1, 1), 'granted', 'isAllowed true, epTokenURL'],
    [
      'a refusal',
      new Script().entitlement(1, 1, undefined, { answer: '{"isAllowed":false,"error":-7}' }),
      'refused',
      'HTTP 200, isAllowed false, error -7',
    ],
    [
      'a malformed answer',
      new Script().entitlement(1, 1, undefined, { answer: '[]' }),
      'refused',
      'HTTP 200, no isAllowed',
    ],
    [
      'a JSON error',
      new Script().license(1, { status: 403, answer: '{"errorCode":-4001}' }),
      'refused',
      'HTTP 403, error -4001',
    ],
    [
      'an HTML error',
      new Script().license(1, { status: 500, answer: '<p>Error -2002</p>' }),
      'refused',
      'HTTP 500, error -2002',
    ],
    ['a redirect', new Script().license(1, { status: 302, answer: '' }), 'refused', 'HTTP 302'],
    ['a license', new Script().license(1), 'granted', 'CKC: opens with the title key'],
    [
      'a failure',
      new Script().license(1, { failure: 'POST https://ep.example/x: no answer in 5 s' }),
      'failed',
      'no answer in 5 s',
    ],
  ];
  for (const [what, script, kind, text] of cases) {
    it(`tells ${what}`, () => {
      assert.deepEqual(answerWords(only(script)), { kind, text });
    });
  }

  it('tells an answer that never came', () => {
    const exchange = only(
      new Script().send({ operation: 'license', from: 'client', to: 'expressplay', url: 'https://ep.example/' }),
    );
    assert.deepEqual(answerWords(exchange), { kind: 'none', text: 'no answer' });
  });
});
