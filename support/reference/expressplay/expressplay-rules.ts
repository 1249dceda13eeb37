import { MAX_COOKIE_CHARACTERS, MAX_EXPIRATION_SECONDS } from '../../protocol';
import { eventOf, type EventDraft, type Redemption } from './redemption';
import type { IssuedToken } from './token-codec';
import { RECENT_EVENTS } from './transaction-history';

/** A token with the device that redeems it, where the SPC has one to be relied on. */
export interface TokenInUse {
  readonly token: IssuedToken;
  readonly deviceId?: string;
}

/**
 * The single decisions of the reference ExpressPlay, each a pure function with the right answer as default. A violation replaces
 * one of them; nothing else in the handlers knows that.
 */
export interface ExpressPlayRules {
  /**
   * Whether a token bound to `bound` serves the device that presents itself (B15); undefined: the SPC has no device id that can
   * be relied on.
   */
  readonly deviceMatches: (bound: string, presented: string | undefined) => boolean;
  /** Whether a token is past its limit at `nowMs`; at the very second of the limit it is. */
  readonly isExpired: (limitMs: number, nowMs: number, redemption: TokenInUse) => boolean;
  /** What the license says: what the token says (B16). */
  readonly licensed: (redemption: TokenInUse) => IssuedToken;
  /** Longest life of a token in seconds, and its life where the request names none. */
  readonly expiryLimit: () => number;
  /** What a redemption leaves in the history: only a granted one associates a device with a cookie (DEVBIND). */
  readonly eventOf: (redemption: Redemption) => EventDraft;
  /** Whether a token may carry that cookie (FP-TOK). */
  readonly cookieFits: (cookie: string) => boolean;
  /** How many of the events that a selector fits are told of where no window says it. */
  readonly eventsTold: (found: number) => number;
}

export const DEFAULT_EXPRESSPLAY_RULES: ExpressPlayRules = {
  deviceMatches: (bound, presented) => bound === presented,
  isExpired: (limitMs, nowMs) => nowMs >= limitMs,
  licensed: ({ token }) => token,
  expiryLimit: () => MAX_EXPIRATION_SECONDS,
  eventOf,
  cookieFits: (cookie) => Array.from(cookie).length <= MAX_COOKIE_CHARACTERS,
  eventsTold: (found) => Math.min(found, RECENT_EVENTS),
};
