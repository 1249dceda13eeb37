import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConformanceReport } from '../../verdict';
import { checkVerdict, conformance, requirement } from '../testing/reports';
import { badgeJson } from './badge';

type Checks = Parameters<typeof requirement>[0];

const PASSED: Checks = [checkVerdict('SEQ-35', 'pass'), checkVerdict('SEQ-42', 'pass')];
const FAILED = checkVerdict('SEES-TRN-01', 'fail');
const WARNED = checkVerdict('SEES-TRN-02', 'warn');

function badge(
  exitCode: 0 | 1 | 2 | 3,
  checks: Checks,
  more: Partial<ConformanceReport> = {},
  gate: 'must' | 'should' | 'none' = 'must',
): Record<string, unknown> {
  const report = conformance({
    requirements: [requirement(checks)],
    verdict: { gate, exitCode, reason: 'so' },
    ...more,
  });
  return JSON.parse(badgeJson(report)) as Record<string, unknown>;
}

describe('badgeJson', () => {
  it('is what the endpoint format asks for, and nothing else', () => {
    assert.deepEqual(badge(0, PASSED), {
      schemaVersion: 1,
      label: 'SEES conformance',
      message: 'conformant, 2 checks',
      color: 'brightgreen',
    });
  });

  it('is red for violations, counting those of the gate', () => {
    const checks = [...PASSED, FAILED, WARNED];
    const { message, color, isError } = badge(1, checks);
    assert.deepEqual({ message, color, isError }, { message: '1 failed', color: 'red', isError: true });
    assert.equal(badge(1, checks, {}, 'should').message, '2 failed');
  });

  it('is red for a waiver alone', () => {
    assert.deepEqual([badge(1, PASSED).message, badge(1, PASSED).color], ['waivers to settle', 'red']);
  });

  for (const exitCode of [2, 3] as const) {
    it(`is never green where nothing could be tested (${String(exitCode)})`, () => {
      assert.deepEqual(
        [badge(exitCode, PASSED).message, badge(exitCode, PASSED).color],
        ['could not test', 'lightgrey'],
      );
    });
  }

  it('does not call conformant what a gate let pass', () => {
    assert.deepEqual(
      [badge(0, [...PASSED, WARNED]).message, badge(0, [...PASSED, WARNED]).color],
      ['passed the gate, 1 warned', 'green'],
    );
    assert.deepEqual(
      [badge(0, [...PASSED, FAILED, WARNED], {}, 'none').message, badge(0, [...PASSED, FAILED], {}, 'none').color],
      ['passed the gate, 1 failed, 1 warned', 'yellow'],
    );
  });

  it('tells of waivers and of a selection', () => {
    const { run } = conformance();
    assert.equal(badge(0, [...PASSED, { ...FAILED, waived: true }]).message, 'conformant, 1 waived');
    for (const selection of [{ tags: '@SEQ-42' }, { requirement: ['SEQ-42'] }, { shard: '1/4' }]) {
      assert.equal(badge(0, PASSED, { run: { ...run, selection } }).message, 'conformant in part, 2 checks');
    }
    assert.equal(
      badge(0, PASSED, { run: { ...run, selection: { config: 'my.yaml' } } }).message,
      'conformant, 2 checks',
    );
  });
});
