import { parseExpirationTime } from '../../protocol';
import { replaced, serviceReadsWith, valueOf, type Facts } from '../making';
import type { Violation } from '../violation';

/** A token that has ended brings a license. */
const TOO_LATE = ['EP-LIC-08', 'SEQ-08'];
const BOUND_TOO_LATE = ['EP-LIC-19', 'SEQ-48', 'EP-LIC-E4010.refused'];

/** @param change of the seconds from now, or of the instant, in ms */
function reckoned(
  facts: Facts,
  change: (seconds: number) => number | undefined,
  changeAt: (atMs: number) => number | undefined,
): Violation {
  return serviceReadsWith(facts, 'token', (parameters) => {
    const limit = parseExpirationTime(valueOf(parameters, 'expirationTime') ?? '');
    if (limit === undefined) return parameters;
    const wrong = limit.kind === 'relative' ? change(limit.seconds) : changeAt(limit.atMs);
    if (wrong === undefined) return parameters;
    const text = limit.kind === 'relative' ? `+${String(wrong)}` : new Date(wrong).toISOString();
    return replaced(parameters, 'expirationTime', text);
  });
}

const unchanged = (): undefined => undefined;

export const EXPIRY: readonly Violation[] = [
  {
    id: 'expiry-with-grace',
    party: 'expressplay',
    sentence: 'ExpressPlay puts up with a token for a minute after its end.',
    breaks: [...TOO_LATE, ...BOUND_TOO_LATE],
    consequences: [],
    expressplayRules: (rules, applied) => ({
      ...rules,
      isExpired: (limitMs, nowMs, use) => {
        const wrong = rules.isExpired(limitMs + 60_000, nowMs, use);
        if (wrong !== rules.isExpired(limitMs, nowMs, use)) applied();
        return wrong;
      },
    }),
  },
  {
    id: 'expiry-too-early',
    party: 'expressplay',
    sentence: 'ExpressPlay gives no license for a token in the last two seconds before its end.',
    breaks: ['EP-LIC-08', 'SEQ-08'],
    consequences: [],
    expressplayRules: (rules, applied) => ({
      ...rules,
      isExpired: (limitMs, nowMs, use) => {
        const wrong = rules.isExpired(limitMs - 2_000, nowMs, use);
        if (wrong !== rules.isExpired(limitMs, nowMs, use)) applied();
        return wrong;
      },
    }),
  },
  reckoned(
    {
      id: 'relative-expiry-in-minutes',
      sentence: 'ExpressPlay takes a relative expiration time up to an hour for minutes.',
      breaks: [...TOO_LATE, ...BOUND_TOO_LATE],
      consequences: [],
    },
    (seconds) => (seconds <= 3600 ? seconds * 60 : undefined),
    unchanged,
  ),
  reckoned(
    {
      id: 'absolute-expiry-in-another-zone',
      sentence: 'ExpressPlay reads an absolute expiration time as one of a zone that is an hour behind.',
      breaks: TOO_LATE,
      consequences: [],
    },
    unchanged,
    (atMs) => atMs + 3_600_000,
  ),
  reckoned(
    {
      id: 'thirty-days-are-a-day-short',
      sentence: 'ExpressPlay ends a token of thirty days after twenty-nine.',
      breaks: ['EP-LIC-08', 'SEQ-08'],
      consequences: [],
    },
    (seconds) => (seconds === 2_592_000 ? 2_505_600 : undefined),
    unchanged,
  ),
];
