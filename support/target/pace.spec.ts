import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VirtualClock, type Clock } from '../exchange';
import { Pace } from './pace';

const START_MS = 1_000_000;

/** Virtual time that passes when whoever may act now has acted. */
class PatientClock extends VirtualClock {
  override async waitUntil(atMs: number, signal?: AbortSignal): Promise<void> {
    await settled();
    await super.waitUntil(atMs, signal);
  }
}

/** When each of so many turns came, in ms from the start. */
async function times(pace: Pace, clock: Clock, count: number): Promise<number[]> {
  const seen: number[] = [];
  const turns = Array.from({ length: count }, () => pace.turn().then(() => seen.push(clock.now() - START_MS)));
  await Promise.all(turns);
  return seen;
}

/** A clock on which waiting takes until somebody says so. */
class HeldClock implements Clock {
  ms = START_MS;
  readonly #held: { atMs: number; go: () => void }[] = [];

  now(): number {
    return this.ms;
  }

  waitUntil(atMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('called off')), { once: true });
      this.#held.push({ atMs, go: resolve });
      this.advance(0);
    });
  }

  get waits(): number {
    return this.#held.length;
  }

  advance(ms: number): void {
    this.ms += ms;
    for (const wait of this.#held.splice(0)) {
      if (wait.atMs <= this.ms) wait.go();
      else this.#held.push(wait);
    }
  }
}

/** Whatever is resolved by now has been told by then. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a pace', () => {
  it('spaces requests evenly, the first at once', async () => {
    const clock = new PatientClock(START_MS);
    assert.deepEqual(await times(new Pace(4, clock), clock, 5), [0, 250, 500, 750, 1000]);
  });

  it('of less than one a second is one too', async () => {
    const clock = new PatientClock(START_MS);
    assert.deepEqual(await times(new Pace(0.5, clock), clock, 3), [0, 2000, 4000]);
  });

  it('saves nothing up: after a pause there is no burst', async () => {
    const clock = new PatientClock(START_MS);
    const pace = new Pace(10, clock);
    await times(pace, clock, 1);
    clock.advance(5000);
    assert.deepEqual(await times(pace, clock, 3), [5000, 5100, 5200]);
  });

  it('lets no second have more than its share', async () => {
    const clock = new PatientClock(START_MS);
    const seen = await times(new Pace(3, clock), clock, 30);
    for (const from of seen) assert.ok(seen.filter((at) => at >= from && at < from + 999).length <= 3);
  });

  it('lets the urgent go first, each kind in its order', async () => {
    const clock = new HeldClock();
    const pace = new Pace(1, clock);
    const order: string[] = [];
    const take = (name: string, urgent = false): void => void pace.turn({ urgent }).then(() => order.push(name));
    take('first');
    await settled();
    for (const name of ['a', 'b']) take(name);
    for (const name of ['C', 'D']) take(name, true);
    await settled();
    assert.deepEqual(order, ['first']);
    for (let turn = 0; turn < 4; turn += 1) {
      clock.advance(999);
      await settled();
      assert.equal(order.length, 1 + turn, 'nobody goes early');
      clock.advance(1);
      await settled();
    }
    assert.deepEqual(order, ['first', 'C', 'D', 'a', 'b']);
  });

  it('holds nobody back whose run has ended, and then waits for nothing', async () => {
    const clock = new HeldClock();
    const pace = new Pace(0.001, clock);
    await pace.turn();
    const ending = new AbortController();
    const held = pace.turn({ signal: ending.signal });
    await settled();
    ending.abort();
    await held;
    await pace.turn({ signal: ending.signal });
    const later = pace.turn();
    await settled();
    clock.advance(1_000_000);
    await later;
  });

  it('that is closed lets everybody go', async () => {
    const pace = new Pace(0.001, new HeldClock());
    await pace.turn();
    const held = [pace.turn(), pace.turn()];
    pace.close();
    await Promise.all(held);
  });

  for (const rate of [0, -1, Number.NaN]) {
    it(`is no rate: ${String(rate)}`, () => {
      assert.throws(() => new Pace(rate, new VirtualClock(START_MS)), RangeError);
    });
  }
});
