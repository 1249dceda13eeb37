import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { TimeLimit } from './time-limit';

describe('TimeLimit', () => {
  it('acts when its time is over, and not when it is called off, now or later', async () => {
    const acted: string[] = [];
    new TimeLimit(5, () => acted.push('first'));
    const atOnce = new TimeLimit(5, () => acted.push('called off at once'));
    const later = new TimeLimit(5, () => acted.push('called off later'));
    atOnce.callOff();
    await turn();
    later.callOff();
    new TimeLimit(5, () => acted.push('second'));
    await sleep(50);
    assert.deepEqual(acted, ['first', 'second']);
  });

  it('that is started at once acts before a timer of the same length that is set after it', async () => {
    const acted: string[] = [];
    new TimeLimit(5, () => acted.push('limit')).start();
    setTimeout(() => acted.push('timer'), 5);
    await sleep(50);
    assert.deepEqual(acted, ['limit', 'timer']);
  });

  it('sets no timer for what is over in the same turn', async () => {
    const { mock: set } = mock.method(globalThis, 'setTimeout');
    for (let count = 0; count < 10; count += 1) new TimeLimit(1000, () => undefined).callOff();
    const limit = new TimeLimit(1000, () => undefined);
    await turn();
    limit.callOff();
    assert.equal(set.callCount(), 1);
    set.restore();
  });
});
