import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { gateVerdict } from './exit-code';
import { OUTCOMES, type Gate, type Outcome } from './outcome';

type Word = Outcome | 'waived fail' | 'waived warn';

/** One requirement per word. */
function requirements(...outcomes: readonly Word[]): Parameters<typeof gateVerdict>[1] {
  return outcomes.map((word) => {
    const waived = word.startsWith('waived ');
    return { checks: [{ outcome: word.replace('waived ', '') as Outcome, ...(waived ? { waived } : {}) }] };
  });
}

describe('gateVerdict', () => {
  const table: readonly [string, Record<Gate, number>, readonly Word[]][] = [
    [
      'everything right',
      { must: 0, should: 0, none: 0 },
      ['pass', 'info', 'not-observable', 'not-applicable', 'not-selected'],
    ],
    ['a failure', { must: 1, should: 1, none: 0 }, ['pass', 'fail']],
    ['a warning', { must: 0, should: 1, none: 0 }, ['pass', 'warn']],
    ['a waived failure', { must: 0, should: 0, none: 0 }, ['pass', 'waived fail']],
    ['a waived warning', { must: 0, should: 0, none: 0 }, ['waived warn']],
    ['a waived failure beside one that is not', { must: 1, should: 1, none: 0 }, ['waived fail', 'fail']],
    ['something that could not be tested', { must: 3, should: 3, none: 3 }, ['pass', 'could-not-test']],
    ['a fault of ours', { must: 3, should: 3, none: 3 }, ['pass', 'harness-error']],
    [
      'a failure beside what could not be tested',
      { must: 1, should: 1, none: 3 },
      ['could-not-test', 'fail', 'harness-error'],
    ],
    ['a warning beside what could not be tested', { must: 3, should: 1, none: 3 }, ['warn', 'could-not-test']],
    ['nothing at all', { must: 3, should: 3, none: 3 }, []],
    [
      'nothing that is judged',
      { must: 3, should: 3, none: 3 },
      ['info', 'not-observable', 'not-selected', 'not-applicable'],
    ],
    ['nothing but a failure', { must: 1, should: 1, none: 0 }, ['fail']],
  ];
  for (const [what, codes, outcomes] of table) {
    it(`says ${Object.entries(codes)
      .map(([gate, code]) => `${gate} ${String(code)}`)
      .join(', ')} to ${what}`, () => {
      const judged = requirements(...outcomes);
      for (const gate of ['must', 'should', 'none'] as const)
        assert.equal(gateVerdict(gate, judged).exitCode, codes[gate], gate);
    });
  }

  it('ranks a proven violation above a run that was ended early, and nothing else', () => {
    assert.equal(gateVerdict('must', requirements('fail'), 'interrupted').exitCode, 1);
    const partial = gateVerdict('must', requirements('pass'), 'interrupted');
    assert.deepEqual(partial, { gate: 'must', exitCode: 3, reason: 'the run is partial: interrupted' });
    assert.equal(gateVerdict('none', requirements('fail'), 'interrupted').exitCode, 3);
  });

  it('counts what it complains of', () => {
    assert.equal(gateVerdict('must', requirements('fail')).reason, '1 check failed the gate (must)');
    assert.equal(gateVerdict('should', requirements('fail', 'warn')).reason, '2 checks failed the gate (should)');
    assert.equal(
      gateVerdict('must', requirements('could-not-test', 'harness-error')).reason,
      '2 checks could not be tested',
    );
  });

  it('says what it lets pass', () => {
    const passing: readonly [Gate, readonly Word[], string][] = [
      ['must', ['pass'], 'every check that was judged is right'],
      ['must', ['pass', 'waived fail'], 'every check that was judged is right, apart from 1 that is waived'],
      ['none', ['fail', 'fail', 'warn', 'pass'], '2 checks failed and 1 warned; the gate (none) lets them pass'],
      ['must', ['pass', 'warn'], '1 check warned; the gate (must) lets it pass'],
      ['none', ['fail', 'waived fail'], '1 check failed and 1 is waived; the gate (none) lets it pass'],
    ];
    for (const [gate, outcomes, reason] of passing) {
      assert.deepEqual(gateVerdict(gate, requirements(...outcomes)), { gate, exitCode: 0, reason });
    }
  });

  it('is 0 only where something was judged and nothing is open', () => {
    const some = fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 6 });
    fc.assert(
      fc.property(some, fc.constantFrom<Gate>('must', 'should', 'none'), (outcomes, gate) => {
        const { exitCode } = gateVerdict(gate, requirements(...outcomes));
        const judged = outcomes.some((outcome) => ['pass', 'fail', 'warn'].includes(outcome));
        const open = outcomes.some((outcome) => outcome === 'could-not-test' || outcome === 'harness-error');
        if (exitCode === 0) assert.ok(judged && !open);
        if (exitCode === 1) assert.ok(outcomes.includes('fail') || (gate === 'should' && outcomes.includes('warn')));
        if (exitCode === 3) assert.ok(open || !judged);
      }),
      { numRuns: 300 },
    );
  });
});
