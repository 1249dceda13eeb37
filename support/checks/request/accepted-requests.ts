import { validateEntitlementResponse } from '../../protocol';
import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  couldNotTest,
  deviceRestriction,
  entitlementOf,
  grantedUrl,
  isGrant,
  kindOf,
  notApplicable,
  observed,
  own,
  parametersOf,
  quote,
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
  return (journal) =>
    validOf(journal).map(({ exchange, stimulus }) =>
      judgeAccepted(journal, check, exchange, `${what} (type ${stimulus.requestType})`),
    );
}

/** SEES-REQ-11 to -13: the calls to ExpressPlay are those of the flow that the type names. */
function startsFlow(check: string, requestType: 1 | 2 | 3, flow: string): Check['judge'] {
  return (journal, known) =>
    validOf(journal, requestType).map((entitlement) => {
      const { exchange } = entitlement;
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

/** SEES-REQ-01.answer: any decision will do, but it has the documented form. */
function wellFormed(journal: Journal): Finding[] {
  const check = 'SEES-REQ-01.answer';
  return triedOf(journal, /^request-type-absent$/).map(({ exchange, stimulus }) => {
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) return couldNotTest(journal, check, `no answer: ${undecided}`, exchange);
    const { json, problems, isAllowed } = entitlementOf(exchange);
    const faults =
      json === undefined ? [...problems] : validateEntitlementResponse(json, { requireTokenUrl: isAllowed === true });
    const messageID = own(json, 'messageID');
    const version = own(json, 'version');
    if (json !== undefined && messageID !== stimulus.messageID) faults.push(`messageID ${quote(messageID)}`);
    if (typeof version === 'number' && version > stimulus.version) faults.push(`version ${kindOf(version)}`);
    if (faults.length === 0) return right(journal, check, `a well-formed answer: ${inWords(exchange)}`, exchange);
    return wrong(journal, check, 'no well-formed answer to a request of the required properties alone', {
      expected: 'an entitlement response (SEES-API)',
      observed: faults.join('; '),
      exchange,
    });
  });
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

/** SEES-REQ-30.answer: a well-formed answer, which may be too long to be read here, or a refusal to read on. */
function longMessageId(journal: Journal): Finding[] {
  const check = 'SEES-REQ-30.answer';
  return triedOf(journal, /^message-id-1-mib$/).map((tried) => {
    const { exchange } = tried;
    const { failure, response } = exchange;
    if (failure?.failure === 'too-large') {
      return right(journal, check, 'the answer repeats the long messageID, more than is read here', exchange);
    }
    if (response === undefined) return ofSilence(journal, check, tried.exchange, describe(tried));
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) return couldNotTest(journal, check, undecided, exchange);
    const seen = inWords(exchange);
    if (response.status >= 400 && response.status < 500) return right(journal, check, seen, exchange);
    const { json, isAllowed, problems } = entitlementOf(exchange);
    const faults =
      json === undefined ? problems : validateEntitlementResponse(json, { requireTokenUrl: isAllowed === true });
    if (faults.length === 0) return right(journal, check, seen, exchange);
    return wrong(journal, check, 'neither a well-formed answer nor a 4xx to a messageID of 1 MiB', {
      expected: 'a well-formed answer, or HTTP 4xx',
      observed: `HTTP ${response.status}: ${faults.join('; ')}`,
      exchange,
    });
  });
}

/** Closing the connection is a way to read no further, where SEES goes on to serve. */
function ofSilence(journal: Journal, check: string, exchange: Exchange, what: string): Finding {
  const why = exchange.failure?.message ?? 'no answer';
  const valid = validOf(journal).filter((twin) => isGrant(twin.exchange));
  if (!valid.some((twin) => twin.exchange.number < exchange.number)) {
    return couldNotTest(journal, check, `${what}: ${why}`, exchange);
  }
  if (valid.some((twin) => twin.exchange.number > exchange.number)) {
    return right(journal, check, 'SEES closed the connection and serves on', exchange);
  }
  return wrong(journal, check, `SEES did not stay up after a request in which ${what}`, {
    expected: 'an answer, or at least the next valid request served',
    observed: why,
    exchange,
  });
}

/** SEES-REQ-29.stays, SEES-REQ-30.stays: the next valid request is granted. */
function staysUp(check: string, ids: RegExp): Check['judge'] {
  return (journal) =>
    triedOf(journal, ids).map(({ exchange, stimulus, flaw }) => {
      const valid = validOf(journal, stimulus.requestType);
      const worked = valid.some((twin) => twin.exchange.number < exchange.number && isGrant(twin.exchange));
      const next = valid.find((twin) => twin.exchange.number > exchange.number);
      if (!worked || next === undefined) {
        const missing = worked ? 'after' : 'before';
        return couldNotTest(journal, check, `${flaw.sentence}: no valid request was granted ${missing}`, exchange);
      }
      if (isGrant(next.exchange))
        return right(journal, check, `SEES serves on after it: ${flaw.sentence}`, next.exchange);
      if (next.exchange.failure === undefined && whyUndecided(next.exchange) !== undefined) {
        return couldNotTest(journal, check, `${flaw.sentence}: ${whyUndecided(next.exchange) ?? ''}`, next.exchange);
      }
      return wrong(journal, check, `SEES does not serve the next valid request: ${flaw.sentence}`, {
        expected: 'a grant, as before',
        observed: inWords(next.exchange),
        exchange: next.exchange,
      });
    });
}

/** What became of requests that nothing is said about, or of which either outcome is fine. */
function tells(check: string, ids: RegExp): Check['judge'] {
  return (journal) =>
    triedOf(journal, ids).map((tried) =>
      observed(journal, check, `${describe(tried)}: ${inWords(tried.exchange)}`, tried.exchange),
    );
}

/** SEES-REQ-32, information. */
function sameMessageId(journal: Journal): Finding[] {
  const check = 'SEES-REQ-32';
  const seen = new Map<string, Exchange>();
  return validOf(journal).flatMap(({ exchange, stimulus }) => {
    const first = seen.get(stimulus.messageID);
    if (first === undefined) {
      seen.set(stimulus.messageID, exchange);
      return [];
    }
    const url = grantedUrl(exchange);
    const same = url !== undefined && url === grantedUrl(first) ? ', with the URL of the first' : '';
    return [
      observed(journal, check, `the second request with the same messageID: ${inWords(exchange)}${same}`, exchange),
    ];
  });
}

/** SEES-RES-11, information. */
function errorOfGrant(journal: Journal): Finding[] {
  return validOf(journal).flatMap(({ exchange }) => {
    if (!isGrant(exchange)) return [];
    const { error } = entitlementOf(exchange);
    const seen =
      error === undefined || error === null ? 'no error' : error === 0 ? 'error 0' : `error: ${kindOf(error)}`;
    return [observed(journal, 'SEES-RES-11', `the grant carries ${seen}`, exchange)];
  });
}

const DOCUMENTED = ['messageID', 'version', 'isAllowed', 'epTokenURL', 'error', 'errorText'];

/** SEES-RES-13, information. Names only: a value may be anything. */
function moreProperties(journal: Journal): Finding[] {
  return validOf(journal).flatMap(({ exchange }) => {
    const { json } = entitlementOf(exchange);
    if (json === undefined) return [];
    const more = Object.keys(json).filter((name) => !DOCUMENTED.includes(name));
    const seen = more.length === 0 ? 'none' : more.slice(0, 8).map(quote).join(', ');
    return [observed(journal, 'SEES-RES-13', `properties beyond the documented ones: ${seen}`, exchange)];
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

/** Requests that must be taken, or of which it is worth telling what becomes of them (SEES-API, DIA-TIME, DIA-BIND). */
export const ACCEPTED_REQUESTS: readonly Check[] = [
  { id: 'SEES-TRN-07', subject: 'answer', judge: acceptsValid('SEES-TRN-07', 'a posted request') },
  { id: 'SEES-TRN-12.json', subject: 'answer', judge: acceptsValid('SEES-TRN-12.json', 'application/json') },
  { id: 'SEES-TRN-12.other', subject: 'answer', judge: tells('SEES-TRN-12.other', /^content-type-/) },
  { id: 'SEES-REQ-01.answer', subject: 'answer', judge: wellFormed },
  { id: 'SEES-REQ-08', subject: 'answer', judge: acceptsValid('SEES-REQ-08', 'version 1') },
  { id: 'SEES-REQ-11', subject: 'token-request', judge: startsFlow('SEES-REQ-11', 1, 'the time-based flow') },
  { id: 'SEES-REQ-12', subject: 'token-request', judge: startsFlow('SEES-REQ-12', 2, 'the registration of a device') },
  { id: 'SEES-REQ-13', subject: 'token-request', judge: startsFlow('SEES-REQ-13', 3, 'the device-bound flow') },
  { id: 'SEES-REQ-17', subject: 'answer', judge: tells('SEES-REQ-17', /^(message|content)-id-text$/) },
  { id: 'SEES-REQ-20.thirty-two', subject: 'answer', judge: cookieOfLength('SEES-REQ-20.thirty-two', 32) },
  { id: 'SEES-REQ-20.one', subject: 'answer', judge: cookieOfLength('SEES-REQ-20.one', 1) },
  { id: 'SEES-REQ-25', subject: 'answer', judge: tells('SEES-REQ-25', /^customer-cookie-32-times$/) },
  { id: 'SEES-REQ-27', subject: 'answer', judge: extrasIgnored },
  { id: 'SEES-REQ-29.stays', subject: 'recovery', judge: staysUp('SEES-REQ-29.stays', /^body-/) },
  { id: 'SEES-REQ-30.answer', subject: 'answer', judge: longMessageId },
  { id: 'SEES-REQ-30.stays', subject: 'recovery', judge: staysUp('SEES-REQ-30.stays', /^message-id-1-mib$/) },
  { id: 'SEES-REQ-31', subject: 'answer', judge: tells('SEES-REQ-31', /-renamed$/) },
  { id: 'SEES-REQ-32', subject: 'answer', judge: sameMessageId },
  { id: 'SEES-RES-11', subject: 'answer', judge: errorOfGrant },
  { id: 'SEES-RES-13', subject: 'answer', judge: moreProperties },
];
