import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { Redactor } from '../exchange';
import { withoutSecrets } from './without-secrets';

const KEY = 'c0de1f7aa1b2c3d4e5f60718293a4b5c';

describe('withoutSecrets', () => {
  const redactor = new Redactor();
  redactor.learn('contentKey', KEY);
  const wrap = withoutSecrets(() => ({ redactor }));

  function raised(): Error {
    const cause = new Error(`below: ${KEY}`);
    return Object.assign(new TypeError(`got ${KEY}`, { cause }), { config: { headers: { x: KEY } }, url: `?k=${KEY}` });
  }

  async function errorOf(definition: () => unknown): Promise<unknown> {
    try {
      await wrap(definition)();
    } catch (error) {
      return error;
    }
    return assert.fail('nothing was thrown');
  }

  for (const [how, definition] of [
    ['throws', () => raise(raised())],
    ['rejects', () => Promise.reject(raised())],
  ] as const) {
    it(`clears what ${how}: text, stack, fields and cause`, async () => {
      const error = await errorOf(definition);
      assert.ok(error instanceof TypeError);
      assert.equal(error.message, 'got <contentKey #1>');
      assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(KEY));
    });
  }

  it('clears a text that is thrown, and leaves results and the count of parameters alone', async () => {
    assert.equal(await errorOf(() => Promise.reject(textOf(KEY))), 'got <contentKey #1>');
    const definition = wrap((one: unknown, other: unknown) => [one, other]);
    assert.equal(definition.length, 2);
    assert.deepEqual(definition(1, KEY), [1, KEY]);
  });
});

function raise(error: Error): never {
  throw error;
}

/** Not an Error, as careless code throws it. */
function textOf(key: string): Error {
  return `got ${key}` as unknown as Error;
}
