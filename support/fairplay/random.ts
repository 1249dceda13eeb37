import { randomBytes } from 'node:crypto';

/** Gives that many random bytes. */
export type Random = (bytes: number) => Buffer;

/** The operating system's. */
export const systemRandom: Random = (bytes) => randomBytes(bytes);

/** A new array in random order (Fisher and Yates). */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = random(4).readUInt32BE() % (last + 1);
    const [moved] = result.splice(other, 1, result[last] as T);
    result[last] = moved as T;
  }
  return result;
}
