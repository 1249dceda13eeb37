import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Identities } from './identities';

/** Two of each kind. */
function namesOf(identities: Identities): string[] {
  return [1, 2].flatMap(() => [identities.messageID(), identities.cookie(), identities.hu().toString('hex')]);
}

const seeds = fc.nat({ max: 2 ** 31 - 1 });
const words = fc.string({ minLength: 1, maxLength: 12 });
const RUNS = { numRuns: 100 };

describe('Identities', () => {
  it('are the same for the same seed, nonce and scope', () => {
    fc.assert(
      fc.property(seeds, words, words, (seed, nonce, scope) => {
        assert.deepEqual(namesOf(new Identities(seed, nonce, scope)), namesOf(new Identities(seed, nonce, scope)));
      }),
      RUNS,
    );
  });

  it('all differ under another seed, nonce or scope, and among each other', () => {
    const all = [
      new Identities(1, 'a', 's'),
      new Identities(1, 'b', 's'),
      new Identities(2, 'a', 's'),
      new Identities(1, 'a', 't'),
    ].flatMap(namesOf);
    assert.equal(new Set(all).size, 4 * 6);
  });

  it('do not depend on how many of another kind were taken', () => {
    const [one, other] = [new Identities(1, 'a', 's'), new Identities(1, 'a', 's')];
    other.hu();
    other.messageID();
    assert.equal(one.cookie(), other.cookie());
  });

  it('have the forms that the documents want', () => {
    fc.assert(
      fc.property(seeds, words, words, (seed, nonce, scope) => {
        const identities = new Identities(seed, nonce, scope);
        assert.match(identities.messageID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        const cookie = identities.cookie();
        assert.ok(cookie.length <= 32);
        assert.equal(encodeURIComponent(cookie), cookie);
        assert.equal(identities.hu().length, 20);
      }),
      RUNS,
    );
  });
});
