import type { Configuration } from '../target';
import { partOf } from '../verdict';

/** Redemptions that this run may spend; undefined: as many as it takes. Shards know nothing of each other: each has its part. */
export function allowedRedemptions({ limits: { redemptions }, shard }: Configuration): number | undefined {
  return redemptions === undefined || shard === undefined ? redemptions : partOf(redemptions, shard);
}
