import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DUMMY, knownWith, MOVIE, Story, tokenFields, type Fields } from '../reading/testing/story';
import { judge, rows } from './testing/judge';

const ask =
  (fields: Fields, requestType: 1 | 2 = 1) =>
  (story: Story) => {
    const content = requestType === 2 ? DUMMY : MOVIE;
    const asked = story.ask({
      requestType,
      contentID: content.contentID,
      ...(requestType === 2 ? { cookie: 'c' } : {}),
    });
    story.token(tokenFields(content, fields));
    story.grant(asked);
  };

describe('names of token requests', () => {
  rows('EP-TOK-21', [
    ['documented names', 'right', ask({})],
    ['a device id in whatever spelling', 'right', ask({ deviceID: 'd' })],
    ['a foreign name', 'right', ask({ rightsType: 'BuyToOwn' })],
    ['contentkey', 'wrong', ask({ contentKey: undefined, contentkey: MOVIE.contentKey })],
    ['IV', 'wrong', ask({ iv: undefined, IV: MOVIE.iv })],
    ['ExpirationTime beside the right one', 'wrong', ask({ ExpirationTime: '+60' })],
  ]);

  rows('EP-TOK-23', [
    ['no extension', 'not-applicable', ask({})],
    ['type and payload', 'right', ask({ fpExtension: 'wudo,AAAA' })],
    ['padding', 'right', ask({ fpExtension: 'wudo,AA==' })],
    ['a short type', 'wrong', ask({ fpExtension: 'wud,AAAA' })],
    ['a long type', 'wrong', ask({ fpExtension: 'wudoo,AAAA' })],
    ['no payload', 'right', ask({ fpExtension: 'wudo,' })],
    ['no comma', 'wrong', ask({ fpExtension: 'wudoAAAA' })],
    ['no base64', 'wrong', ask({ fpExtension: 'wudo,***' })],
    ['two commas', 'wrong', ask({ fpExtension: 'wudo,AAAA,AAAA' })],
    ['no token request at all', 'nothing', (story) => story.refuse(story.ask())],
  ]);

  it('EP-TOK-23 looks at each of several', () => {
    const story = new Story();
    ask({ fpExtension: ['wudo,AAAA', 'x'] })(story);
    assert.deepEqual(
      judge('EP-TOK-23', story).map(({ verdict }) => verdict),
      ['right', 'wrong'],
    );
  });

  rows('EP-TOK-24', [
    ['none', 'observed', ask({ deviceid: 'd' })],
    ['some', 'observed', ask({ rightsType: 'BuyToOwn', useHttps: 'true' })],
  ]);

  it('EP-TOK-24 names what is foreign', () => {
    const story = new Story();
    ask({ rightsType: 'BuyToOwn', deviceid: 'd' })(story);
    assert.match(judge('EP-TOK-24', story)[0]?.message ?? '', /: "rightsType"$/);
  });

  rows('EP-TOK-25', [
    ['a grant', 'observed', ask({})],
    ['a refusal', 'nothing', (story) => story.refuse(story.ask())],
    ['a SEES whose calls nobody sees', 'nothing', ask({}), knownWith({ backend: false })],
  ]);

  rows('EP-TOK-26', [
    ["the dummy's key", 'right', ask({}, 2)],
    ["the real title's key", 'wrong', ask({ contentKey: MOVIE.contentKey }, 2)],
    ['a key of nobody', 'wrong', ask({ contentKey: 'ab'.repeat(16) }, 2)],
    ['no key', 'nothing', ask({ contentKey: undefined }, 2)],
    ['a time-based request', 'nothing', ask({})],
    ['a title nobody knows', 'not-applicable', ask({}, 2), knownWith({ contents: new Map() })],
  ]);

  rows('EP-TOK-27', [['a GET', 'observed', ask({})]]);
});
