import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Story } from '../reading/testing/story';
import { registration, tokenUpstream, urlFor, verdicts, type Registration } from './testing/told';
import { URI_LISTS } from './uri-lists';

const LINE_END = tokenUpstream('uri-list', { id: 'ends-the-line-with-a-line-feed', sentence: 'it ends the line' });
const COMMENT = tokenUpstream('uri-list', { id: 'puts-a-comment-before-the-url', sentence: 'it comments' });
const URL_C = urlFor('c');

function list(part: string, upstream: typeof COMMENT, body: string, told: Registration): string[] {
  const story = new Story();
  registration(story);
  const token = { headers: { 'content-type': 'text/uri-list' }, body };
  registration(story, { upstream, sound: true, cookie: 'c', token, ...told });
  return verdicts(URI_LISTS, `SEES-ERR-08.${part}`, story);
}

const grant = (epTokenURL: string): Registration => ({ says: 'grant', answer: { epTokenURL } });

describe('SEES-ERR-08.trim', () => {
  it('is right for the URL alone', () => {
    assert.deepEqual(list('trim', LINE_END, `${URL_C}\n`, grant(URL_C)), ['right']);
    assert.deepEqual(list('trim', COMMENT, `# c\r\n${URL_C}\r\n`, grant(URL_C)), ['right']);
  });

  for (const [name, end] of [
    ['a carriage return', '\r'],
    ['a line feed', '\n'],
    ['both', '\r\n'],
    ['a blank', ' '],
  ] as const) {
    it(`is wrong with ${name} at the end`, () => {
      assert.deepEqual(list('trim', LINE_END, `${URL_C}\r\n`, grant(URL_C + end)), ['wrong']);
    });
  }

  it('is wrong where the end of the URL goes with the line end; another URL is the affair of SEES-RES-05', () => {
    assert.deepEqual(list('trim', LINE_END, `${URL_C}\n`, grant(URL_C.slice(0, -1))), ['wrong']);
    assert.deepEqual(list('trim', LINE_END, `${URL_C}\n`, grant(`${URL_C}&x=1`)), ['right']);
  });

  it('is wrong where a plain line end hides the URL; more than that is the affair of the other part', () => {
    assert.deepEqual(list('trim', LINE_END, `${URL_C}\n`, { says: 'refuse' }), ['wrong']);
    assert.deepEqual(list('trim', COMMENT, `# c\n${URL_C}\n`, { says: 'refuse' }), []);
  });

  it('overlooks what was put off and asked again', () => {
    const story = new Story();
    registration(story);
    const told = { upstream: LINE_END, sound: true, cookie: 'c' } as const;
    registration(story, { ...told, token: 'none', says: { status: 429 } });
    registration(story, told);
    assert.deepEqual(verdicts(URI_LISTS, 'SEES-ERR-08.trim', story), ['right']);
  });

  it('cannot be told where nothing was decided', () => {
    assert.deepEqual(list('trim', LINE_END, `${URL_C}\n`, { says: 'silence' }), ['could-not-test']);
  });
});

describe('SEES-ERR-08.comments', () => {
  const body = `# c\r\n\r\n${URL_C}\r\n`;

  it('is right for the URL of the list, and leaves its line end to the other part', () => {
    assert.deepEqual(list('comments', COMMENT, body, grant(URL_C)), ['right']);
    assert.deepEqual(list('comments', COMMENT, body, grant(`${URL_C}\r\n`)), ['right']);
  });

  it('is wrong for the comment, for the whole list and for a refusal', () => {
    assert.deepEqual(list('comments', COMMENT, body, grant('# c')), ['wrong']);
    assert.deepEqual(list('comments', COMMENT, body, grant(body)), ['wrong']);
    assert.deepEqual(list('comments', COMMENT, body, { says: 'refuse' }), ['wrong']);
  });

  it('does not look at lists of one line', () => {
    assert.deepEqual(list('comments', LINE_END, `${URL_C}\n`, grant(URL_C)), []);
  });

  it('cannot be told of a SEES that grants nothing at all', () => {
    const story = new Story();
    registration(story, { upstream: COMMENT, sound: true, says: 'refuse' });
    assert.deepEqual(verdicts(URI_LISTS, 'SEES-ERR-08.comments', story), ['could-not-test']);
  });
});
