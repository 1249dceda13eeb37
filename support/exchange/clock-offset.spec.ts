import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ClockOffsets, timedBy } from './clock-offset';
import type { Call } from './http';

const PLACE = 'https://sees.test';
const NOON = Date.UTC(2026, 0, 1, 12);

/** As a server writes it whose clock stands there. */
const dateOf = (ms: number): string => new Date(ms).toUTCString();

/** Answers of a server that is so much ahead, each left some time after it was asked for. */
function measured(
  aheadMs: number,
  answers: readonly { atMs: number; thereMs: number; backMs: number }[],
): ClockOffsets {
  const offsets = new ClockOffsets();
  for (const { atMs, thereMs, backMs } of answers) {
    const leftMs = atMs + thereMs;
    offsets.note(PLACE, atMs, leftMs + backMs, { date: dateOf(leftMs + aheadMs) });
  }
  return offsets;
}

describe('ClockOffsets', () => {
  it('always holds the truth, and knows it better with every answer', () => {
    const answer = fc.record({
      atMs: fc.integer({ min: NOON, max: NOON + 60_000 }),
      thereMs: fc.integer({ min: 0, max: 900 }),
      backMs: fc.integer({ min: 0, max: 900 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: -90_000, max: 90_000 }), fc.array(answer, { minLength: 2 }), (ahead, answers) => {
        const first = measured(ahead, answers.slice(0, 1)).of(PLACE);
        const all = measured(ahead, answers).of(PLACE);
        assert.ok(first !== undefined && all !== undefined);
        assert.ok(all.lowMs <= ahead && ahead <= all.highMs, JSON.stringify(all));
        assert.ok(all.highMs - all.lowMs <= first.highMs - first.lowMs);
        assert.deepEqual([all.agree, all.answers], [true, answers.length]);
      }),
    );
  });

  it('is exact to a few milliseconds after answers at all parts of a second', () => {
    const answers = Array.from({ length: 100 }, (_, index) => ({ atMs: NOON + index * 1010, thereMs: 1, backMs: 1 }));
    const { lowMs, highMs } = measured(-40_123, answers).of(PLACE)!;
    assert.ok(highMs - lowMs <= 12, `${String(lowMs)} to ${String(highMs)}`);
  });

  it('says that clocks differ, and holds all of them', () => {
    const offsets = new ClockOffsets();
    for (const [index, aheadMs] of [0, 40_000, 0, 40_000].entries()) {
      const atMs = NOON + index * 300;
      offsets.note(PLACE, atMs, atMs + 2, { date: dateOf(atMs + 1 + aheadMs) });
    }
    const { lowMs, highMs, agree } = offsets.of(PLACE)!;
    assert.equal(agree, false);
    assert.ok(lowMs <= 0 && highMs >= 40_000, `${String(lowMs)} to ${String(highMs)}`);
  });

  it('takes a Date that is written once a second for no second clock', () => {
    const offsets = new ClockOffsets();
    offsets.note(PLACE, NOON + 990, NOON + 991, { date: dateOf(NOON) });
    // Written 50 ms too late.
    offsets.note(PLACE, NOON + 1050, NOON + 1050, { date: dateOf(NOON) });
    const { lowMs, highMs, agree } = offsets.of(PLACE)!;
    assert.equal(agree, true);
    assert.ok(highMs - lowMs <= 1000 && lowMs >= -1050 && highMs <= 10);
  });

  it('minds what a cache in between says of the age of its answer', () => {
    const offsets = new ClockOffsets();
    offsets.note(PLACE, NOON, NOON + 5, { date: dateOf(NOON - 30_000), age: '30' });
    const { lowMs, highMs } = offsets.of(PLACE)!;
    assert.ok(lowMs <= 0 && highMs >= 0 && highMs - lowMs <= 2010);
  });

  for (const date of [undefined, '', 'now', '1767268800', dateOf(NOON).replace('GMT', 'CET'), `${dateOf(NOON)}, x`]) {
    it(`learns nothing from ${String(date)}`, () => {
      const offsets = new ClockOffsets();
      offsets.note(PLACE, NOON, NOON + 5, date === undefined ? {} : { date });
      assert.equal(offsets.of(PLACE), undefined);
      assert.equal(offsets.whole(), undefined);
    });
  }

  it('keeps places apart, and joins them where one party is meant', () => {
    const offsets = new ClockOffsets();
    offsets.note('https://a.test', NOON, NOON, { date: dateOf(NOON) });
    offsets.note('https://b.test', NOON, NOON, { date: dateOf(NOON + 5000) });
    assert.deepEqual(offsets.of('https://a.test'), { lowMs: 0, highMs: 1000, answers: 1, agree: true });
    assert.deepEqual(offsets.of('https://b.test'), { lowMs: 5000, highMs: 6000, answers: 1, agree: true });
    assert.deepEqual(offsets.whole(), { lowMs: 0, highMs: 6000, answers: 2, agree: false });
  });
});

describe('timedBy', () => {
  it('measures by every answer, and hands on what the call is', async () => {
    const offsets = new ClockOffsets();
    const call: Call = () => Promise.resolve({ status: 404, headers: { date: dateOf(NOON) }, body: Buffer.alloc(0) });
    let told = 0;
    const close = (): string => 'closed';
    const timed = timedBy(
      offsets,
      Object.assign(call, { close }),
      () => (told += 1),
      () => NOON,
    );
    const answer = await timed({ method: 'GET', url: `${PLACE}/x?y`, headers: {}, body: Buffer.alloc(0) });
    assert.deepEqual([answer.status, told, timed.close()], [404, 1, 'closed']);
    assert.deepEqual(offsets.of(PLACE), { lowMs: 0, highMs: 1000, answers: 1, agree: true });
  });
});
