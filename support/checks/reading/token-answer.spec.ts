import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Story, TOKEN_URL, type Answer } from './testing/story';
import { tokenAnswer } from './token-answer';

describe('tokenAnswer', () => {
  const cases: [string, Answer, string | undefined][] = [
    ['a URL and a line end', {}, TOKEN_URL],
    ['a comment first', { body: `# x\r\n${TOKEN_URL}` }, TOKEN_URL],
    ['another content type', { headers: {} }, TOKEN_URL],
    ['an error', { status: 400 }, undefined],
    ['HTML', { body: '<html>' }, undefined],
  ];
  for (const [name, answer, expected] of cases) {
    it(name, () => assert.equal(tokenAnswer(new Story().token({}, {}, answer)), expected));
  }

  it('has nothing to say of other calls', () => {
    assert.equal(tokenAnswer(new Story().record({}, TOKEN_URL)), undefined);
    assert.equal(tokenAnswer(new Story().beginToken({})), undefined);
  });
});
