/** The middle of these numbers, of an even count the mean of the two in the middle; NaN of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/**
 * How much larger the one series is than the other: the median of the ratios that were made within a round, so that a
 * machine that was slow for a while was slow for both.
 * @throws {RangeError} when the series are of different length
 */
export function ratio(numbers: readonly number[], base: readonly number[]): number {
  if (numbers.length !== base.length) {
    throw new RangeError(`A ratio is made of as many rounds of both, not ${numbers.length} and ${base.length}`);
  }
  return median(numbers.map((number, round) => number / (base[round] ?? Number.NaN)));
}
