import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Story, TOKEN_URL } from '../reading/testing/story';
import { findings, registration, tokenUpstream, verdicts, type Registration } from './testing/told';
import { TOKEN_FAULTS } from './token-faults';

const JSON_400 = tokenUpstream('json-error', { status: 400, code: -2002 });

/** Twin, fault, twin. */
function around(told: Registration): Story {
  const story = new Story();
  registration(story);
  registration(story, told);
  registration(story);
  return story;
}

describe('no grant while the token service fails (SEES-ERR-01 to SEES-ERR-05, SEES-ERR-07)', () => {
  const judge = (told: Registration, id = 'SEES-ERR-01') => verdicts(TOKEN_FAULTS, id, around(told));

  it('is right in every way a service may refuse', () => {
    assert.deepEqual(judge({ upstream: JSON_400 }), ['right']);
    assert.deepEqual(judge({ upstream: JSON_400, answer: { error: undefined } }), ['right']);
    for (const status of [400, 403, 500, 502, 503]) {
      assert.deepEqual(judge({ upstream: JSON_400, says: { status, body: { errorText: 'trouble' } } }), ['right']);
    }
  });

  it('is right for a SEES that asks again', () => {
    const story = new Story();
    registration(story);
    const asked = story.ask({ requestType: 2, contentID: 'dummy', cookie: 'c', upstream: JSON_400, fault: 'a fault' });
    for (let tries = 0; tries < 3; tries += 1) story.token({ cookie: 'c' }, {}, { status: 400, body: '' });
    story.refuse(asked);
    assert.deepEqual(verdicts(TOKEN_FAULTS, 'SEES-ERR-01', story), ['right']);
  });

  it('is wrong where SEES grants, with whatever URL', () => {
    assert.deepEqual(judge({ upstream: JSON_400, says: 'grant' }), ['wrong']);
    assert.deepEqual(judge({ upstream: JSON_400, token: 'none', says: 'grant', answer: { epTokenURL: TOKEN_URL } }), [
      'wrong',
    ]);
  });

  it('is wrong where the error is no integer', () => {
    assert.deepEqual(judge({ upstream: JSON_400, answer: { error: '-2002' } }), ['wrong']);
    assert.deepEqual(judge({ upstream: JSON_400, answer: { error: 1.5 } }), ['wrong']);
  });

  it('cannot be told without a twin, an answer or the fault', () => {
    const alone = new Story();
    registration(alone, { upstream: JSON_400 });
    assert.deepEqual(verdicts(TOKEN_FAULTS, 'SEES-ERR-01', alone), ['could-not-test']);
    assert.deepEqual(judge({ upstream: JSON_400, says: 'silence' }), ['could-not-test']);
    assert.deepEqual(judge({ upstream: JSON_400, token: 'none' }), ['could-not-test']);
  });

  it('does not mind a row that a SEES did not meet beside one that it met', () => {
    const story = around({ upstream: JSON_400 });
    registration(story, { upstream: { ...JSON_400, id: 'another' }, token: 'none' });
    assert.deepEqual(verdicts(TOKEN_FAULTS, 'SEES-ERR-01', story), ['right', 'not-applicable']);
  });

  it('overlooks what was put off and asked again', () => {
    const story = around({ upstream: JSON_400, cookie: 'again', token: 'none', says: { status: 429 } });
    registration(story, { upstream: JSON_400, cookie: 'again' });
    assert.deepEqual(verdicts(TOKEN_FAULTS, 'SEES-ERR-01', story), ['right']);
  });

  const cases = [
    ['SEES-ERR-01', tokenUpstream('json-error', { status: 400 })],
    ['SEES-ERR-02', tokenUpstream('html-error', { status: 400 })],
    ['SEES-ERR-03', tokenUpstream('json-error', { status: 401 })],
    ['SEES-ERR-03', tokenUpstream('html-error', { status: 401 })],
    ['SEES-ERR-04', tokenUpstream('html-error', { status: 404 })],
    ['SEES-ERR-05', tokenUpstream('html-error', { status: 500 })],
    ['SEES-ERR-05', tokenUpstream('json-error', { status: 503 })],
    ['SEES-ERR-07', tokenUpstream('unusable', { status: 200 })],
  ] as const;
  for (const [id, upstream] of cases) {
    it(`${id} looks at ${upstream.kind} ${String(upstream.status)} and at nothing else`, () => {
      assert.deepEqual(judge({ upstream }, id), ['right']);
      assert.deepEqual(judge({ upstream, says: 'grant' }, id), ['wrong']);
      const others = [...new Set(cases.map(([other]) => other))].filter((other) => other !== id);
      for (const other of others) assert.deepEqual(judge({ upstream }, other), [], other);
    });
  }
});

