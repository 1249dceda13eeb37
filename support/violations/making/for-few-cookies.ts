import type { Call, HttpRequest } from '../../exchange';
import type { ExpressPlayRules, SeesRules } from '../../reference';
import type { Violation } from '../violation';
import { isOneOf, SHARE_IN_WORDS, type Share } from './chance';
import { parametersOf, valueOf } from './messages';

/**
 * The same violation for one cookie of thirty-two, or of four where what shows it is rare: of SEES' calls and its choice of a
 * device, of what ExpressPlay answers to a request with a cookie and what it makes of a token that was asked for with one.
 */
export function forFewCookies(violation: Violation, share: Share = 32): Violation {
  const { call, expressplay, seesRules, expressplayRules } = violation;
  const isFew = (cookie: string | undefined): boolean => cookie !== undefined && isOneOf(share, cookie);
  return {
    ...violation,
    sentence: violation.sentence.replace(/\.$/, `, for one cookie of ${SHARE_IN_WORDS[share]}.`),
    ...(call && { call: (right, applied) => asking(right, call(right, applied), isFew) }),
    ...(expressplay && { expressplay: (right, applied) => asking(right, expressplay(right, applied), isFew) }),
    ...(seesRules && { seesRules: (rules, applied) => choosing(rules, seesRules(rules, applied), isFew) }),
    ...(expressplayRules && {
      expressplayRules: (rules, applied) => redeeming(rules, expressplayRules(rules, applied), isFew),
    }),
  };
}

type IsFew = (cookie: string | undefined) => boolean;

function asking(right: Call, wrong: Call, isFew: IsFew): Call {
  return (request, options) => (isFew(cookieIn(request)) ? wrong : right)(request, options);
}

function choosing(right: SeesRules, wrong: SeesRules, isFew: IsFew): SeesRules {
  return {
    ...right,
    selectDevice: (events, cookie, several) => (isFew(cookie) ? wrong : right).selectDevice(events, cookie, several),
  };
}

function redeeming(right: ExpressPlayRules, wrong: ExpressPlayRules, isFew: IsFew): ExpressPlayRules {
  return {
    ...right,
    eventOf: (redemption) => (isFew(redemption.cookie) ? wrong : right).eventOf(redemption),
    licensed: (use) => (isFew(use.token.cookie) ? wrong : right).licensed(use),
    isExpired: (limitMs, nowMs, use) => (isFew(use.token.cookie) ? wrong : right).isExpired(limitMs, nowMs, use),
  };
}

function cookieIn(request: HttpRequest): string | undefined {
  return valueOf(parametersOf(request), 'cookie');
}
