import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { entitlementOf, entitlementsOf, grantedUrl, isGrant, isRefusal } from './entitlement-answer';
import { Story, TOKEN_URL, type Answer } from './testing/story';

function answered(answer: Answer) {
  const story = new Story();
  const exchange = story.ask();
  story.reply(exchange, answer);
  return exchange;
}

describe('entitlementOf', () => {
  it('reads a grant', () => {
    const answer = entitlementOf(answered({ body: { isAllowed: true, epTokenURL: TOKEN_URL, error: 0 } }));
    assert.equal(answer.isAllowed, true);
    assert.equal(answer.epTokenURL, TOKEN_URL);
    assert.equal(answer.error, 0);
    assert.deepEqual([answer.duplicates, answer.problems], [[], []]);
  });

  it('takes nothing for what it is not', () => {
    const answer = entitlementOf(answered({ body: { isAllowed: 'true', epTokenURL: '' } }));
    assert.equal(answer.isAllowed, undefined);
    assert.equal(answer.epTokenURL, undefined);
    assert.notEqual(answer.json, undefined);
  });

  it('overlooks a byte order mark', () => {
    assert.equal(entitlementOf(answered({ body: '\uFEFF{"isAllowed":true}' })).isAllowed, true);
  });

  it('notes names that occur twice, however they are spelt', () => {
    const body = '{"a":1,"b":"a\\":{","\\u0061" : 2,"c":{"c":1,"c":2},"d":["e",{"e":1}],"e":1}';
    assert.deepEqual(entitlementOf(answered({ body })).duplicates, ['a']);
  });

  it('says of a pending exchange that there is no answer', () => {
    const exchange = new Story().ask();
    assert.deepEqual(entitlementOf(exchange).problems, ['there is no answer']);
    assert.equal(isGrant(exchange), false);
    assert.equal(isRefusal(exchange), false);
  });

  it('never throws, and agrees with JSON.parse about what is an object', () => {
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        const { json, problems } = entitlementOf(answered({ body }));
        let parsed: unknown;
        try {
          parsed = JSON.parse(body.toString());
        } catch {
          parsed = undefined;
        }
        const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
        if (typeof body === 'string') assert.equal(json !== undefined, isObject);
        assert.equal(json === undefined, problems.length > 0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('isGrant and grantedUrl', () => {
  const cases: [string, Answer, boolean][] = [
    ['200 and true', { body: { isAllowed: true, epTokenURL: TOKEN_URL } }, true],
    ['200 and false', { body: { isAllowed: false, epTokenURL: TOKEN_URL } }, false],
    ['200 and a text', { body: { isAllowed: 'true', epTokenURL: TOKEN_URL } }, false],
    ['201 and true', { status: 201, body: { isAllowed: true, epTokenURL: TOKEN_URL } }, false],
    ['200 and no JSON', { body: 'isAllowed: true' }, false],
  ];
  for (const [name, answer, expected] of cases) {
    it(`${name}: ${expected ? 'a grant' : 'a refusal'}`, () => {
      const exchange = answered(answer);
      assert.equal(isGrant(exchange), expected);
      assert.equal(isRefusal(exchange), !expected);
      assert.equal(grantedUrl(exchange), expected ? TOKEN_URL : undefined);
    });
  }
});

describe('entitlementsOf', () => {
  it('lists what the harness asked SEES, in order, and nothing else', () => {
    const story = new Story();
    story.ask({ messageID: 'a' });
    story.record({ cookie: 'c' }, []);
    story.beginLicense();
    story.ask({ messageID: 'b' });
    assert.deepEqual(
      entitlementsOf(story.journal).map(({ stimulus }) => stimulus.messageID),
      ['a', 'b'],
    );
  });
});
