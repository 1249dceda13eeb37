import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pastRuns, RUNS_DRAWN } from '../past-runs';
import { failedRecord } from '../testing/records';
import { conformance } from '../testing/reports';
import { scratchFolder } from '../testing/scratch';
import { addToHistory, historyLine, withoutOldTests } from './history';

const LINE = historyLine(conformance(), [failedRecord()]);

function lines(number: number): string {
  return `${LINE}\n`.repeat(number);
}

describe('history.jsonl', () => {
  it('keeps a line for every run, and what scenarios showed for the last ones', () => {
    assert.equal(withoutOldTests(lines(2 * RUNS_DRAWN)), undefined);
    const kept = withoutOldTests(`{"cut o\n${lines(2 * RUNS_DRAWN + 1)}`) ?? '';
    const [cut, ...runs] = kept.split('\n').slice(0, -1);
    assert.equal(cut, '{"cut o');
    assert.equal(runs.length, 2 * RUNS_DRAWN + 1);
    const { tests, ...rest } = JSON.parse(LINE) as Record<string, unknown>;
    assert.ok(tests);
    assert.deepEqual(JSON.parse(runs[RUNS_DRAWN] ?? ''), rest);
    assert.deepEqual(runs.slice(-RUNS_DRAWN), lines(RUNS_DRAWN).trimEnd().split('\n'));
    assert.equal(pastRuns(kept).filter((run) => run.tests.size > 0).length, RUNS_DRAWN);
  });

  it('forgets while runs are added', (context) => {
    const path = join(scratchFolder(context), 'history.jsonl');
    for (let run = 0; run < 3 * RUNS_DRAWN; run += 1) addToHistory(path, LINE);
    const written = readFileSync(path, 'utf8').trimEnd().split('\n');
    assert.equal(written.length, 3 * RUNS_DRAWN);
    assert.ok(written.filter((line) => line.includes('"tests"')).length <= 2 * RUNS_DRAWN);
  });

  it('throws where the line cannot be written', (context) => {
    const path = join(scratchFolder(context), 'history.jsonl');
    mkdirSync(path);
    assert.throws(() => {
      addToHistory(path, LINE);
    }, /EISDIR/u);
  });
});
