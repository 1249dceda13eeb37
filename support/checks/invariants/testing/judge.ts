import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Known } from '../../check';
import type { Finding } from '../../finding';
import { knownWith, Story } from '../../reading/testing/story';
import { INVARIANTS } from '../index';

export function judge(id: string, story: Story, known: Known = knownWith()): Finding[] {
  const check = INVARIANTS.find((candidate) => candidate.id === id);
  assert.ok(check, `${id} is no invariant`);
  return check.judge(story.journal, known);
}

export type Row = readonly [
  name: string,
  expected: Finding['verdict'] | 'nothing',
  tell: (story: Story) => void,
  known?: Known,
];

/** One test a row: the story brings exactly one finding with this verdict, or none. */
export function rows(id: string, table: readonly Row[]): void {
  for (const [name, expected, tell, known] of table) {
    it(`${id}: ${name}: ${expected}`, () => {
      const story = new Story();
      tell(story);
      const findings = judge(id, story, known);
      assert.deepEqual(
        findings.map(({ verdict }) => verdict),
        expected === 'nothing' ? [] : [expected],
        JSON.stringify(findings),
      );
      for (const finding of findings) {
        assert.equal(finding.check, id);
        assert.equal(finding.verdict === 'wrong', finding.expected !== undefined && finding.observed !== undefined);
      }
    });
  }
}
