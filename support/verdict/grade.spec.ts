import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../checks';
import type { Level } from '../ledger';
import { gradeFinding, outcomeOf } from './grade';
import type { Outcome } from './outcome';

const LEVELS: readonly Level[] = ['MUST', 'CONFIG', 'SHOULD', 'MAY', 'INFO', 'STEP'];

/** A column per level, in the order above. */
const TABLE: Readonly<Record<Finding['verdict'], readonly Outcome[]>> = {
  right: ['pass', 'pass', 'pass', 'info', 'info', 'info'],
  wrong: ['fail', 'fail', 'warn', 'info', 'info', 'info'],
  observed: ['info', 'info', 'info', 'info', 'info', 'info'],
  'not-applicable': LEVELS.map(() => 'not-applicable'),
  'could-not-test': LEVELS.map(() => 'could-not-test'),
  'harness-error': LEVELS.map(() => 'harness-error'),
};

describe('outcomeOf', () => {
  for (const [verdict, outcomes] of Object.entries(TABLE) as [Finding['verdict'], readonly Outcome[]][]) {
    it(`makes of ${verdict} what the level says`, () => {
      assert.deepEqual(
        LEVELS.map((level) => outcomeOf(verdict, level)),
        outcomes,
      );
    });
  }
});

describe('gradeFinding', () => {
  it('keeps the finding and adds level, outcome and kind', () => {
    const finding: Finding = {
      check: 'SEQ-42',
      verdict: 'wrong',
      message: 'm',
      expected: 'e',
      observed: 'o',
      exchange: 4,
    };
    assert.deepEqual(JSON.parse(JSON.stringify(gradeFinding(finding, 'SHOULD', true))), {
      ...finding,
      level: 'SHOULD',
      outcome: 'warn',
      invariant: true,
    });
  });
});
