import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { provedBy } from './proof';

describe('proved by', () => {
  const proof = (check: string): readonly string[] =>
    check === 'A-1.x' ? ['one', 'two'] : check === 'A-1.y' ? ['two'] : [];

  it('names every violation once', () => {
    assert.equal(provedBy(['A-1.x', 'A-1.y'], proof), 'one, two');
  });

  it('tells no violation from no proof', () => {
    assert.equal(provedBy(['A-2'], proof), 'no seeded violation');
    assert.equal(provedBy(['A-1.x'], undefined), 'not proved for this version');
  });
});
