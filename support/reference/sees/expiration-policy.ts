import { parseExpirationTime } from '../../protocol';

/** `+<seconds>` as an RFC 3339 time counted from `nowMs`, to the millisecond; every other policy as it is. */
export function relativeToAbsolute(policy: string, nowMs: number): string {
  const parsed = parseExpirationTime(policy);
  if (parsed?.kind !== 'relative') return policy;
  return new Date(nowMs + parsed.seconds * 1000).toISOString().replace('.000Z', 'Z');
}
