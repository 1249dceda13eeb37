import { createHash } from 'node:crypto';

/** A number from 0 to 2^32 - 1 that only the seed and the words decide. */
export function numberFrom(seed: number, ...words: readonly (string | number)[]): number {
  return createHash('sha256')
    .update([seed, ...words].join('\u0000'))
    .digest()
    .readUInt32BE(0);
}

/** The same items in an order that only the seed, the round and their names decide. */
export function shuffled<T>(items: readonly T[], nameOf: (item: T) => string, seed: number, round: number): T[] {
  return items
    .map((item) => ({ item, place: numberFrom(seed, 'shuffle', round, nameOf(item)), name: nameOf(item) }))
    .sort((a, b) => a.place - b.place || a.name.localeCompare(b.name))
    .map(({ item }) => item);
}
