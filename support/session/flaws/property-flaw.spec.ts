import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bodyFlaw, contentTypeFlaw, methodFlaw } from './body-flaw';
import { propertyFlaw, wordedText } from './property-flaw';

const FACTS = { cookie: 'c-0123456789', valid: { messageID: 'm-1', contentID: 'title' }, unknownContentID: 'nobody' };

describe('propertyFlaw', () => {
  const rows: readonly [property: string, text: string, id: string, json: Record<string, unknown>][] = [
    ['messageID', 'absent', 'message-id-absent', { messageID: undefined }],
    ['messageID', 'null', 'message-id-null', { messageID: null }],
    ['messageID', '7', 'message-id-integer-7', { messageID: 7 }],
    ['messageID', '"text"', 'message-id-text', { messageID: 'text' }],
    ['messageID', 'named MessageId', 'message-id-renamed', { messageID: undefined, MessageId: 'm-1' }],
    ['version', '1.5', 'version-fraction', { version: 1.5 }],
    ['version', '-1', 'version-integer--1', { version: -1 }],
    ['requestType', 'true', 'request-type-boolean', { requestType: true }],
    ['contentID', '""', 'content-id-empty', { contentID: '' }],
    ['contentID', 'unknown', 'content-id-unknown', { contentID: 'nobody' }],
    ['contentID', 'right, and more behind it', 'content-id-unknown-but-for-its-beginning', { contentID: 'title0' }],
    ['contentID', '["c"]', 'content-id-array', { contentID: ['c'] }],
    ['messageID', 'in an array', 'message-id-array', { messageID: ['m-1'] }],
    ['customerCookie', '{}', 'customer-cookie-object', { customerCookie: {} }],
    ['customerCookie', '13 characters', 'customer-cookie-13-characters', { customerCookie: 'c-0123456789x' }],
    ['customerCookie', '3 times é', 'customer-cookie-3-times', { customerCookie: 'ééé' }],
    ['vendor', '{"a": 1}', 'extra-vendor-object', { vendor: { a: 1 } }],
  ];
  for (const [property, text, id, json] of rows) {
    it(`${property} ${text}: ${id}`, () => {
      const { flaw, differ } = propertyFlaw(property, text, FACTS);
      assert.equal(flaw.id, id);
      assert.ok(flaw.sentence.startsWith(`${property} `));
      assert.deepEqual(differ.json, json);
    });
  }

  it('makes one MiB where that is asked for', () => {
    const { flaw, differ } = propertyFlaw('messageID', '1 MiB', FACTS);
    assert.equal(flaw.id, 'message-id-1-mib');
    assert.equal(String(differ.json?.messageID).length, 1024 * 1024);
  });

  it('says what can be written instead of a word that it does not know', () => {
    assert.throws(() => propertyFlaw('messageID', 'missing', FACTS), /messageID: "missing" is no value; write JSON/);
  });
});

describe('wordedText', () => {
  it('cuts and fills up to the length', () => {
    assert.equal(wordedText('1 character', 'abc'), 'c');
    assert.equal(wordedText('3 characters', 'abc'), 'abc');
    assert.equal(wordedText('5 characters', 'abc'), 'abcxx');
    assert.equal(wordedText('between blanks', 'abc'), ' abc ');
    assert.equal(wordedText('in quotes', 'abc'), '"abc"');
    assert.equal(wordedText('a b&c', 'abc'), undefined);
  });

  it('lets the longer begin with the shorter', () => {
    const [shorter, longer] = ['32 characters', '33 characters'].map((words) => wordedText(words, FACTS.cookie));
    assert.ok(longer?.startsWith(shorter ?? '?'));
  });
});

describe('bodies, methods and labels', () => {
  const text = JSON.stringify({ messageID: 'm-1', version: 1 });

  it('are no JSON object where they are not meant to be one', () => {
    const words = ['no body', 'words that are no JSON', 'JSON that breaks off', 'an array that holds the request'];
    for (const one of [
      ...words,
      'the request as a JSON text',
      'the request and words behind it',
      'a number',
      'null',
      'bytes that are no UTF-8',
    ]) {
      const { flaw, differ } = bodyFlaw(one);
      assert.match(flaw.id, /^body-[a-z0-9-]+$/);
      const body = differ.body?.(text) ?? text;
      const read = (): unknown => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body)));
      let value: unknown;
      try {
        value = read();
      } catch {
        continue;
      }
      assert.ok(typeof value !== 'object' || value === null || Array.isArray(value), one);
    }
    assert.throws(() => bodyFlaw('something'), /no body is known as "something"; there are: no body/);
  });

  it('carry the data in the query where a body would be out of place', () => {
    assert.deepEqual(methodFlaw('GET', { version: 1, messageID: 'm-1' }).differ.query, {
      version: '1',
      messageID: 'm-1',
    });
    assert.equal(methodFlaw('GET', {}).differ.body?.(text), '');
    assert.deepEqual(methodFlaw('PUT', {}).differ, { method: 'PUT' });
  });

  it('leave the content type out where there is to be none', () => {
    assert.deepEqual(contentTypeFlaw('none').differ.headers, { accept: 'application/json' });
    assert.equal(contentTypeFlaw('text/plain').differ.headers?.['content-type'], 'text/plain');
  });
});
