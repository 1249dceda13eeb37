import { MAX_EXPIRATION_SECONDS, parseExpirationTime, type Parameter } from '../../protocol';
import type { Check } from '../check';
import { begunAtMs, quote, type RequestParameters } from '../reading';
import { invariantOnEach } from './invariant';
import { tokenRequests, tokenRequestsOfType } from './judged-calls';

/** SEES' own clock makes an absolute limit; a minute between its clock and ours is nobody's fault, where it is not known. */
const CLOCK_SKEW_MS = 60_000;

const NONE_SENT = 'no expirationTime was sent';

/** The time limit of token requests (FP-TOK, SEES-TIME, SEES-BIND). */
export const TOKEN_REQUEST_EXPIRY: readonly Check[] = [
  invariantOnEach('EP-TOK-11', tokenRequests, ({ parameters }, say) => {
    const limits = limitsOf(parameters);
    if (limits.length === 0) return say.notApplicable(NONE_SENT);
    const malformed = limits.find(({ meant }) => parseExpirationTime(meant) === undefined);
    if (malformed === undefined) return say.right('expirationTime has a documented form');
    return say.wrong(
      'expirationTime has no documented form',
      'RFC 3339 with Z, or + and digits',
      quote(malformed.value),
    );
  }),

  invariantOnEach('EP-TOK-12', tokenRequests, ({ parameters }, say) => {
    const relative = limitsOf(parameters).filter(({ value }) => /^[+ ]\s*[0-9]/.test(value));
    if (relative.length === 0) return say.notApplicable('no relative expirationTime was sent');
    const bare = relative.find(({ raw }) => !/^%2b/i.test(raw));
    if (bare === undefined) return say.right('the plus of the relative expirationTime travels as %2B');
    return say.wrong('the plus of a relative expirationTime is not escaped', 'expirationTime=%2B<n>', quote(bare.raw));
  }),

  invariantOnEach('EP-TOK-13', tokenRequests, ({ parameters, exchange }, say, known) => {
    if (!hasLimit(parameters)) return say.notApplicable(NONE_SENT);
    const limits = limitsOf(parameters).flatMap(({ meant }) => {
      const limit = parseExpirationTime(meant);
      if (limit === undefined) return [];
      const relative = limit.kind === 'relative';
      const sees = known.clocks?.sees();
      // By the clock of SEES, as far as it is known: whether that one is right is not asked here.
      const nowMs = begunAtMs(exchange, known) + (sees === undefined ? 0 : (sees.lowMs + sees.highMs) / 2);
      const doubtMs =
        known.clocks === undefined ? 0 : sees === undefined ? CLOCK_SKEW_MS : (sees.highMs - sees.lowMs) / 2;
      const aheadMs = relative ? limit.seconds * 1000 : limit.atMs - nowMs;
      if (!relative && aheadMs <= 0 && aheadMs + doubtMs > 0) return [];
      const longestMs = MAX_EXPIRATION_SECONDS * 1000 + (relative ? 0 : CLOCK_SKEW_MS);
      return [{ aheadMs, fits: aheadMs > 0 && aheadMs <= longestMs }];
    });
    if (limits.length === 0) return undefined;
    const misfit = limits.find(({ fits }) => !fits);
    if (misfit === undefined) return say.right('the expiry lies ahead, and at most 30 days');
    const expected = `between 0 and ${MAX_EXPIRATION_SECONDS} seconds ahead`;
    const seen = `${misfit.aheadMs / 1000} seconds ahead`;
    return say.wrong('the expiry is past or more than 30 days ahead', expected, seen);
  }),

  invariantOnEach('EP-TOK-14', tokenRequestsOfType(1), ({ parameters }, say, { readings }) => {
    if (!readings['expiration.required'].includes(1)) {
      return say.notApplicable('the reading expiration.required does not name type 1');
    }
    if (hasLimit(parameters)) return say.right('the time-based token request carries expirationTime');
    return say.wrong('a time-based token request without expirationTime', 'expirationTime', 'none');
  }),

  invariantOnEach('EP-TOK-15', tokenRequestsOfType(3), ({ parameters, content }, say, { readings }) => {
    if (hasLimit(parameters)) return say.right('the device-bound token request carries expirationTime');
    const required = readings['expiration.required'].includes(3);
    if (!required && content !== undefined && content.expirationTime === undefined) {
      return say.notApplicable('the content is configured without an expirationTime');
    }
    return say.wrong('a device-bound token request without expirationTime', 'expirationTime', 'none');
  }),
];

interface Limit extends Parameter {
  /** The value with the plus that a form decoder took for a blank: EP-TOK-12 alone minds that. */
  readonly meant: string;
}

function limitsOf(parameters: RequestParameters): Limit[] {
  return parameters.all('expirationTime').map((parameter) => {
    const { raw, value } = parameter;
    return { ...parameter, meant: raw.startsWith('+') && value.startsWith(' ') ? `+${value.slice(1)}` : value };
  });
}

function hasLimit(parameters: RequestParameters): boolean {
  return (parameters.get('expirationTime') ?? '') !== '';
}
