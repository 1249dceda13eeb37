import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Story } from '../reading/testing/story';
import { inWords } from './tried';
import { flawed, twin, verdictsOf } from './testing/judge';

/** SEES-REQ-02 stands for every check of this kind. */
const ID = 'SEES-REQ-02';
const FLAW = 'message-id-absent';

const judge = (tell: (story: Story) => void): string[] => {
  const story = new Story();
  tell(story);
  return verdictsOf(ID, story);
};

describe('a request that must get no grant', () => {
  it('is refused by whatever holds no grant', () => {
    const refusals: ((story: Story, exchange: ReturnType<Story['ask']>) => void)[] = [
      (story, exchange) => story.refuse(exchange),
      (story, exchange) => story.refuse(exchange, {}, { status: 403 }),
      (story, exchange) => story.reply(exchange, { status: 400 }),
      (story, exchange) => story.reply(exchange, { status: 413, body: '<html>' }),
      (story, exchange) => story.reply(exchange, { status: 500, body: 'oops' }),
    ];
    for (const refuse of refusals) {
      assert.deepEqual(
        judge((story) => {
          twin(story);
          refuse(story, flawed(story, FLAW));
        }),
        ['right'],
      );
    }
  });

  it('is wrong with a grant, and with a token URL whatever else the answer says', () => {
    const url = 'https://fp.example.com/hms/fp/rights/?ExpressPlayToken=abc';
    const grants: ((story: Story, exchange: ReturnType<Story['ask']>) => void)[] = [
      (story, exchange) => story.grant(exchange),
      (story, exchange) => story.grant(exchange, {}, { status: 201 }),
      (story, exchange) => story.refuse(exchange, { epTokenURL: url }),
    ];
    for (const grant of grants) {
      // A grant needs no twin to be one.
      assert.deepEqual(
        judge((story) => grant(story, flawed(story, FLAW))),
        ['wrong'],
      );
    }
  });

  it('proves nothing without a valid request of the same type that was granted', () => {
    const stories: ((story: Story) => void)[] = [
      (story) => story.refuse(flawed(story, FLAW)),
      (story) => {
        story.refuse(story.ask());
        story.refuse(flawed(story, FLAW));
      },
      (story) => {
        twin(story, { requestType: 2, cookie: 'c' });
        story.refuse(flawed(story, FLAW));
      },
      (story) => {
        twin(story, { fault: 'something is broken' });
        story.refuse(flawed(story, FLAW));
      },
    ];
    for (const tell of stories) assert.deepEqual(judge(tell), ['could-not-test']);
  });

  it('is not refused by being put off', () => {
    for (const status of [429, 503]) {
      assert.deepEqual(
        judge((story) => {
          twin(story);
          story.reply(flawed(story, FLAW), { status });
        }),
        ['could-not-test'],
      );
    }
  });

  it('may be answered by closing the connection, if SEES is up before and after', () => {
    const silent = (tellBefore: boolean, after: 'grant' | 'fail' | 'nothing') => (story: Story) => {
      if (tellBefore) twin(story);
      story.fail(flawed(story, FLAW), 'reset');
      if (after === 'grant') twin(story);
      if (after === 'fail') story.fail(story.ask(), 'refused');
    };
    assert.deepEqual(judge(silent(true, 'grant')), ['right']);
    assert.deepEqual(judge(silent(true, 'fail')), ['wrong']);
    assert.deepEqual(judge(silent(true, 'nothing')), ['could-not-test']);
    assert.deepEqual(judge(silent(false, 'grant')), ['could-not-test']);
    assert.deepEqual(judge(silent(false, 'fail')), ['could-not-test']);
  });

  it('is left alone by checks of other flaws', () => {
    assert.deepEqual(
      judge((story) => {
        twin(story);
        story.grant(flawed(story, 'version-absent'));
      }),
      [],
    );
  });
});

describe('inWords', () => {
  it('says what came back without its text', () => {
    const story = new Story();
    const said = (reply: (exchange: ReturnType<Story['ask']>) => void): string => {
      const exchange = story.ask();
      reply(exchange);
      return inWords(exchange);
    };
    assert.equal(
      said((exchange) => story.grant(exchange)),
      'granted',
    );
    assert.equal(
      said((exchange) => story.refuse(exchange)),
      'refused with HTTP 200, error "7"',
    );
    assert.equal(
      said((exchange) => story.reply(exchange, { status: 404, body: 'where?' })),
      'HTTP 404 without a decision',
    );
    assert.match(
      said((exchange) => story.fail(exchange, 'timeout')),
      /timeout/,
    );
  });
});
