import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_DOOR_RULES } from '../hosting';
import { Shadow } from './shadow';
import { CLIENT_VIOLATIONS } from './sees-transport/clients';
import { METHOD_VIOLATIONS } from './sees-transport/methods';

describe('the shadow at the TLS door', () => {
  it('takes every violation of the door for reached, whenever somebody goes there, and no other', () => {
    const shadow = new Shadow([...CLIENT_VIOLATIONS, ...METHOD_VIOLATIONS]);
    assert.deepEqual([...shadow.take()], []);
    for (let turn = 0; turn < 2; turn += 1) {
      assert.equal(
        shadow.door(DEFAULT_DOOR_RULES, () => undefined),
        DEFAULT_DOOR_RULES,
      );
      assert.deepEqual(
        [...shadow.take()],
        CLIENT_VIOLATIONS.map(({ id }) => id),
      );
    }
  });
});
