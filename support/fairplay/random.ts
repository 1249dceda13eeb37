import { randomBytes } from 'node:crypto';

/** Gives that many random bytes. */
export type Random = (bytes: number) => Buffer;

/** One draw from the operating system for many small ones: an SPC takes some hundred. */
const POOL_BYTES = 16_384;
let pool = Buffer.alloc(0);
let given = 0;

/** The operating system's; every byte is given once. */
export const systemRandom: Random = (bytes) => {
  if (bytes > POOL_BYTES / 4) return randomBytes(bytes);
  if (given + bytes > pool.length) {
    pool = randomBytes(POOL_BYTES);
    given = 0;
  }
  given += bytes;
  return pool.subarray(given - bytes, given);
};

/** A new array in random order (Fisher and Yates). */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  const draws = random(4 * Math.max(result.length - 1, 0));
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = draws.readUInt32BE(4 * (last - 1)) % (last + 1);
    const moved = result[other] as T;
    result[other] = result[last] as T;
    result[last] = moved;
  }
  return result;
}
