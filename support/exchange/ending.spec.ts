import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'node:test';
import { Ending, whenAborted } from './ending';

describe('Ending', () => {
  it('tells its listener once, of the first reason', () => {
    const ending = new Ending();
    let told = 0;
    ending.onEnd(() => (told += 1));
    assert.equal(ending.reason, undefined);
    ending.end('timeout');
    ending.end('aborted');
    assert.deepEqual([told, ending.reason], [1, 'timeout']);
  });

  it('tells a listener that comes too late at once', () => {
    const ending = new Ending();
    ending.end('aborted');
    let told = 0;
    ending.onEnd(() => (told += 1));
    assert.equal(told, 1);
  });
});

describe('whenAborted', () => {
  it('listens to a signal once for all who have not called it off', () => {
    const controller = new AbortController();
    const acted: string[] = [];
    const callOff = whenAborted(controller.signal, () => acted.push('never'));
    whenAborted(controller.signal, () => acted.push('first'));
    whenAborted(controller.signal, () => acted.push('second'));
    assert.equal(getEventListeners(controller.signal, 'abort').length, 1);
    callOff();
    controller.abort();
    assert.deepEqual(acted, ['first', 'second']);
  });
});
