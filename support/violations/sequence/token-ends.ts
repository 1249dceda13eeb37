import type { ExpressPlayRules } from '../../reference';
import { parseExpirationTime } from '../../protocol';
import { decision, serviceReadsWith, valueOf, without, type Facts } from '../making';
import type { Violation } from '../violation';

/** The right device comes too late, or any device for a token that is bound to nothing. */
const LATE = ['SEQ-08', 'EP-LIC-08'];
const LATE_AND_BOUND = ['SEQ-48', 'EP-LIC-19'];
/** A registration has to fail because its token has ended, and does not. */
const LATE_REGISTRATION = ['SEQ-40', 'EP-REC-27', 'EP-REC-28'];

function ending(
  facts: Facts,
  memory: (right: ExpressPlayRules['isExpired']) => ExpressPlayRules['isExpired'],
): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplayRules: (rules, applied) => {
      const ended = memory(rules.isExpired);
      return {
        ...rules,
        isExpired: (limitMs, nowMs, use) => {
          const right = rules.isExpired(limitMs, nowMs, use);
          return decision(right, ended(limitMs, nowMs, use), applied);
        },
      };
    },
  };
}

/** The token service understands another expirationTime than was sent. */
function reading(facts: Facts, change: (expirationTime: string) => string | undefined): Violation {
  return serviceReadsWith(facts, 'token', (parameters) => {
    const sent = valueOf(parameters, 'expirationTime');
    const read = sent === undefined ? undefined : change(sent);
    if (sent === undefined || read === sent) return parameters;
    const others = without(parameters, 'expirationTime');
    return read === undefined ? others : [...others, ['expirationTime', read]];
  });
}

/** Of the relative form. */
function seconds(text: string): number | undefined {
  const parsed = parseExpirationTime(text);
  return parsed?.kind === 'relative' ? parsed.seconds : undefined;
}

export const TOKEN_ENDS: readonly Violation[] = [
  ending(
    {
      id: 'bound-token-never-ends',
      sentence: 'ExpressPlay looks at the end of a token only where it is bound to no device.',
      breaks: LATE_AND_BOUND,
      consequences: ['EP-LIC-E4010.refused'],
    },
    (right) => (limitMs, nowMs, use) => use.token.deviceId === undefined && right(limitMs, nowMs, use),
  ),
  ending(
    {
      id: 'time-based-token-never-ends',
      sentence: 'ExpressPlay looks at the end of a token only where it has a cookie.',
      breaks: LATE,
      consequences: [],
    },
    (right) => (limitMs, nowMs, use) => use.token.cookie !== undefined && right(limitMs, nowMs, use),
  ),
  ending(
    {
      id: 'known-device-is-never-late',
      sentence: 'ExpressPlay gives a license for an ended token to a device that it gave one before.',
      breaks: [...LATE, ...LATE_AND_BOUND],
      consequences: ['EP-LIC-E4010.refused'],
    },
    (right) => {
      const known = new Set<string>();
      return (limitMs, nowMs, use) => {
        const { deviceId = '' } = use;
        if (!right(limitMs, nowMs, use)) known.add(deviceId);
        return !known.has(deviceId);
      };
    },
  ),
  ending(
    {
      id: 'five-seconds-of-grace',
      sentence: 'ExpressPlay gives a license for five seconds longer than the token lasts.',
      breaks: [...LATE, ...LATE_AND_BOUND],
      consequences: [...LATE_REGISTRATION, 'EP-LIC-E4010.refused'],
    },
    (right) => (limitMs, nowMs, use) => right(limitMs + 5_000, nowMs, use),
  ),
  ending(
    {
      id: 'five-seconds-less',
      sentence: 'ExpressPlay gives no license any more in the last five seconds of a token.',
      breaks: LATE,
      consequences: [],
    },
    (right) => (limitMs, nowMs, use) => right(limitMs - 5_000, nowMs, use),
  ),
  reading(
    {
      id: 'absolute-end-forgotten',
      sentence: 'ExpressPlay lets a token with an absolute expirationTime last for thirty days.',
      breaks: LATE,
      // An end in the past is forgotten as well.
      consequences: ['EP-TOK-48', 'EP-TOK-E2002.refused', 'EP-TOK-E2002.code'],
    },
    (text) => (parseExpirationTime(text)?.kind === 'absolute' ? undefined : text),
  ),
  reading(
    {
      id: 'absolute-end-in-local-time',
      sentence: 'ExpressPlay reads the Z of an absolute expirationTime as its own time zone, an hour west.',
      breaks: LATE,
      consequences: [],
    },
    (text) => {
      const parsed = parseExpirationTime(text);
      return parsed?.kind === 'absolute' ? new Date(parsed.atMs + 3_600_000).toISOString() : text;
    },
  ),
  reading(
    {
      id: 'seconds-taken-for-minutes',
      sentence: 'ExpressPlay counts a relative expirationTime below an hour in minutes.',
      breaks: [...LATE, ...LATE_AND_BOUND],
      consequences: ['EP-LIC-E4010.refused'],
    },
    (text) => {
      const given = seconds(text);
      return given === undefined || given >= 3_600 ? text : `+${String(given * 60)}`;
    },
  ),
  reading(
    {
      id: 'milliseconds-in-thirty-one-bits',
      sentence: 'ExpressPlay ends every token after the milliseconds that 31 bits can count, less than 25 days.',
      breaks: LATE,
      consequences: [],
    },
    (text) => {
      const given = seconds(text);
      return given === undefined || given <= 2_147_483 || given > 2_592_000 ? text : '+2147483';
    },
  ),
];
