import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge, judgeMember } from './judgement';
import type { Complaint } from './trial';

const EXPECTED = { breaks: ['A-1', 'A-2.part'], consequences: ['B-1'] };
const says = (check: string, outcome: Complaint['outcome']): Complaint => ({ check, outcome, reason: 'why' });
const BOTH = [says('A-1', 'fail'), says('A-2.part', 'warn')];

describe('a violation', () => {
  it('is killed when every named check failed and nothing else did', () => {
    const judgement = judge(EXPECTED, { applied: 2, complaints: [...BOTH, says('B-1', 'fail')] });
    assert.deepEqual(judgement, {
      result: 'killed',
      applied: 2,
      killedBy: ['A-1', 'A-2.part'],
      missed: [],
      undeclared: [],
    });
  });

  it('is not applied when it never made a difference, whatever failed', () => {
    assert.equal(judge(EXPECTED, { applied: 0, complaints: BOTH }).result, 'not-applied');
  });

  for (const outcome of ['could-not-test', 'harness-error'] as const) {
    it(`survives a named check that is ${outcome}`, () => {
      const judgement = judge(EXPECTED, { applied: 1, complaints: [says('A-1', 'fail'), says('A-2.part', outcome)] });
      assert.equal(judgement.result, 'survived');
      assert.deepEqual(judgement.missed, [says('A-2.part', outcome)]);
    });
  }

  it('survives a named check that passed', () => {
    const judgement = judge(EXPECTED, { applied: 1, complaints: [says('A-1', 'fail')] });
    assert.equal(judgement.result, 'survived');
    assert.deepEqual(judgement.missed, [{ check: 'A-2.part', outcome: 'pass', reason: 'nothing was found wrong' }]);
  });

  for (const outcome of ['fail', 'warn', 'harness-error'] as const) {
    it(`is a false kill when another check is ${outcome}`, () => {
      const judgement = judge(EXPECTED, { applied: 1, complaints: [...BOTH, says('C-1', outcome)] });
      assert.equal(judgement.result, 'false-kill');
      assert.deepEqual(judgement.undeclared, [says('C-1', outcome)]);
    });
  }

  it('may keep other checks from being tested', () => {
    assert.equal(
      judge(EXPECTED, { applied: 1, complaints: [...BOTH, says('C-1', 'could-not-test')] }).result,
      'killed',
    );
  });

  it('never excuses an error of the harness, not even a declared one', () => {
    const judgement = judge(EXPECTED, { applied: 1, complaints: [...BOTH, says('B-1', 'harness-error')] });
    assert.equal(judgement.result, 'false-kill');
  });
});

describe('a violation beside another', () => {
  const violation = { id: 'v', breaks: ['A-1', 'A-2'] };
  const member = (applied: number, ...complaints: Complaint[]): string =>
    judgeMember(violation, applied, complaints).result;

  it('is found by any of its checks', () => {
    assert.equal(member(1, says('A-2', 'warn')), 'found');
  });

  it('is masked where it was not applied, or where none of its checks came to a verdict', () => {
    assert.equal(member(0), 'masked');
    assert.equal(member(3, says('A-1', 'could-not-test'), says('A-2', 'could-not-test')), 'masked');
  });

  it('survives where it was at work and a check passed it', () => {
    assert.equal(member(1), 'survived');
    assert.equal(member(1, says('A-1', 'could-not-test')), 'survived');
    assert.equal(member(1, says('A-1', 'harness-error'), says('A-2', 'could-not-test')), 'survived');
  });
});
