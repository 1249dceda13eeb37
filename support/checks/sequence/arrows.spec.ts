import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../finding';
import { ARROWS } from './arrows';
import { known, Play } from './testing/play';

function judged(play: Play, changes: Parameters<typeof known>[0] = {}): Map<string, Finding> {
  const findings = ARROWS.flatMap((check) => check.judge(play.journal, known(changes)));
  return new Map(findings.map((finding) => [finding.check, finding]));
}

function verdicts(play: Play, changes?: Parameters<typeof known>[0]): Record<string, string> {
  return Object.fromEntries([...judged(play, changes)].map(([id, { verdict }]) => [id, verdict]));
}

const BINDING = ['SEQ-20', 'SEQ-25', 'SEQ-27', 'SEQ-30', 'SEQ-32', 'SEQ-33'];
const TIME = ['SEQ-01', 'SEQ-03', 'SEQ-05'];

function all(ids: readonly string[], verdict: string): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, verdict]));
}

describe('arrows', () => {
  it('are observed where the journal has them, each in its own sequence', () => {
    const binding = new Play();
    binding.registered();
    binding.played();
    assert.deepEqual(verdicts(binding), { ...all(BINDING, 'observed'), ...all(TIME, 'could-not-test') });
    const timed = new Play();
    timed.redeem(timed.timed());
    assert.deepEqual(verdicts(timed), { ...all(TIME, 'observed'), ...all(BINDING, 'could-not-test') });
  });

  it('could not be tested where the scenario did not get there', () => {
    assert.deepEqual(verdicts(new Play()), all([...TIME, ...BINDING], 'could-not-test'));
    const registered = new Play();
    registered.registered();
    const { 'SEQ-20': begun, 'SEQ-32': bound, 'SEQ-33': compared } = verdicts(registered);
    // The license of the registration is another arrow.
    assert.deepEqual([begun, bound, compared], ['observed', 'could-not-test', 'could-not-test']);
  });

  it('behind a bound token are not there where tokens are not bound', () => {
    const play = new Play();
    play.registered();
    const found = judged(play, { readings: { 'deviceBinding.supported': false } });
    assert.equal(found.get('SEQ-32')?.verdict, 'not-applicable');
    assert.equal(found.get('SEQ-33')?.verdict, 'not-applicable');
    assert.equal(found.get('SEQ-05')?.verdict, 'could-not-test');
  });

  it('of the backend are not applicable where nobody sees it', () => {
    const play = new Play();
    play.bound('device A', { calls: () => undefined });
    const found = judged(play, { backend: false });
    for (const id of ['SEQ-03', 'SEQ-27', 'SEQ-30']) {
      assert.equal(found.get(id)?.verdict, 'not-applicable');
      assert.match(found.get(id)?.message ?? '', /cannot be seen in this profile$/u);
    }
    assert.equal(found.get('SEQ-25')?.verdict, 'observed');
    assert.equal(found.get('SEQ-32')?.verdict, 'could-not-test');
  });

  it('of the backend are not there where SEES granted without them', () => {
    const play = new Play();
    play.bound('device A', { calls: () => undefined });
    const record = judged(play).get('SEQ-27');
    assert.equal(record?.verdict, 'not-applicable');
    assert.match(record.message, /SEES granted without a record retrieval/u);
  });

  it('inside ExpressPlay hang on the answer that comes of them', () => {
    const play = new Play();
    const license = play.played();
    const found = judged(play).get('SEQ-33');
    assert.equal(found?.message, 'arrow B15 is drawn; it happens inside ExpressPlay');
    assert.equal(found.exchange, license.number);
  });
});
