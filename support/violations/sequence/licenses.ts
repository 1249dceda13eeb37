import { forFewCookies, type Facts } from '../making';
import type { IssuedToken, TokenInUse } from '../../reference';
import { ALL_AT_ONCE, CROSSED_AT_ONCE } from '../consequences';
import type { Violation } from '../violation';

/** A license says something else than its token. */
function licensing(facts: Facts, memory: () => (use: TokenInUse) => IssuedToken): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplayRules: (rules, applied) => {
      const wrong = memory();
      return {
        ...rules,
        licensed: (use) => {
          const right = rules.licensed(use);
          const token = wrong(use);
          if (token.contentKey !== right.contentKey || token.iv !== right.iv) applied();
          return token;
        },
      };
    },
  };
}

/** Which arrow a token is for. */
const isTimeBased = ({ cookie, deviceId }: IssuedToken): boolean => cookie === undefined && deviceId === undefined;
const isRegistration = ({ cookie, deviceId }: IssuedToken): boolean => cookie !== undefined && deviceId === undefined;
const isBound = ({ deviceId }: IssuedToken): boolean => deviceId !== undefined;

export const LICENSES: readonly Violation[] = [
  licensing(
    {
      id: 'time-based-license-without-its-iv',
      sentence: 'ExpressPlay leaves the IV of a license at zero where the token is bound to nothing.',
      breaks: ['SEQ-06', 'SEQ-08', 'EP-LIC-01', 'EP-LIC-07', 'EP-LIC-08'],
      consequences: [],
    },
    () =>
      ({ token }) =>
        isTimeBased(token) ? { ...token, iv: '0'.repeat(32) } : token,
  ),
  licensing(
    {
      id: 'bound-license-of-the-registration',
      sentence: 'ExpressPlay keeps the key of the first license of a cookie and puts it into the later ones.',
      breaks: ['SEQ-34', 'SEQ-44', 'EP-LIC-01', 'EP-LIC-05'],
      consequences: ALL_AT_ONCE,
    },
    () => {
      const keys = new Map<string, string>();
      return ({ token }) => {
        const { cookie, contentKey } = token;
        if (cookie === undefined) return token;
        const kept = keys.get(cookie) ?? contentKey;
        keys.set(cookie, kept);
        return isBound(token) ? { ...token, contentKey: kept } : token;
      };
    },
  ),
  licensing(
    {
      id: 'key-of-the-device-before',
      sentence: 'ExpressPlay keeps the key of the last license of a device and puts it into the next registration.',
      breaks: ['SEQ-23', 'SEQ-47', 'EP-LIC-01', 'EP-LIC-21'],
      // The key of somebody else's title.
      consequences: CROSSED_AT_ONCE,
    },
    () => {
      let kept: string | undefined;
      return ({ token }) => {
        if (!isRegistration(token)) kept = token.contentKey;
        return isRegistration(token) && kept !== undefined ? { ...token, contentKey: kept } : token;
      };
    },
  ),
  forFewCookies(
    {
      id: 'registration-refused',
      party: 'expressplay',
      sentence: 'ExpressPlay gives no license for a token that carries a cookie and names no device.',
      breaks: ['SEQ-23'],
      consequences: ALL_AT_ONCE,
      expressplayRules: (rules, applied) => ({
        ...rules,
        isExpired: (limitMs, nowMs, use) => {
          const right = rules.isExpired(limitMs, nowMs, use);
          if (!right && isRegistration(use.token)) applied();
          return right || isRegistration(use.token);
        },
      }),
    },
    4,
  ),
];
