import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CheckVerdict, ConformanceReport, Outcome } from '../../verdict';
import { checkVerdict, conformance, requirement } from '../testing/reports';
import { compareReports, unwaived } from './compare';
import { comparisonMarkdown } from './comparison-markdown';

function reportWith(...checks: readonly CheckVerdict[]): ConformanceReport {
  return conformance({ requirements: checks.map((check) => requirement([check])) });
}

function compared(before: Outcome, after: Outcome, more: Partial<CheckVerdict> = {}): string {
  const comparison = compareReports(
    reportWith(checkVerdict('SEQ-35', before)),
    reportWith(checkVerdict('SEQ-35', after, more)),
  );
  const kinds = ['regressions', 'fixes', 'lost', 'gained', 'others'] as const;
  const found = kinds.filter((kind) => comparison[kind].length > 0);
  assert.ok(found.length <= 1);
  return `${found[0] ?? 'nothing'}${unwaived(comparison).length > 0 ? ', red' : ''}`;
}

describe('two reports', () => {
  it('differ for the worse', () => {
    assert.equal(compared('pass', 'fail'), 'regressions, red');
    assert.equal(compared('pass', 'warn'), 'regressions, red');
    assert.equal(compared('warn', 'fail'), 'regressions, red');
    assert.equal(compared('info', 'fail'), 'regressions, red');
    assert.equal(compared('pass', 'could-not-test'), 'regressions, red');
    assert.equal(compared('pass', 'harness-error'), 'regressions, red');
    assert.equal(compared('pass', 'fail', { waived: true }), 'regressions');
  });

  it('differ for the better, in what is seen, or in kind', () => {
    assert.equal(compared('fail', 'pass'), 'fixes');
    assert.equal(compared('could-not-test', 'info'), 'fixes');
    assert.equal(compared('pass', 'not-selected'), 'lost');
    assert.equal(compared('fail', 'not-observable'), 'lost');
    assert.equal(compared('not-selected', 'fail'), 'gained');
    assert.equal(compared('fail', 'warn'), 'others');
    assert.equal(compared('warn', 'could-not-test'), 'others');
  });

  it('do not differ', () => {
    for (const [before, after] of [
      ['pass', 'pass'],
      ['fail', 'fail'],
      ['pass', 'info'],
      ['not-selected', 'not-observable'],
    ] as const) {
      assert.equal(compared(before, after), 'nothing', `${before} to ${after}`);
    }
  });

  it('differ in their requirements and readings', () => {
    const before = reportWith(checkVerdict('SEQ-35', 'pass'), checkVerdict('SEQ-36', 'pass'));
    const after = reportWith(checkVerdict('SEQ-35', 'pass'), checkVerdict('SEQ-99', 'fail'));
    const moved = { ...after, run: { ...after.run, readings: { ...after.run.readings, 'x.y': ['a'] } } };
    const comparison = compareReports(before, moved);
    assert.deepEqual(comparison.added, ['SEQ-99']);
    assert.deepEqual(comparison.gone, ['SEQ-36']);
    assert.deepEqual(comparison.readings, [{ reading: 'x.y', before: undefined, after: ['a'] }]);
    assert.deepEqual(unwaived(comparison), []);
    const text = comparisonMarkdown(comparison, before, moved);
    for (const words of [
      'no regression',
      '### New requirements\n\n- SEQ-99',
      '### Gone requirements\n\n- SEQ-36',
      '`x.y`: not known → a',
    ]) {
      assert.ok(text.includes(words), words);
    }
  });
});

describe('a comparison as Markdown', () => {
  it('puts regressions first and keeps to a length, whatever the reasons hold', () => {
    const ids = Array.from({ length: 60 }, (_, index) => `SEQ-${String(index + 1)}`);
    const before = reportWith(...ids.map((id) => checkVerdict(id, 'pass')));
    const after = reportWith(...ids.map((id) => checkVerdict(id, 'fail', { reason: `a | b <i>${'x'.repeat(999)}` })));
    const text = comparisonMarkdown(compareReports(before, after), before, after);
    assert.match(text, /^## Conformance: 60 regressions\n/);
    assert.equal(text.split('\n').filter((line) => line.includes('pass → fail')).length, 40);
    assert.match(text, /- and 20 more/);
    assert.ok(!text.includes('<i>'));
    assert.ok(text.length < 40_000);
  });
});
