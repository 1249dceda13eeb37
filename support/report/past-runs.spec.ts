import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { historyLine } from './files/history';
import { pastRuns, RUNS_DRAWN } from './past-runs';
import { failedRecord } from './testing/records';
import { conformance } from './testing/reports';

describe('pastRuns', () => {
  it('reads what a run writes', () => {
    const record = failedRecord();
    const [run] = pastRuns(`${historyLine(conformance(), [record])}\n`);
    assert.equal(run?.number, 1);
    assert.equal(run.profile, 'stub');
    assert.deepEqual(run.scenarios, { failed: 1, broken: 0, skipped: 0, passed: 0 });
    const { id, startMs, endMs } = record;
    assert.deepEqual([...run.tests], [[id, { status: 'failed', startMs, durationMs: endMs - startMs }]]);
  });

  it('has the latest first, and no more than are drawn', () => {
    const lines = Array.from({ length: RUNS_DRAWN + 5 }, () => historyLine(conformance(), []));
    const numbers = pastRuns(lines.join('\n')).map(({ number }) => number);
    assert.deepEqual([numbers[0], numbers.length, numbers.at(-1)], [RUNS_DRAWN + 5, RUNS_DRAWN, 6]);
  });

  it('takes lines of earlier versions, and leaves out what is no run', () => {
    const earlier = JSON.stringify({ profile: 'sees', scenarios: { passed: 3, failed: '4' } });
    const strange = JSON.stringify({ scenarios: {}, tests: { a: { status: 'exploded' }, b: { status: 'passed' } } });
    const others = ['', 'null', '[]', '{"scenarios":3}', '{"scenarios":{},"tests":{"a":1}}', '{"cut o'];
    const [last, first, ...rest] = pastRuns([earlier, ...others, strange].join('\n'));
    assert.deepEqual(rest, []);
    assert.deepEqual(first, {
      number: 1,
      profile: 'sees',
      scenarios: { passed: 3, failed: 0, broken: 0, skipped: 0 },
      tests: new Map(),
    });
    assert.equal(last?.number, 8);
    assert.deepEqual([...last.tests], [['b', { status: 'passed', startMs: 0, durationMs: 0 }]]);
  });
});
