import { UsageError } from './usage-error';

/**
 * The value of an option that takes a whole number.
 * @throws {UsageError} for anything else, with the right form
 */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`--${option} ${text}: Right: a whole number, ${String(least)} to ${String(most)}`);
}