describe('a token service that cannot be reached (SEES-ERR-06)', () => {
  const upstream = tokenUpstream('unreachable');
  const judge = (told: Registration, part: string) => verdicts(TOKEN_FAULTS, `SEES-ERR-06.${part}`, around(told));

  it('leads to no grant', () => {
    assert.deepEqual(judge({ upstream, token: 'failure' }, 'refused'), ['right']);
    assert.deepEqual(judge({ upstream, token: 'failure', says: 'silence' }, 'refused'), ['right']);
    assert.deepEqual(judge({ upstream, token: 'failure', says: 'grant' }, 'refused'), ['wrong']);
  });

  it('cannot be told from a SEES that went down', () => {
    const story = new Story();
    registration(story);
    registration(story, { upstream, token: 'failure', says: 'silence' });
    assert.deepEqual(verdicts(TOKEN_FAULTS, 'SEES-ERR-06.refused', story), ['could-not-test']);
  });

  it('keeps nobody waiting', () => {
    assert.deepEqual(judge({ upstream, token: 'failure' }, 'bounded'), ['right']);
    assert.deepEqual(judge({ upstream, token: 'failure', says: { status: 504 } }, 'bounded'), ['right']);
    assert.deepEqual(judge({ upstream, token: 'failure', says: 'silence' }, 'bounded'), ['wrong']);
    const story = new Story();
    story.fail(story.ask({ requestType: 2, cookie: 'c', upstream, fault: 'a fault' }), 'refused');
    assert.deepEqual(verdicts(TOKEN_FAULTS, 'SEES-ERR-06.bounded', story), ['could-not-test']);
  });
});

describe('the next request after a fault (SEES-ERR-14)', () => {
  const judge = (story: Story) => verdicts(TOKEN_FAULTS, 'SEES-ERR-14', story);
  const after = (...later: Registration[]) => {
    const story = new Story();
    registration(story);
    registration(story, { upstream: JSON_400 });
    for (const told of later) registration(story, told);
    return story;
  };

  it('is granted', () => {
    assert.deepEqual(judge(after({})), ['right']);
    assert.deepEqual(judge(after({ upstream: JSON_400 }, {})), ['right'], 'one finding for several faults in a row');
    assert.deepEqual(judge(after({ says: { status: 503 }, token: 'none' }, {})), ['right'], 'after being put off');
  });

  it('is wrong where it is not', () => {
    assert.deepEqual(judge(after({ says: 'refuse' })), ['wrong']);
    assert.deepEqual(judge(after({ says: 'silence', token: 'none' })), ['wrong']);
    const [finding] = findings(TOKEN_FAULTS, 'SEES-ERR-14', after({ says: 'refuse' }));
    assert.match(finding?.message ?? '', /after the token service fails/);
  });

  it('cannot be told where nothing was asked or granted before', () => {
    assert.deepEqual(judge(after()), ['could-not-test']);
    const story = new Story();
    registration(story, { upstream: JSON_400 });
    registration(story, { says: 'refuse' });
    assert.deepEqual(judge(story), ['could-not-test']);
  });
});
