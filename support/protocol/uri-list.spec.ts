import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isAbsoluteHttpUrl, readUriList } from './uri-list';

const URL_TEXT = 'https://fp.example.test:80/hms/fp/rights/?ExpressPlayToken=AQ-_';

describe('readUriList', () => {
  for (const [name, text] of [
    ['alone', URL_TEXT],
    ['with CRLF', `${URL_TEXT}\r\n`],
    ['with LF', `${URL_TEXT}\n`],
    ['after a comment', `# urn:x\r\n${URL_TEXT}\r\n`],
    ['after a blank line', `\r\n${URL_TEXT}\r\n\r\n`],
    ['between blanks', `  ${URL_TEXT}\t\r\n`],
    ['behind a byte order mark', `\uFEFF${URL_TEXT}`],
    ['before a second one', `${URL_TEXT}\r\nhttps://other.test/`],
  ] as const) {
    it(`finds the URL ${name}`, () => {
      assert.equal(readUriList(text).url, URL_TEXT);
    });
  }

  it('counts comments, blank lines and entries', () => {
    assert.deepEqual(readUriList(`# one\r\n#two\r\n\r\n${URL_TEXT}\r\nurn:isbn:1\r\n\r\n`).lines, {
      comments: 2,
      blank: 2,
      urls: [URL_TEXT, 'urn:isbn:1'],
    });
  });

  it('does not count the last line end as a line', () => {
    assert.deepEqual(readUriList('').lines, { comments: 0, blank: 0, urls: [] });
    assert.deepEqual(readUriList('\r\n').lines, { comments: 0, blank: 1, urls: [] });
  });

  for (const text of [
    '',
    '\r\n',
    '# only a comment',
    '<html>',
    '{"url":"https://a.test/"}',
    'not a url',
    'ftp://a.test/',
  ]) {
    it(`finds no URL in ${JSON.stringify(text)}`, () => {
      assert.equal(readUriList(text).url, undefined);
    });
  }

  it('does not look behind a first entry that is no URL', () => {
    assert.equal(readUriList(`<html>\r\n${URL_TEXT}`).url, undefined);
  });

  it('accounts for every line of any text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('#', '', ' ', URL_TEXT, '\r', '\n'))), (pieces) => {
        const text = pieces.join('\r\n');
        const { url, lines } = readUriList(text);
        const count = lines.comments + lines.blank + lines.urls.length;
        const lineFeeds = text.split('\n').length - 1;
        assert.equal(count, text === '' || text.endsWith('\n') ? lineFeeds : lineFeeds + 1);
        assert.ok(url === undefined || url === lines.urls[0]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('isAbsoluteHttpUrl', () => {
  for (const text of ['http://a', 'HTTPS://A.test/b?c=d#e', 'https://[::1]:8443/x', 'http://127.0.0.1/']) {
    it(`takes ${text}`, () => assert.equal(isAbsoluteHttpUrl(text), true));
  }
  for (const text of [
    'https:a.test',
    'https:///a',
    '//a.test',
    '/a',
    'skd://a',
    'https://a b',
    'https://a\\b',
    'http://:80/',
    'https://a/\u0000',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(isAbsoluteHttpUrl(text), false));
  }
});
