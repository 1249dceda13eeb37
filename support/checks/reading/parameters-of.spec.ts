import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parametersOf, pathOf } from './parameters-of';
import { Story } from './testing/story';

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

function pairs(...call: Parameters<Story['beginToken']>): string {
  const { list } = parametersOf(new Story().beginToken(...call));
  return list.map(({ name, value }) => `${name}=${value}`).join('|');
}

describe('parametersOf', () => {
  it('reads the query of a GET, with its raw texts', () => {
    const parameters = parametersOf(new Story().beginToken('expirationTime=%2B60&kid=%5Ea&kid=b'));
    assert.equal(parameters.get('expirationTime'), '+60');
    assert.deepEqual(
      parameters.all('kid').map(({ value, raw }) => [value, raw]),
      [
        ['^a', '%5Ea'],
        ['b', 'b'],
      ],
    );
    assert.equal(parameters.get('Kid'), undefined);
    assert.deepEqual(parameters.all('iv'), []);
    assert.equal(parameters.readable, true);
  });

  it('reads the form of a POST, and its query before it', () => {
    assert.equal(pairs('b=2', { method: 'POST', url: 'https://x/?a=1' }), 'a=1|b=2');
    assert.equal(pairs('', { method: 'POST', headers: form, body: '?a=1&b=%32' }), '?a=1|b=2');
    assert.equal(pairs('', { method: 'POST', headers: {}, body: 'a=1' }), 'a=1');
  });

  it('takes no other body for parameters', () => {
    const headers = { 'content-type': 'application/json' };
    const call = new Story().beginToken('', { method: 'POST', url: 'https://x/?a=1', headers, body: '{"b":"c=d"}' });
    assert.equal(parametersOf(call).readable, false);
    assert.deepEqual(
      parametersOf(call).list.map(({ name }) => name),
      ['a'],
    );
    assert.equal(parametersOf(new Story().beginToken('a=1', { headers, body: '{}' })).readable, true);
  });
});

describe('pathOf', () => {
  const cases: [string, string][] = [
    ['https://x.example:81/a/../b%2Fc?d=/e#/f', '/a/../b%2Fc'],
    ['http://x', ''],
    ['http://x?a=/b', ''],
    ['/only/a/path?x', '/only/a/path'],
  ];
  for (const [url, path] of cases) it(`${url}: ${path}`, () => assert.equal(pathOf(url), path));
});
