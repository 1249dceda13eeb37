import { mergedSettings, together, type Variation, type Violation } from '../violations';
import { numberFrom, shuffled } from './seeded';

/** More rounds than a sample can need; a catalog of one family has no pairs at all. */
const MOST_ROUNDS = 1000;

/**
 * Pairs of violations from different families that can be there at once. Every violation comes before any comes again.
 * @param count most of them
 */
export function pairsOf(
  violations: readonly Violation[],
  count: number,
  seed: number,
  familyOf: (violation: Violation) => string,
): (readonly [Violation, Violation])[] {
  const pairs = new Map<string, readonly [Violation, Violation]>();
  for (let round = 0; pairs.size < count && round < MOST_ROUNDS; round += 1) {
    const order = shuffled(violations, ({ id }) => id, seed, round);
    for (let index = 0; index + 1 < order.length && pairs.size < count; index += 2) {
      const [a, b] = [order[index], order[index + 1]];
      if (a === undefined || b === undefined || familyOf(a) === familyOf(b)) continue;
      if (mergedSettings([a.settings ?? {}, b.settings ?? {}]) === undefined) continue;
      pairs.set([a.id, b.id].sort().join(' '), [a, b]);
    }
  }
  return [...pairs.values()];
}

/** Two to six variations at once. */
export function combinationsOf(
  variations: readonly Variation[],
  count: number,
  seed: number,
): (readonly Variation[])[] {
  const combinations: (readonly Variation[])[] = [];
  for (let round = 0; combinations.length < count && round < MOST_ROUNDS; round += 1) {
    const size = 2 + (numberFrom(seed, 'size', round) % 5);
    const chosen: Variation[] = [];
    for (const variation of shuffled(variations, ({ id }) => id, seed, round)) {
      if (chosen.length === size) break;
      if (together([...chosen, variation]) !== undefined) chosen.push(variation);
    }
    if (chosen.length > 1) combinations.push(chosen);
  }
  return combinations;
}
