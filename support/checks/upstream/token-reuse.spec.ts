import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEVICE_A, MOVIE, Story, TOKEN_URL, tokenFields } from '../reading/testing/story';
import { registration, verdicts } from './testing/told';
import { TOKEN_REUSE } from './token-reuse';

function two(first: string, second: string, firstUrl: string, secondUrl: string): Story {
  const story = new Story();
  registration(story, { cookie: first, says: 'grant', answer: { epTokenURL: firstUrl } });
  registration(story, { cookie: second, says: 'grant', answer: { epTokenURL: secondUrl } });
  return story;
}

const OTHER_URL = `${TOKEN_URL}x`;

describe('SEES-SEC-06', () => {
  const judge = (story: Story, part: string) => verdicts(TOKEN_REUSE, `SEES-SEC-06.${part}`, story);

  it('is right where two clients get tokens of their own', () => {
    assert.deepEqual(judge(two('a', 'b', TOKEN_URL, OTHER_URL), 'reused'), ['right']);
  });

  it('is wrong where they share one, even in another URL', () => {
    assert.deepEqual(judge(two('a', 'b', TOKEN_URL, TOKEN_URL), 'reused'), ['wrong']);
    assert.deepEqual(judge(two('a', 'b', TOKEN_URL, `${TOKEN_URL}&x=1`), 'reused'), ['wrong']);
  });

  it('is wrong where one client gets the token of the device it had before', () => {
    const again = (device: string): Story => {
      const story = two('a', 'b', TOKEN_URL, OTHER_URL);
      for (const [deviceid, epTokenURL] of [
        [DEVICE_A, `${TOKEN_URL}y`],
        [device, `${TOKEN_URL}y`],
      ] as const) {
        const asked = story.ask({ requestType: 3, cookie: 'a', registration: 'redeemed' });
        story.token(tokenFields(MOVIE, { cookie: 'a', deviceid }));
        story.grant(asked, { epTokenURL });
      }
      return story;
    };
    assert.deepEqual(judge(again(DEVICE_A), 'reused'), ['right']);
    assert.deepEqual(judge(again('another device'), 'reused'), ['wrong']);
  });

  it('cannot be told of one client, whose token may be kept', () => {
    assert.deepEqual(judge(two('a', 'a', TOKEN_URL, TOKEN_URL), 'reused'), ['could-not-test']);
    assert.deepEqual(judge(two('a', 'a', TOKEN_URL, TOKEN_URL), 'same'), ['observed']);
    assert.deepEqual(judge(two('a', 'b', TOKEN_URL, OTHER_URL), 'same'), ['observed']);
  });
});
