import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { VirtualClock } from '../../exchange';
import { TransactionHistory } from './transaction-history';

const ids = (events: readonly { readonly eventId: number }[]): number[] => events.map(({ eventId }) => eventId);

describe('TransactionHistory', () => {
  it('gives at most 32 events, the newest first', () => {
    const history = new TransactionHistory(new VirtualClock(0), 0);
    for (let count = 0; count < 33; count += 1) history.log('a', { cookie: 'c' });
    const expected = Array.from({ length: 32 }, (_, index) => 33 - index);
    assert.deepEqual(ids(history.select('a', { kind: 'recent' })), expected);
    assert.deepEqual(ids(history.select('a', { kind: 'cookie', cookie: 'c' })), expected);
  });

  it('forgets the oldest beyond its limits, of number and of length', () => {
    const few = new TransactionHistory(new VirtualClock(0), 0, undefined, { events: 3, characters: 1000 });
    for (const [account, cookie] of ['a c', 'b c', 'a c', 'a d', 'a d'].map((text) => text.split(' ')))
      few.log(String(account), { cookie: String(cookie) });
    assert.deepEqual(ids(few.select('a', { kind: 'recent' })), [5, 4, 3]);
    assert.deepEqual(ids(few.select('a', { kind: 'cookie', cookie: 'c' })), [3]);
    assert.deepEqual(ids(few.select('b', { kind: 'cookie', cookie: 'c' })), []);
    few.log('b', { cookie: 'c' });
    assert.deepEqual(ids(few.select('a', { kind: 'cookie', cookie: 'c' })), []);
    assert.deepEqual(ids(few.select('b', { kind: 'cookie', cookie: 'c' })), [6]);

    const short = new TransactionHistory(new VirtualClock(0), 0, undefined, { events: 1000, characters: 10 });
    for (const cookie of ['12345', '1234', '123']) short.log('a', { cookie, deviceId: 'd' });
    assert.deepEqual(ids(short.select('a', { kind: 'recent' })), [3, 2]);
    short.log('a', { cookie: 'longer than all that is kept' });
    assert.deepEqual(ids(short.select('a', { kind: 'recent' })), []);
  });

  it('keeps accounts and cookies apart, to the letter', () => {
    const history = new TransactionHistory(new VirtualClock(0), 0);
    history.log('a', { cookie: 'c', deviceId: '1' });
    history.log('b', { cookie: 'c', deviceId: '2' });
    history.log('a', { cookie: 'C', deviceId: '3' });
    history.log('a', { deviceId: '4' });
    assert.deepEqual(ids(history.select('a', { kind: 'cookie', cookie: 'c' })), [1]);
    assert.deepEqual(ids(history.select('a', { kind: 'cookie', cookie: 'c ' })), []);
    assert.deepEqual(ids(history.select('a', { kind: 'recent' })), [4, 3, 1]);
    assert.deepEqual(ids(history.select('b', { kind: 'recent' })), [2]);
    assert.deepEqual(ids(history.select('a', { kind: 'id', eventId: 2 })), []);
    assert.deepEqual(ids(history.select('b', { kind: 'id', eventId: 2 })), [2]);
    assert.deepEqual(ids(history.select('c', { kind: 'recent' })), []);
  });

  it('gives windows that neither overlap nor skip, until empty', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 20 }), (count, length) => {
        const history = new TransactionHistory(new VirtualClock(0), 0);
        for (let id = 0; id < count; id += 1) history.log('a', {});
        const all: number[] = [];
        for (let start = 0; ; start += length) {
          const window = ids(history.select('a', { kind: 'window', start, length }));
          if (window.length === 0) break;
          all.push(...window);
        }
        assert.deepEqual(
          all,
          Array.from({ length: count }, (_, index) => count - index),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('shows an event when its delay is over', () => {
    const clock = new VirtualClock(1000);
    const history = new TransactionHistory(clock, 500);
    history.log('a', {});
    clock.advance(499);
    assert.equal(history.select('a', { kind: 'recent' }).length, 0);
    clock.advance(1);
    assert.deepEqual(history.select('a', { kind: 'recent' }), [{ eventId: 1, atMs: 1000 }]);
  });

  it('hides what is logged while held, until every hold of its time is released', () => {
    const history = new TransactionHistory(new VirtualClock(0), 0);
    const select = (): number[] => ids(history.select('a', { kind: 'recent' }));
    history.log('a', {});
    const releaseFirst = history.holdNewEvents();
    history.log('a', {});
    const releaseSecond = history.holdNewEvents();
    history.log('a', {});
    assert.deepEqual(select(), [1]);
    releaseFirst();
    assert.deepEqual(select(), [2, 1]);
    releaseFirst();
    releaseSecond();
    history.log('a', {});
    assert.deepEqual(select(), [4, 3, 2, 1]);
  });
});
