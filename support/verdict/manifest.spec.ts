import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { manifestOf } from './testing/story';

describe('Manifest', () => {
  it('sees everything in profile stub', () => {
    const manifest = manifestOf();
    assert.deepEqual(
      manifest.ledger.checks.filter((check) => manifest.unseen(check.id) !== undefined),
      [],
    );
  });

  const doubles = [
    ['sees', 'EP-LIC-06', 'SEQ-09', 'in profile sees ExpressPlay is played by a double of ours'],
    ['expressplay', 'SEES-RES-01', 'EP-LIC-06', 'in profile expressplay SEES is played by a double of ours'],
  ] as const;
  for (const [profile, unseen, seen, reason] of doubles) {
    it(`does not judge the double that plays in profile ${profile}`, () => {
      const manifest = manifestOf(profile);
      assert.deepEqual(manifest.unseen(unseen), { outcome: 'not-observable', reason });
      assert.equal(manifest.unseen(seen), undefined);
      assert.equal(manifest.unseen('SEQ-41'), undefined, 'what is demanded of both');
      assert.equal(manifest.unseen('SEQ-01'), undefined, 'an arrow');
    });
  }

  it('says why a need is not offered, and finds words of its own where nobody does', () => {
    const manifest = manifestOf('end-to-end', { backend: 'nobody sees that leg' });
    assert.deepEqual(manifest.unseen('SEQ-02'), { outcome: 'not-observable', reason: 'nobody sees that leg' });
    const silent = manifestOf('end-to-end', { 'two-devices': '' }).unseen('SEQ-42');
    assert.equal(silent?.reason, 'profile end-to-end does not offer two-devices');
  });

  it('tells invariants from checks that a step judges', () => {
    const manifest = manifestOf('stub', { backend: 'no backend' });
    assert.equal(manifest.invariant('SEES-RES-01')?.id, 'SEES-RES-01');
    assert.equal(manifest.invariant('SEQ-09'), undefined);
    assert.equal(manifest.invariant('EP-TOK-01'), undefined, 'not seen here');
    assert.ok(manifest.invariants.every(({ needs }) => !needs.includes('backend')));
    assert.ok(manifest.invariants.length > 10);
  });

  it('owes a scenario every part of its tags, save invariants and what is not seen', () => {
    const manifest = manifestOf('stub', { faults: 'no faults' });
    const requirements = ['SEQ-38', 'SEES-RES-01', 'SEES-ERR-09', 'SEQ-51', 'SEQ-99'];
    assert.deepEqual(
      manifest.dueIn({ requirements }).map(({ id }) => id),
      ['SEQ-38.unbound', 'SEQ-38.refused', 'SEQ-51.paired', 'SEQ-51.connection'],
    );
    assert.deepEqual(manifest.checksOf('SEQ-99'), []);
  });
});
