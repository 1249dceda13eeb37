import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { knownWith, MOVIE, Story, TOKEN_URL, tokenFields, type Answer } from '../reading/testing/story';
import { judge, rows } from './testing/judge';

type Changes = Readonly<Record<string, unknown>>;
const urlPresent = knownWith({ readings: { 'denial.epTokenURL': 'present' } });

function granted(changes: Changes = {}, stimulus: Parameters<Story['ask']>[0] = {}, answer: Answer = {}) {
  return (story: Story) => story.grant(story.ask(stimulus), changes, answer);
}

function refused(changes: Changes = {}, stimulus: Parameters<Story['ask']>[0] = {}, answer: Answer = {}) {
  return (story: Story) => story.refuse(story.ask(stimulus), changes, answer);
}

function unreadable(story: Story): void {
  story.reply(story.ask(), { body: '<html>' });
}

const NO_GUID = { valid: false, flaw: { id: 'message-id-text', sentence: 'messageID is no GUID' } };

describe('SEES-RES-01', () => {
  rows('SEES-RES-01', [
    ['a grant', 'right', granted()],
    ['a refusal', 'right', refused()],
    ['braces, case and blanks kept', 'right', granted({ messageID: ' {AbC} ' }, { messageID: ' {AbC} ' })],
    ['another case', 'wrong', granted({ messageID: 'M-1' })],
    ['trimmed', 'wrong', granted({ messageID: 'm-1' }, { messageID: 'm-1 ' })],
    ['missing', 'wrong', granted({ messageID: undefined })],
    ['a number', 'wrong', granted({ messageID: 1 }, { messageID: '1' })],
    ['an invalid request', 'nothing', refused({ messageID: '' }, { valid: false })],
    ['no GUID, granted', 'right', granted({ messageID: 'u\u0308' }, { messageID: 'u\u0308', ...NO_GUID })],
    ['no GUID, granted and composed', 'wrong', granted({ messageID: '\u00fc' }, { messageID: 'u\u0308', ...NO_GUID })],
    ['no GUID, refused', 'nothing', refused({ messageID: '' }, { messageID: 'u\u0308', ...NO_GUID })],
    ['a request of version 0', 'nothing', refused({ messageID: '' }, { version: 0 })],
    ['an unreadable answer', 'nothing', unreadable],
  ]);
});

describe('SEES-RES-02', () => {
  rows('SEES-RES-02', [
    ['the same', 'right', granted()],
    ['smaller', 'right', granted({}, { version: 2 })],
    ['with a decimal point', 'right', (story) => story.reply(story.ask(), { body: '{"version":1.0}' })],
    ['greater', 'wrong', granted({ version: 2 })],
    ['a text', 'wrong', granted({ version: '1' })],
    ['a fraction', 'wrong', granted({ version: 0.5 })],
    ['missing', 'wrong', granted({ version: undefined })],
    ['null', 'wrong', refused({ version: null })],
  ]);
});

describe('SEES-RES-03', () => {
  rows('SEES-RES-03', [
    ['true', 'right', granted()],
    ['false', 'right', refused()],
    ['a text', 'wrong', granted({ isAllowed: 'true' })],
    ['a number', 'wrong', granted({ isAllowed: 1 })],
    ['missing', 'wrong', granted({ isAllowed: undefined })],
    ['inherited', 'wrong', (story) => story.reply(story.ask(), { body: '{"__proto__":{"isAllowed":true}}' })],
    ['an unreadable answer', 'nothing', unreadable],
  ]);
});

describe('SEES-RES-04', () => {
  rows('SEES-RES-04', [
    ['https', 'right', granted()],
    [
      'http with a port',
      'right',
      granted({ epTokenURL: 'http://fp.example.com:80/hms/fp/rights/?ExpressPlayToken=A' }),
    ],
    ['in answer to an invalid request', 'right', granted({}, { valid: false })],
    ['relative', 'wrong', granted({ epTokenURL: '/hms/fp/rights/?ExpressPlayToken=A' })],
    ['another scheme', 'wrong', granted({ epTokenURL: 'skd://movie' })],
    ['an untrimmed line end', 'wrong', granted({ epTokenURL: `${TOKEN_URL}\r\n` })],
    ['null', 'wrong', granted({ epTokenURL: null })],
    ['an array', 'wrong', granted({ epTokenURL: [TOKEN_URL] })],
    ['a refusal', 'nothing', refused()],
  ]);
});

