import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bytesInWords, depthOf, prettyJson, textOf } from './text-cut';

describe('textOf', () => {
  it('goes by the content type where there is one', () => {
    assert.equal(textOf(Buffer.from('a=1'), 'application/x-www-form-urlencoded'), 'a=1');
    assert.equal(textOf(Buffer.from([0xff]), 'text/plain; charset=utf-8'), '\ufffd');
    assert.equal(textOf(Buffer.from('{}'), 'application/problem+json'), '{}');
  });

  it('goes by the bytes otherwise', () => {
    assert.equal(textOf(Buffer.from('plain é\r\n'), undefined), 'plain é\r\n');
    assert.equal(textOf(Buffer.from([0, 0, 0, 1]), 'application/octet-stream'), undefined);
    assert.equal(textOf(Buffer.from([0x80, 0x81, 0x41]), undefined), undefined);
    assert.equal(textOf(Buffer.from('é'.repeat(4_000)), undefined), 'é'.repeat(4_000));
  });
});

describe('prettyJson', () => {
  it('breaks lines and changes nothing else: doubled members, number spelling, order', () => {
    assert.equal(
      prettyJson('{"b":1.00,"a":[1,2,{}],"b":"x, {y}: \\"z\\"" , "e":[ ]}'),
      '{\n  "b": 1.00,\n  "a": [\n    1,\n    2,\n    {}\n  ],\n  "b": "x, {y}: \\"z\\"",\n  "e": []\n}',
    );
  });

  it('leaves alone what is no JSON object or array', () => {
    for (const text of ['{"a":}', 'plain', '"text"', '12', '', '{"a":1']) assert.equal(prettyJson(text), undefined);
  });

  it('leaves deep nesting alone, without recursion', () => {
    assert.ok(prettyJson('['.repeat(100) + ']'.repeat(100)) !== undefined);
    assert.equal(prettyJson('['.repeat(101) + ']'.repeat(101)), undefined);
    assert.equal(prettyJson('['.repeat(200_000)), undefined);
  });
});

describe('depthOf', () => {
  it('counts brackets outside strings', () => {
    assert.equal(depthOf('{"[[[[":["\\"[["]}'), 2);
    assert.equal(depthOf('"unfinished [['), 0);
    assert.equal(depthOf(''), 0);
  });
});

describe('bytesInWords', () => {
  it('groups thousands', () => {
    assert.deepEqual([0, 1, 1248].map(bytesInWords), ['0 bytes', '1 byte', '1,248 bytes']);
  });
});
