import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConformanceReport } from '../verdict';
import { Outputs } from './outputs';

const LOST = 'Allure results are incomplete: the disk is full (ENOSPC)';

function report(exitCode: 0 | 1 | 3, partial?: string): ConformanceReport {
  const verdict = { gate: 'must', exitCode, reason: 'as it was' };
  return { run: { ...(partial === undefined ? {} : { partial }) }, verdict } as unknown as ConformanceReport;
}

describe('Outputs', () => {
  it('ends the run at the first thing that is lost, also where it was lost before there was a run', () => {
    const said: string[] = [];
    const ended: string[] = [];
    const early = new Outputs((sentence) => said.push(sentence));
    early.onProblem(LOST);
    early.endWith((reason) => ended.push(reason));
    const late = new Outputs((sentence) => said.push(sentence));
    late.endWith((reason) => ended.push(reason));
    assert.deepEqual(ended, [LOST]);
    late.onProblem('junit.xml was not written: EACCES');
    assert.deepEqual(ended, [LOST, 'junit.xml was not written: EACCES']);
    assert.deepEqual(said, ended);
  });

  it('makes no verdict green, and none that is red less so', () => {
    const outputs = new Outputs(() => undefined);
    assert.equal(outputs.verdictOn(report(0)).verdict.exitCode, 0);
    outputs.onProblem(LOST);
    const codes = ([0, 1, 3] as const).map((code) => outputs.verdictOn(report(code)).verdict.exitCode);
    assert.deepEqual(codes, [3, 1, 3]);
    assert.equal(outputs.verdictOn(report(0)).run.partial, LOST);
    assert.equal(outputs.verdictOn(report(3, 'ended by SIGINT')).run.partial, 'ended by SIGINT');
  });

  it('tells who comes after the files what became of them', async () => {
    const outputs = new Outputs(() => undefined);
    const heard: number[] = [];
    const listener = outputs.afterwards({ runFinished: ({ verdict }) => void heard.push(verdict.exitCode) });
    await listener.runFinished?.(report(0));
    outputs.onProblem(LOST);
    await listener.runFinished?.(report(0));
    assert.deepEqual(heard, [0, 3]);
  });
});