describe('SEES-RES-06', () => {
  rows('SEES-RES-06', [
    ['absent', 'right', refused()],
    ['null', 'right', refused({ epTokenURL: null })],
    ['empty', 'right', refused({ epTokenURL: '' })],
    ['a text that is no URL', 'right', refused({ epTokenURL: 'none' })],
    ['a token URL', 'wrong', refused({ epTokenURL: TOKEN_URL })],
    ['a token URL without its scheme', 'wrong', refused({ epTokenURL: 'fp.example.com/?expressplaytoken=A' })],
    ['a token URL in an array', 'wrong', refused({ epTokenURL: [TOKEN_URL] })],
    ['a token URL in the error text', 'wrong', refused({ errorText: `not for ${TOKEN_URL}` })],
    ['a token URL in a header', 'wrong', refused({}, {}, { headers: { location: TOKEN_URL } })],
    ['a token URL with 403', 'wrong', refused({ epTokenURL: TOKEN_URL }, {}, { status: 403 })],
    ['a token URL in answer to an invalid request', 'wrong', refused({ epTokenURL: TOKEN_URL }, { valid: false })],
    [
      'the bare token that the service just issued',
      'wrong',
      (story) => {
        const asked = story.ask();
        story.token(tokenFields(MOVIE));
        story.refuse(asked, { epTokenURL: 'AQAAAAtoken-of-this-flow_0001' });
      },
    ],
    ['present, as the reading has it: empty', 'right', refused({ epTokenURL: '' }), urlPresent],
    ['present, as the reading has it: absent', 'wrong', refused(), urlPresent],
    ['present, as the reading has it: null', 'wrong', refused({ epTokenURL: null }), urlPresent],
    ['present, an invalid request', 'right', refused({}, { valid: false }), urlPresent],
    ['a grant', 'nothing', granted()],
    ['isAllowed true with 201', 'nothing', granted({}, {}, { status: 201 })],
  ]);
});

describe('SEES-RES-07', () => {
  rows('SEES-RES-07', [
    ['as they should be', 'right', refused()],
    ['with 403', 'right', refused({}, {}, { status: 403 })],
    ['no messageID', 'wrong', refused({ messageID: undefined })],
    ['a version too high', 'wrong', refused({ version: 3 })],
    ['a grant', 'nothing', granted({ messageID: 'x' })],
  ]);
});

describe('SEES-RES-08', () => {
  rows('SEES-RES-08', [
    ['both', 'right', refused()],
    ['only a text', 'right', refused({ error: undefined })],
    ['a negative number', 'right', refused({ error: -2017 })],
    ['neither', 'nothing', granted()],
    ['error as text', 'wrong', refused({ error: '7' })],
    ['error as fraction', 'wrong', refused({ error: 7.5 })],
    ['error null', 'wrong', refused({ error: null })],
    ['errorText as number', 'wrong', refused({ errorText: 7 })],
  ]);
});

describe('SEES-RES-09', () => {
  rows('SEES-RES-09', [
    ['a number', 'right', refused()],
    ['0', 'right', refused({ error: 0 })],
    ['none', 'wrong', refused({ error: undefined })],
    ['null', 'wrong', refused({ error: null })],
    ['a grant', 'nothing', granted()],
  ]);
});

describe('SEES-RES-10', () => {
  rows('SEES-RES-10', [
    ['a text', 'right', refused()],
    ['none', 'wrong', refused({ errorText: undefined })],
    ['an empty one', 'wrong', refused({ errorText: ' ' })],
    ['a grant', 'nothing', granted()],
  ]);
});

describe('SEES-RES-12', () => {
  rows('SEES-RES-12', [
    ['a grant', 'right', granted()],
    ['extra properties', 'right', granted({ issuer: 'x', policy: null })],
    ['a refusal without epTokenURL', 'right', refused()],
    ['a refusal with null', 'right', refused({ epTokenURL: null })],
    ['a refusal with an empty text', 'right', refused({ epTokenURL: '' })],
    ['a refusal with 400', 'right', refused({}, {}, { status: 400 })],
    ['a refusal without epTokenURL that must have one', 'wrong', refused(), urlPresent],
    ['a refusal with an empty one', 'right', refused({ epTokenURL: '' }), urlPresent],
    ['a grant without epTokenURL', 'wrong', granted({ epTokenURL: undefined })],
    ['error as text', 'wrong', refused({ error: 'x' })],
    ['version as text', 'wrong', granted({ version: '1' })],
    ['an invalid request', 'nothing', refused({ error: 'Bad Request' }, { valid: false })],
  ]);
});

describe('SEES-RES-14', () => {
  rows('SEES-RES-14', [
    ['a URL', 'right', granted()],
    ['no URL', 'wrong', granted({ epTokenURL: undefined })],
    ['null', 'wrong', granted({ epTokenURL: null })],
    ['an empty text', 'wrong', granted({ epTokenURL: '' })],
    ['a refusal', 'nothing', refused()],
  ]);
});

describe('Findings of answers', () => {
  it('quote no secret, not even one that SEES put where it does not belong', () => {
    const story = new Story();
    story.journal.redactor.learn('contentKey', MOVIE.contentKey);
    story.grant(story.ask(), { messageID: `id ${MOVIE.contentKey}` });
    const [finding] = judge('SEES-RES-01', story);
    assert.equal(finding?.verdict, 'wrong');
    assert.equal(JSON.stringify(finding).includes(MOVIE.contentKey), false);
  });

  it('do not grow with what SEES sends', () => {
    const story = new Story();
    story.grant(story.ask(), { messageID: 'x'.repeat(100_000) });
    assert.ok((judge('SEES-RES-01', story)[0]?.observed?.length ?? 0) < 200);
  });
});
