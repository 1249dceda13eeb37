import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CHECKS } from '..';
import { knownWith } from '../reading/testing/story';
import { ServiceStory } from '../reading/testing/service-story';

const REFUSED = { status: 400, headers: { 'content-type': 'application/json' }, body: { errorCode: -2005 } };
const URL = 'https://fp.example.com/hms/fp/rights/?ExpressPlayToken=AQAAabc';

function verdicts(story: ServiceStory, id: string): string[] {
  const check = CHECKS.find((one) => one.id === id);
  assert.ok(check, id);
  return check.judge(story.journal, knownWith()).map(({ verdict }) => verdict);
}

const about = (id: string) => ({ variation: { id, sentence: id } });

describe('EP-TOK-40, asked by the harness', () => {
  for (const id of ['contentkey-in-capitals', 'iv-in-capitals']) {
    it(`wants a token: ${id}`, () => {
      const story = new ServiceStory();
      const twin = story.token().number;
      story.token({ ...about(id), twin });
      assert.deepEqual(verdicts(story, 'EP-TOK-40'), ['right', 'right']);
      story.token({ ...about(id), twin }, REFUSED);
      assert.deepEqual(verdicts(story, 'EP-TOK-40'), ['right', 'right', 'wrong']);
    });
  }

  it('says nothing of hex in capitals where no request brings a token, or the service puts off', () => {
    const story = new ServiceStory();
    const twin = story.token({}, REFUSED).number;
    story.token({ ...about('iv-in-capitals'), twin }, REFUSED);
    const good = story.token().number;
    story.token({ ...about('iv-in-capitals'), twin: good }, { status: 503, headers: {}, body: '' });
    assert.deepEqual(verdicts(story, 'EP-TOK-40'), ['right']);
  });

  it('says nothing of other values that are refused', () => {
    const story = new ServiceStory();
    story.token({ ...about('rentalduration-0'), twin: story.token().number }, REFUSED);
    assert.deepEqual(verdicts(story, 'EP-TOK-40'), ['right']);
  });

  it('wants HTTP 200 wherever there is a token', () => {
    for (const answer of [
      { status: 201, headers: { 'content-type': 'text/uri-list' }, body: URL },
      { status: 302, headers: { 'content-type': 'text/uri-list', location: URL }, body: '' },
    ]) {
      const story = new ServiceStory();
      story.token({}, answer);
      assert.deepEqual(verdicts(story, 'EP-TOK-40'), ['wrong'], String(answer.status));
    }
  });
});

describe('EP-TOK-49, asked by the harness', () => {
  const asked = (id: string, answer?: typeof REFUSED): string[] => {
    const story = new ServiceStory();
    story.token({ ...about(id), twin: story.token().number }, answer);
    return verdicts(story, 'EP-TOK-49');
  };

  it('wants a token for each end', () => {
    assert.deepEqual(asked('expirationtime-1'), ['right']);
    assert.deepEqual(asked('expirationtime-an-hour-ahead'), ['right']);
    assert.deepEqual(asked('expirationtime-2592000', REFUSED), ['wrong']);
    assert.deepEqual(asked('cookie-32-characters', REFUSED), []);
  });
});
