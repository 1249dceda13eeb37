import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RealClock, VirtualClock } from './clock';

describe('VirtualClock', () => {
  it('stands still until it is moved', () => {
    const clock = new VirtualClock(1_000);
    assert.equal(clock.now(), 1_000);
    clock.advance(250);
    assert.equal(clock.now(), 1_250);
  });

  it('jumps to the moment waited for and never goes back', async () => {
    const clock = new VirtualClock(1_000);
    await clock.waitUntil(61_000);
    assert.equal(clock.now(), 61_000);
    await clock.waitUntil(2_000);
    assert.equal(clock.now(), 61_000);
    assert.throws(() => {
      clock.advance(-1);
    }, RangeError);
  });

  it('runs ahead for one subject alone, and the last shift counts', () => {
    const clock = new VirtualClock(0);
    clock.shift('token A', 60);
    assert.deepEqual([clock.now(), clock.now('token A'), clock.now('token B')], [0, 60_000, 0]);
    clock.shift('token A', -5);
    assert.equal(clock.now('token A'), -5_000);
    clock.shift('token A', 0);
    assert.equal(clock.now('token A'), 0);
    assert.throws(() => {
      clock.shift('token A', Number.NaN);
    }, RangeError);
  });

  it('refuses to wait for a caller who went away', async () => {
    const clock = new VirtualClock(0);
    const reason = new Error('run ended');
    await assert.rejects(clock.waitUntil(5, AbortSignal.abort(reason)), reason);
    assert.equal(clock.now(), 0);
  });

  it('does not start at a moment that is none', () => {
    assert.throws(() => new VirtualClock(Number.NaN), RangeError);
  });
});

describe('RealClock', () => {
  it('tells the time of day, with offsets by subject', () => {
    const clock = new RealClock();
    clock.shift('token A', 3_600);
    const before = Date.now();
    const [now, shifted] = [clock.now(), clock.now('token A')];
    assert.ok(now >= before && now <= Date.now());
    assert.ok(shifted - now >= 3_600_000 && shifted - now < 3_601_000);
  });

  it('waits until the moment has come', async () => {
    const clock = new RealClock();
    const moment = clock.now() + 20;
    await clock.waitUntil(moment);
    assert.ok(clock.now() >= moment);
    await clock.waitUntil(moment - 1_000);
  });

  it('gives up a wait far longer than a timer can count, as soon as the signal says so', async () => {
    const clock = new RealClock();
    const ending = new AbortController();
    const reason = new Error('interrupted');
    const wait = clock.waitUntil(clock.now() + 2 ** 40, ending.signal);
    setImmediate(() => {
      ending.abort(reason);
    });
    await assert.rejects(wait, reason);
    await assert.rejects(clock.waitUntil(clock.now() + 1, ending.signal), reason);
    await assert.rejects(clock.waitUntil(clock.now() + 1, AbortSignal.abort('text')), /called off/);
  });
});
