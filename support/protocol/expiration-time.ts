/** Longest life of a token and also the life of one whose request names none: 30 days (FP-TOK). */
export const MAX_EXPIRATION_SECONDS = 2_592_000;

/** `relative`: whole seconds from the issue of the token; `absolute`: milliseconds since the epoch. */
export type ExpirationTime =
  { readonly kind: 'relative'; readonly seconds: number } | { readonly kind: 'absolute'; readonly atMs: number };

const RELATIVE = /^\+([0-9]+)$/;
const ZULU = /^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?[Zz]$/;

/**
 * Reads the value of `expirationTime` (FP-TOK, SEES-TIME) after decoding; `undefined` where it is outside the grammar.
 *
 * Two forms, matched exactly (no blanks around them, no sign but `+`):
 * * `+` and decimal digits. Numbers beyond 2^53 - 1 count as 2^53 - 1: far over the limit either way.
 * * an RFC 3339 date-time in Zulu form. Numeric offsets are refused, `+00:00` and `-00:00` too: the documents say Zulu.
 *   Lower-case `t` and `z` are accepted, because RFC 3339 section 5.6 allows them. Fractional seconds may have any number
 *   of digits; what is finer than a millisecond is cut off. Dates that do not exist are refused. Second 60 is accepted
 *   where a leap second can stand (23:59:60 on the last day of a month) and counts as the next midnight.
 *
 * Whether the time is past, or more than 30 days ahead, is the caller's question.
 */
export function parseExpirationTime(text: string): ExpirationTime | undefined {
  const digits = RELATIVE.exec(text)?.[1];
  if (digits !== undefined) return { kind: 'relative', seconds: Math.min(Number(digits), Number.MAX_SAFE_INTEGER) };
  const parts = ZULU.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const lastDay = daysInMonth(year, month);
  if (lastDay === undefined || day < 1 || day > lastDay || hour > 23 || minute > 59 || second > 60) return undefined;
  if (second === 60 && !(hour === 23 && minute === 59 && day === lastDay)) return undefined;
  const milliseconds = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'));
  // Date.UTC would read the years 0 to 99 as 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return { kind: 'absolute', atMs: date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds };
}

function daysInMonth(year: number, month: number): number | undefined {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}
