import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeDigest } from '../verdict';
import { killEvidence } from './kill-evidence';
import { faultsOf, type KillMatrix, type MatrixRow } from './kill-matrix';
import { matrixMarkdown } from './matrix-markdown';

const row = (more: Partial<MatrixRow> = {}): MatrixRow => ({
  violation: 'expiry-ignored',
  party: 'expressplay',
  sentence: 'ExpressPlay ignores | expiry.',
  breaks: ['SEQ-44'],
  scenarios: 3,
  result: 'killed',
  applied: 4,
  killedBy: ['SEQ-44'],
  missed: [],
  undeclared: [],
  ...more,
});

const matrix = (more: Partial<KillMatrix> = {}): KillMatrix => ({
  schemaVersion: 1,
  suite: '1.0.0',
  digest: 'd',
  seed: 7,
  full: false,
  partial: false,
  rows: [row()],
  checks: [{ check: 'SEQ-44', level: 'MUST', killed: ['expiry-ignored'] }],
  benign: [{ variations: ['a', 'b'], passed: 280, complaints: [] }],
  pairs: [],
  seconds: 1.25,
  ...more,
});
const complaint = { check: 'SEQ-42', outcome: 'fail', reason: 'why\nnot' } as const;

describe('a kill matrix', () => {
  it('without a fault says so', () => {
    assert.deepEqual(faultsOf(matrix()), []);
    const page = matrixMarkdown(matrix());
    assert.match(page, /Violations: all 1 killed\./);
    assert.doesNotMatch(page, /## Faults/);
    assert.match(page, /\| expiry-ignored \| ExpressPlay ignores \\\| expiry\. \| killed \| SEQ-44 \| 4 \| 3 \|/);
  });

  for (const [name, wrong, said] of [
    ['a survivor', { rows: [row({ result: 'survived', missed: [complaint] })] }, /^survived: expiry-ignored .*SEQ-42/],
    ['what was not applied', { rows: [row({ result: 'not-applied', applied: 0 })] }, /^not applied: expiry-ignored/],
    ['a false kill', { rows: [row({ result: 'false-kill', undeclared: [complaint] })] }, /^false kill: .*SEQ-42/],
    ['an unproved check', { checks: [{ check: 'SEQ-44', level: 'MUST', killed: [] }] }, /^unproved: .*SEQ-44/],
    [
      'a wolf cried',
      { benign: [{ variations: ['a'], passed: 1, complaints: [complaint] }] },
      /^cried wolf: a .*SEQ-42/,
    ],
    [
      'a pair that hides something',
      { pairs: [{ members: [{ violation: 'x', result: 'survived' }], ok: false }] },
      /^pair: x survived/,
    ],
  ] as [string, Partial<KillMatrix>, RegExp][]) {
    it(`names ${name} first`, () => {
      const [fault, ...rest] = faultsOf(matrix(wrong));
      assert.match(fault ?? '', said);
      assert.deepEqual(rest, []);
      const page = matrixMarkdown(matrix(wrong));
      assert.ok(page.indexOf('## Faults') > 0 && page.indexOf('## Faults') < page.indexOf('## Violations'));
    });
  }

  it('of some violations does not miss the others', () => {
    assert.deepEqual(faultsOf(matrix({ partial: true, checks: [{ check: 'A-1', level: 'MUST', killed: [] }] })), []);
  });

  it('becomes evidence by check', () => {
    assert.deepEqual(killEvidence(matrix()), {
      schemaVersion: 1,
      suite: '1.0.0',
      digest: 'd',
      seed: 7,
      violations: 1,
      checks: { 'SEQ-44': ['expiry-ignored'] },
    });
  });
});

describe('the digest of the code', () => {
  it('is a SHA-256 and the same twice', () => {
    assert.match(codeDigest(), /^[0-9a-f]{64}$/);
    assert.equal(codeDigest(), codeDigest());
  });
});
