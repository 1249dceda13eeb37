import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Gate } from './gate';

describe('Gate', () => {
  it('lets no more in than it is wide, and everybody in the end, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3000 }), async (width, count) => {
        const gate = new Gate(width);
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
        if (count > 200) assert.equal(most, width);
        assert.equal(gate.most, most);
      }),
      { numRuns: 20 },
    );
  });

  it('gives the place of one who fails to the next', async () => {
    const gate = new Gate(1);
    const failing = gate.pass(() => Promise.reject(new Error('no')));
    const next = gate.pass(() => Promise.resolve('in'));
    await assert.rejects(failing, /^Error: no$/);
    assert.equal(await next, 'in');
  });

  it('is at least 1 wide', () => {
    assert.throws(() => new Gate(0), RangeError);
    assert.throws(() => new Gate(1.5), RangeError);
  });
});
