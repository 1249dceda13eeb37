/**
 * Which shard runs a scenario: they are dealt out in turn, so neighbors (often slow in the same way) are spread.
 * @param place of the scenario in the undivided run, from 0
 * @returns counted from 1
 */
export function shardOf(place: number, count: number): number {
  return (place % count) + 1;
}

/** A shard's part of something that can be spent only once, e.g. redemptions: all parts together are the amount. */
export function partOf(amount: number, { index, count }: { readonly index: number; readonly count: number }): number {
  return Math.floor(amount / count) + (index <= amount % count ? 1 : 0);
}
