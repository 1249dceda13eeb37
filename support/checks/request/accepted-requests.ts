import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  couldNotTest,
  deviceRestriction,
  isGrant,
  notApplicable,
  parametersOf,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { whyUndecided } from '../sequence/no-decision';
import { describe, inWords, triedOf, validOf } from './tried';

/** A valid request for something that SEES knows: it must be granted. */
export function judgeAccepted(journal: Journal, check: string, exchange: Exchange, what: string): Finding {
  const undecided = whyUndecided(exchange);
  if (undecided !== undefined) return couldNotTest(journal, check, `${what}: ${undecided}`, exchange);
  if (isGrant(exchange)) return right(journal, check, `${what}: granted`, exchange);
  return wrong(journal, check, `no grant: ${what}`, { expected: 'a grant', observed: inWords(exchange), exchange });
}

function acceptsValid(check: string, what: string): Check['judge'] {
  return (journal, { readings }) =>
    validOf(journal).map(({ exchange, stimulus }) =>
      stimulus.requestType === 3 && !readings['deviceBinding.supported'] && !isGrant(exchange)
        ? notApplicable(journal, check, `${what}: there is no device binding (deviceBinding.supported)`, exchange)
        : judgeAccepted(journal, check, exchange, `${what} (type ${stimulus.requestType})`),
    );
}

/** SEES-TRN-12.json: a parameter behind the type makes it no other type (RFC 8259: a charset has no effect). */
function acceptsJson(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-TRN-12.json';
  const withParameter = triedOf(journal, JSON_WITH_PARAMETER).map((tried) =>
    judgeAccepted(journal, check, tried.exchange, describe(tried)),
  );
  return [...acceptsValid(check, 'application/json')(journal, known), ...withParameter];
}

const JSON_WITH_PARAMETER = /^content-type-application-json-/;

/** SEES-REQ-11 to -13: the calls to ExpressPlay are those of the flow that the type names. */
function startsFlow(check: string, requestType: 1 | 2 | 3, flow: string): Check['judge'] {
  return (journal, known) =>
    validOf(journal, requestType).map((entitlement) => {
      const { exchange } = entitlement;
      if (requestType === 3 && !known.readings['deviceBinding.supported'] && !isGrant(exchange)) {
        return notApplicable(journal, check, 'there is no device binding (deviceBinding.supported)', exchange);
      }
      const accepted = judgeAccepted(journal, check, exchange, `a type ${requestType} request`);
      if (accepted.verdict !== 'right') return accepted;
      if (!known.backend) return right(journal, check, `type ${requestType} is granted`, exchange);
      const strange = strangeIn(entitlement, journal, known);
      if (strange === undefined) {
        return notApplicable(journal, check, 'SEES granted without asking: a token it got earlier', exchange);
      }
      if (strange.length === 0) return right(journal, check, `type ${requestType} starts ${flow}`, exchange);
      return wrong(journal, check, `type ${requestType} does not start ${flow}`, {
        expected: flow,
        observed: strange.join('; '),
        exchange,
      });
    });
}

/** What in the token requests belongs to another flow; undefined: there was no token request. */
function strangeIn({ exchange, stimulus }: Entitlement, journal: Journal, known: Known): string[] | undefined {
  const { token } = backendCallsOf(journal, exchange, known);
  if (token.length === 0) return undefined;
  const bound = token.filter((call) => deviceRestriction(parametersOf(call), known.readings).length > 0);
  const strange: string[] = [];
  if (stimulus.requestType === 3 && bound.length < token.length) strange.push('a token request without a device');
  if (stimulus.requestType !== 3 && bound.length > 0) strange.push('a token request with a device restriction');
  const cookieless = token.some((call) => parametersOf(call).get('cookie') === undefined);
  if (stimulus.requestType === 2 && cookieless) strange.push('a token request without the cookie');
  return strange;
}

/** SEES-REQ-27: the same request without them is granted, so it is with them. */
function extrasIgnored(journal: Journal): Finding[] {
  const check = 'SEES-REQ-27';
  return triedOf(journal, /^extra-/).map((tried) => {
    const twin = validOf(journal, tried.stimulus.requestType).some(({ exchange }) => isGrant(exchange));
    if (!twin) return couldNotTest(journal, check, 'the request without them was not granted either', tried.exchange);
    return judgeAccepted(journal, check, tried.exchange, `an unknown property, ${describe(tried)}`);
  });
}

/** Cookies at the limits: accepted for registration and for bound titles. */
function cookieOfLength(check: string, length: number): Check['judge'] {
  return (journal) =>
    validOf(journal).flatMap(({ exchange, stimulus }) => {
      const { cookie, requestType } = stimulus;
      if (requestType === 1 || cookie === undefined || Array.from(cookie).length !== length) return [];
      return [judgeAccepted(journal, check, exchange, `a cookie of ${length} characters (type ${requestType})`)];
    });
}

/** Requests that must be granted, and how (SEES-API, DIA-TIME, DIA-BIND). */
export const ACCEPTED_REQUESTS: readonly Check[] = [
  { id: 'SEES-TRN-07', subject: 'answer', judge: acceptsValid('SEES-TRN-07', 'a posted request') },
  { id: 'SEES-TRN-12.json', subject: 'answer', judge: acceptsJson },
  { id: 'SEES-REQ-08', subject: 'answer', judge: acceptsValid('SEES-REQ-08', 'version 1') },
  { id: 'SEES-REQ-11', subject: 'token-request', judge: startsFlow('SEES-REQ-11', 1, 'the time-based flow') },
  { id: 'SEES-REQ-12', subject: 'token-request', judge: startsFlow('SEES-REQ-12', 2, 'the registration of a device') },
  { id: 'SEES-REQ-13', subject: 'token-request', judge: startsFlow('SEES-REQ-13', 3, 'the device-bound flow') },
  { id: 'SEES-REQ-20.thirty-two', subject: 'answer', judge: cookieOfLength('SEES-REQ-20.thirty-two', 32) },
  { id: 'SEES-REQ-20.one', subject: 'answer', judge: cookieOfLength('SEES-REQ-20.one', 1) },
  { id: 'SEES-REQ-27', subject: 'answer', judge: extrasIgnored },
];
