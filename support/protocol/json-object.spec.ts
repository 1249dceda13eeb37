import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isJsonObject } from './json-object';

it('takes objects alone for JSON objects', () => {
  for (const text of ['{}', '{"a":null}']) assert.equal(isJsonObject(JSON.parse(text)), true, text);
  for (const text of ['null', '[]', '[{}]', '""', '"{}"', '0', 'false']) {
    assert.equal(isJsonObject(JSON.parse(text)), false, text);
  }
  assert.equal(isJsonObject(undefined), false);
});
