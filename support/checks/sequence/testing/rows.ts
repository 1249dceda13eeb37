import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Known } from '../../check';
import type { Finding } from '../../finding';
import { AUTHENTICATOR, DEVICE_A, DEVICE_B, DUMMY, MOVIE } from '../../reading/testing/story';
import { SEQUENCE } from '../index';
import { known as knownHere, Play, SHOW } from './play';

/** Nothing here was told to the redactor: what shows was put into a text. */
const SECRETS = [
  'secret-token',
  AUTHENTICATOR,
  DEVICE_A,
  DEVICE_B,
  ...[DUMMY, MOVIE, SHOW].flatMap(({ contentKey, iv }) => [contentKey, iv]),
].map((secret) => secret.toLowerCase());

export function judge(id: string, play: Play, known: Known = knownHere()): Finding[] {
  const check = SEQUENCE.find((candidate) => candidate.id === id);
  assert.ok(check, `${id} is no check of the sequence family`);
  return check.judge(play.journal, known);
}

/** `verdicts`: each verdict that was given, once, in their order, e.g. `right could-not-test`; `nothing` for no finding. */
export type Row = readonly [name: string, verdicts: string, tell: (play: Play) => void, known?: Known];

/** One test a row, for each of these checks. */
export function rows(ids: string | readonly string[], table: readonly Row[]): void {
  for (const id of [ids].flat()) {
    for (const [name, expected, tell, known] of table) {
      it(`${id}: ${name}: ${expected}`, () => {
        const play = new Play();
        tell(play);
        const findings = judge(id, play, known);
        const verdicts = [...new Set(findings.map(({ verdict }) => verdict))].join(' ');
        assert.equal(verdicts === '' ? 'nothing' : verdicts, expected, JSON.stringify(findings));
        for (const finding of findings) {
          assert.equal(finding.check, id);
          assert.equal(finding.verdict === 'wrong', finding.expected !== undefined && finding.observed !== undefined);
        }
        const told = JSON.stringify(findings).toLowerCase();
        assert.deepEqual(
          SECRETS.filter((secret) => told.includes(secret)),
          [],
          'a secret shows in a finding',
        );
      });
    }
  }
}
