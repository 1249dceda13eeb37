import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Journal, Redactor, VirtualClock } from '../../exchange';
import { knownWith } from '../reading/testing/story';
import { INVARIANTS } from './index';

describe('INVARIANTS', () => {
  it('are judged unasked, and each has an id of its own', () => {
    assert.ok(INVARIANTS.every(({ subject }) => subject === 'every'));
    assert.equal(new Set(INVARIANTS.map(({ id }) => id)).size, INVARIANTS.length);
  });

  it('find nothing where nothing happened', () => {
    const journal = new Journal('empty', new VirtualClock(0), new Redactor());
    assert.deepEqual(
      INVARIANTS.flatMap(({ judge }) => judge(journal, knownWith())),
      [],
    );
  });
});
