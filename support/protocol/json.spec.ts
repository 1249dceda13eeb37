import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isJson, isJsonObject, parseJson } from './json';

it('takes objects alone for JSON objects', () => {
  for (const text of ['{}', '{"a":null}']) assert.equal(isJsonObject(JSON.parse(text)), true, text);
  for (const text of ['null', '[]', '[{}]', '""', '"{}"', '0', 'false']) {
    assert.equal(isJsonObject(JSON.parse(text)), false, text);
  }
  assert.equal(isJsonObject(undefined), false);
});

it('takes every JSON value for JSON, and nothing else', () => {
  for (const text of ['{}', ' [1]\n', 'null', '0', '"a"']) assert.equal(isJson(text), true, text);
  assert.deepEqual(parseJson('{"a":[null]}'), { a: [null] });
  for (const text of ['', '{', '<html>', "{'a':1}", '-', 'undefined']) assert.equal(isJson(text), false, text);
});
