import assert from 'node:assert/strict';
import { setImmediate as later } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { Turns, type Turn, type Wait } from './turns';

/** Something to wait for, and how to end the wait. */
function wait(): { sleep: () => Promise<void>; over: () => void; fail: (error: Error) => void } {
  let over: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((resolve, reject) => {
    over = resolve;
    fail = reject;
  });
  return { sleep: () => promise, over: () => over(), fail: (error) => fail(error) };
}

const WAIT: Wait = { reason: 'something', untilMs: 1000 };
const { signal: never } = new AbortController();

async function scenario(turn: Turn, act: () => Promise<void>): Promise<void> {
  await turn.begin();
  await act();
  turn.end();
}

describe('Turns', () => {
  it('lets one act at a time, in the order of their beginning', async () => {
    const turns = new Turns(() => undefined);
    const log: string[] = [];
    await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        scenario(turns.join(), async () => {
          log.push(`${name} begins`);
          await later();
          log.push(`${name} ends`);
        }),
      ),
    );
    assert.deepEqual(log, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('lets others act while one waits, and that one before those that have not begun', async () => {
    const turns = new Turns(() => undefined);
    const log: string[] = [];
    const record = wait();
    const [a, b, c] = [turns.join(), turns.join(), turns.join()];
    await Promise.all([
      scenario(a, async () => {
        await a.during(WAIT, record.sleep, false, never);
        log.push('a goes on');
      }),
      scenario(b, async () => {
        log.push('b');
        record.over();
        await later();
        log.push('b ends');
      }),
      scenario(c, async () => {
        log.push('c');
        await later();
      }),
    ]);
    assert.deepEqual(log, ['b', 'b ends', 'a goes on', 'c']);
  });

  it('judges last what waits to be judged last, however early its time comes', async () => {
    const turns = new Turns(() => undefined);
    const log: string[] = [];
    const token = wait();
    const [a, b] = [turns.join(), turns.join()];
    const all = [
      scenario(a, async () => {
        await a.during(WAIT, token.sleep, true, never);
        log.push('late');
      }),
      scenario(b, async () => {
        token.over();
        await later();
        log.push('the rest');
      }),
    ];
    await Promise.all([a.settled, b.settled]);
    await later();
    log.push('released');
    turns.release();
    await Promise.all(all);
    assert.deepEqual(log, ['the rest', 'released', 'late']);
  });

  it('tells what is waited for once nobody acts any more', async () => {
    const told: number[] = [];
    const turns = new Turns((waits) => told.push(waits.length));
    const waits = [wait(), wait()];
    const joined = waits.map(() => turns.join());
    const all = joined.map((turn, index) =>
      scenario(turn, () => turn.during({ ...WAIT }, () => waits[index]!.sleep(), true, never)),
    );
    await Promise.all(joined.map(({ settled }) => settled));
    assert.deepEqual(told, [2]);
    turns.release();
    for (const { over } of waits) over();
    await Promise.all(all);
  });

  it('ends waits at once when the run is interrupted, also those that only wait to be last', async () => {
    const turns = new Turns(() => undefined);
    const stop = new AbortController();
    const [a, b] = [turns.join(), turns.join()];
    const [sleeping, slept] = [wait(), wait()];
    slept.over();
    const waiting = [sleeping, slept].map(({ sleep }, index) => {
      const turn = [a, b][index]!;
      return scenario(turn, () => turn.during(WAIT, sleep, true, stop.signal));
    });
    await Promise.all([a.settled, b.settled]);
    const reason = new Error('SIGINT');
    stop.abort(reason);
    sleeping.fail(reason);
    const ends = await Promise.allSettled(waiting);
    assert.deepEqual(
      ends.map((end) => (end.status === 'rejected' ? (end.reason as unknown) : end.status)),
      [reason, reason],
    );
  });

  it('serves flows of one scenario that wait at the same time', async () => {
    const turns = new Turns(() => undefined);
    const turn = turns.join();
    const [first, second] = [wait(), wait()];
    await turn.begin();
    const flows = [first, second].map(({ sleep }) => turn.during(WAIT, sleep, false, never));
    const other = turns.join();
    const acted = scenario(other, async () => {
      first.over();
      second.over();
      await later();
    });
    await Promise.all([acted, ...flows]);
    turn.end();
    await scenario(turns.join(), () => Promise.resolve());
  });
});
