import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wrapContentKey, type Content } from '../../protocol';
import { DUMMY, knownWith, MOVIE, Story, tokenFields, type Fields } from '../reading/testing/story';
import { TITLE_POLICIES } from './title-policies';
import { verdicts } from './testing/told';

const { kid: _kid, ek: _ek, ...KEK_ONLY } = MOVIE;
const { ek: _none, ...STORED } = MOVIE;
const { kid: _no, ...WRAPPED } = MOVIE;

function asked(id: string, title: Content, fields: Fields, requestType: 1 | 2 | 3 = 1): string[] {
  const story = new Story();
  const exchange = story.ask({ requestType, contentID: 'movie', ...(requestType === 1 ? {} : { cookie: 'c' }) });
  story.token(tokenFields(title, fields));
  story.grant(exchange);
  return verdicts(TITLE_POLICIES, id, story, knownWith({ contents: new Map([['movie', title]]) }));
}

const BARE = { contentKey: undefined };

describe('EP-TOK-28', () => {
  it('wants the rental of a rented title on the types 1 and 3', () => {
    for (const type of [1, 3] as const) {
      assert.deepEqual(asked('EP-TOK-28', MOVIE, {}, type), ['right']);
      assert.deepEqual(asked('EP-TOK-28', MOVIE, { rentalDuration: undefined }, type), ['wrong']);
      assert.deepEqual(asked('EP-TOK-28', MOVIE, { rentalDuration: '0' }, type), ['wrong']);
    }
  });

  it('leaves the right number of seconds to EP-TOK-10', () => {
    assert.deepEqual(asked('EP-TOK-28', MOVIE, { rentalDuration: '7' }), ['right']);
  });

  it('cannot be told by registrations, refusals and titles that are not rented', () => {
    assert.deepEqual(asked('EP-TOK-28', MOVIE, {}, 2), ['not-applicable']);
    assert.deepEqual(asked('EP-TOK-28', DUMMY, {}), ['could-not-test']);
    const story = new Story();
    story.refuse(story.ask());
    assert.deepEqual(verdicts(TITLE_POLICIES, 'EP-TOK-28', story), ['could-not-test']);
  });

  it('does not apply to a token that was kept', () => {
    const story = new Story();
    story.grant(story.ask());
    assert.deepEqual(verdicts(TITLE_POLICIES, 'EP-TOK-28', story), ['not-applicable']);
  });
});

describe('EP-TOK-29', () => {
  const both = (title: Content, fields: Fields): string[] =>
    ['form', 'content'].flatMap((part) => asked(`EP-TOK-29.${part}`, title, { ...BARE, ...fields }));

  it('is right for the stored and the wrapped key of the title, in either case of hex', () => {
    assert.deepEqual(both(STORED, { kek: MOVIE.kek, kid: MOVIE.kid }), ['right', 'right']);
    assert.deepEqual(both(STORED, { kek: MOVIE.kek?.toUpperCase(), kid: MOVIE.kid?.toUpperCase() }), [
      'right',
      'right',
    ]);
    assert.deepEqual(both(WRAPPED, { kek: MOVIE.kek, ek: MOVIE.ek }), ['right', 'right']);
    assert.deepEqual(asked('EP-TOK-29.content', STORED, { ...BARE, kek: MOVIE.kek, kid: MOVIE.kid }, 3), ['right']);
  });

  it('is wrong for what is not well-formed', () => {
    const form = (fields: Fields) => asked('EP-TOK-29.form', MOVIE, { ...BARE, ...fields });
    assert.deepEqual(form({ kek: MOVIE.kek, kid: MOVIE.kid?.slice(2) }), ['wrong']);
    assert.deepEqual(form({ kek: MOVIE.kek, kid: '^' }), ['wrong']);
    assert.deepEqual(form({ kek: MOVIE.kek, kid: `^${'k'.repeat(65)}` }), ['wrong']);
    assert.deepEqual(form({ kek: MOVIE.kek, kid: `^${'k'.repeat(64)}` }), ['right']);
    assert.deepEqual(form({ kek: 'zz', ek: MOVIE.ek }), ['wrong']);
    assert.deepEqual(form({ kek: MOVIE.kek, ek: MOVIE.ek?.slice(2) }), ['wrong']);
  });

  it('is wrong for those of another title', () => {
    const other = 'ab'.repeat(16);
    const content = (title: Content, fields: Fields) => asked('EP-TOK-29.content', title, { ...BARE, ...fields });
    assert.deepEqual(content(STORED, { kek: MOVIE.kek, kid: other }), ['wrong']);
    assert.deepEqual(content(STORED, { kek: other, kid: MOVIE.kid }), ['wrong']);
    assert.deepEqual(content(WRAPPED, { kek: MOVIE.kek, ek: 'ab'.repeat(24) }), ['wrong']);
    assert.deepEqual(asked('EP-TOK-29.content', STORED, { ...BARE, kek: MOVIE.kek, kid: other }, 3), ['wrong']);
  });

  it('unwraps a key that nobody configured', () => {
    const kek = Buffer.from(MOVIE.kek ?? '', 'hex');
    const wrap = (key: string) => wrapContentKey(kek, Buffer.from(key, 'hex')).toString('hex');
    const content = (ek: string) => asked('EP-TOK-29.content', KEK_ONLY, { ...BARE, kek: MOVIE.kek, ek });
    assert.deepEqual(content(wrap(MOVIE.contentKey)), ['right']);
    assert.deepEqual(content(wrap(DUMMY.contentKey)), ['wrong']);
  });

  it('does not apply to a SEES that sends the key itself', () => {
    assert.deepEqual(asked('EP-TOK-29.form', MOVIE, {}), ['not-applicable']);
    assert.deepEqual(asked('EP-TOK-29.content', MOVIE, {}), ['not-applicable']);
  });
});
