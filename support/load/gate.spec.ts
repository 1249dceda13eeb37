import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Gate } from './gate';

describe('Gate', () => {
  it('lets no more in than it is wide, and everybody in the end, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3000 }), async (width, count) => {
        const gate = new Gate({ width });
        let inside = 0;
        let most = 0;
        const began: number[] = [];
        const all = Array.from({ length: count }, (_, index) =>
          gate.pass(async () => {
            began.push(index);
            inside += 1;
            most = Math.max(most, inside);
            await Promise.resolve();
            inside -= 1;
            return index;
          }),
        );
        const results = await Promise.all(all);
        assert.deepEqual(
          results,
          began.toSorted((a, b) => a - b),
        );
        assert.deepEqual(
          began,
          began.toSorted((a, b) => a - b),
        );
        assert.ok(most <= width);
        // It opens slowly, and all the way.
        assert.ok(most >= Math.min(width, count, 16));
        if (count > 8 * 2 * 40) assert.equal(most, width);
        assert.equal(gate.most, most);
      }),
      { numRuns: 20 },
    );
  });

  it('gives the place of one who fails to the next', async () => {
    const gate = new Gate({ width: 1 });
    const failing = gate.pass(() => Promise.reject(new Error('no')));
    const next = gate.pass(() => Promise.resolve('in'));
    await assert.rejects(failing, /^Error: no$/);
    assert.equal(await next, 'in');
  });

  it('closes down to what it began with while answers are slow, and opens again when they are not', async () => {
    let now = 0;
    const gate = new Gate({ width: 64, elapsedMs: () => now });
    gate.slowMs = 1000;
    // So many at once as may be, each taking that long; how many were inside together.
    const round = async (ms: number): Promise<number> => {
      const leave: (() => void)[] = [];
      let inside = 0;
      const all = Array.from({ length: 200 }, () =>
        gate.pass(() => {
          inside += 1;
          return new Promise<void>((resolve) => leave.push(resolve));
        }),
      );
      await new Promise(setImmediate);
      const together = inside;
      now += ms;
      while (leave.length > 0) {
        for (const end of leave.splice(0)) end();
        await new Promise(setImmediate);
        now += ms;
      }
      await Promise.all(all);
      return together;
    };
    assert.equal(await round(10), 16);
    const opened = await round(10);
    assert.ok(opened > 16 && opened < 64, String(opened));
    for (let more = 0; more < 3; more += 1) await round(1000);
    assert.equal(await round(1001), 64);
    assert.equal(await round(10), 16);
  });

  it('is at least 1 wide', () => {
    assert.throws(() => new Gate({ width: 0 }), RangeError);
    assert.throws(() => new Gate({ width: 1.5 }), RangeError);
  });
});
