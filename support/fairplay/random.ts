import { randomBytes } from 'node:crypto';

/** Gives that many random bytes. */
export type Random = (bytes: number) => Buffer;

/** One draw from the operating system for many small ones: an SPC takes some hundred. */
const POOL_BYTES = 16_384;
let pool = Buffer.alloc(0);

/** The operating system's; every byte is given once. */
export const systemRandom: Random = (bytes) => {
  if (bytes > POOL_BYTES / 4) return randomBytes(bytes);
  if (bytes > pool.length) pool = randomBytes(POOL_BYTES);
  // A copy, so that nobody keeps or changes what is given to others.
  const given = Buffer.from(pool.subarray(0, bytes));
  pool = pool.subarray(bytes);
  return given;
};

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
