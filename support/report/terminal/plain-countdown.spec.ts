import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { PlainCountdown } from './plain-countdown';

/** Lines and the second at which each came, of a wait that many seconds long that is stopped after so many. */
function lines(context: TestContext, seconds: number, stoppedAfter = seconds): [second: number, line: string][] {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 0 });
  const printed: [number, string][] = [];
  const countdown = new PlainCountdown({ now: () => Date.now() }, (line) => printed.push([Date.now() / 1000, line]));
  countdown.start(seconds * 1000);
  for (let second = 0; second < seconds; second += 1) {
    if (second === stoppedAfter) countdown.stop();
    context.mock.timers.tick(1000);
  }
  context.mock.timers.reset();
  return printed;
}

describe('PlainCountdown', () => {
  it('tells every minute what remains, and at 30 and 10 seconds', (context) => {
    assert.deepEqual(lines(context, 130), [
      [10, '  2 min 0 s left to wait'],
      [70, '  1 min 0 s left to wait'],
      [100, '  30 s left to wait'],
      [120, '  10 s left to wait'],
    ]);
  });

  it('has nothing to add to a short wait', (context) => {
    assert.deepEqual(lines(context, 14), []);
    assert.deepEqual(lines(context, 15), [[5, '  10 s left to wait']]);
  });

  it('is silent once it is stopped', (context) => {
    assert.deepEqual(lines(context, 60, 35), [[30, '  30 s left to wait']]);
  });
});
