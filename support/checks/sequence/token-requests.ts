import { parseExpirationTime, type Content } from '../../protocol';
import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { knownDevices, sameDevice } from '../invariants/known-devices';
import {
  backendCallsOf,
  couldNotTest,
  deviceRestriction,
  entitlementsOf,
  grantedUrl,
  isGrant,
  ivBelongsTo,
  keyBelongsTo,
  notApplicable,
  parametersOf,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { sourcesOf } from './handed-out';

type Problem = string;

/** Judges the token requests of the granted entitlements of one type by a list of things that may be wrong with one. */
function judgeRequests(
  check: string,
  requestType: 1 | 2 | 3,
  problemsOf: (call: Exchange, entitlement: Entitlement, known: Known, journal: Journal) => Problem[],
): Check['judge'] {
  return (journal, known) => {
    const findings: Finding[] = [];
    for (const entitlement of entitlementsOf(journal)) {
      const { exchange, stimulus } = entitlement;
      if (stimulus.requestType !== requestType || !isGrant(exchange)) continue;
      const calls = backendCallsOf(journal, exchange, known).token;
      if (calls.length === 0) findings.push(withoutAsking(journal, check, entitlement, known));
      for (const call of calls) {
        if (!parametersOf(call).readable) {
          findings.push(couldNotTest(journal, check, 'the token request has a body that is no form', call));
          continue;
        }
        const problems = problemsOf(call, entitlement, known, journal);
        findings.push(
          problems.length === 0
            ? right(journal, check, `the token request is right for ${stimulus.flow}`, call)
            : wrong(journal, check, `the token request for ${stimulus.flow} is wrong: ${problems.join('; ')}`, {
                expected: 'the parameters of the arrow',
                observed: problems.join('; '),
                exchange: call,
              }),
        );
      }
    }
    return findings;
  };
}

/** A time-based token may be from before this scenario; one of a cookie's own only from an earlier request of that cookie. */
function withoutAsking(journal: Journal, check: string, entitlement: Entitlement, known: Known): Finding {
  const { exchange, stimulus } = entitlement;
  const isKept = entitlementsOf(journal).some(
    (earlier) =>
      earlier.exchange.number < exchange.number &&
      earlier.stimulus.requestType === stimulus.requestType &&
      earlier.stimulus.contentID === stimulus.contentID &&
      earlier.stimulus.cookie === stimulus.cookie &&
      isGrant(earlier.exchange) &&
      sourcesOf(journal, grantedUrl(exchange) ?? '', known).some((call) =>
        backendCallsOf(journal, earlier.exchange, known).token.includes(call),
      ),
  );
  if (stimulus.requestType === 1 || isKept) {
    return notApplicable(journal, check, 'SEES granted without asking: a token it got earlier', exchange);
  }
  return wrong(journal, check, 'SEES granted without asking the token service', {
    expected: 'a token request for this cookie',
    observed: 'no token request',
    exchange,
  });
}

function keyProblems(call: Exchange, content: Content | undefined): Problem[] {
  if (content === undefined) return [];
  const parameters = parametersOf(call);
  const has = (name: string): boolean => (parameters.get(name) ?? '') !== '';
  const problems: Problem[] = [];
  if (keyBelongsTo(parameters, content) === false) problems.push('the key is not that of the title');
  // FP-TOK: the key itself; or wrapped, by kek with one of ek and kid.
  if (!has('contentKey') && !(has('kek') && (has('ek') || has('kid')))) problems.push('no key material');
  const iv = ivBelongsTo(parameters, content);
  if (iv !== true) problems.push(iv === false ? 'the IV is not that of the title' : 'no IV');
  return problems;
}

function cookieProblems(call: Exchange, cookie: string | undefined, { readings }: Known): Problem[] {
  const sent = parametersOf(call).all('cookie');
  if (cookie === undefined || (sent.length > 0 && sent.every(({ value }) => value === cookie))) return [];
  if (sent.length === 0) return readings['cookie.location'] === 'any' ? [] : ['no cookie'];
  return ["the cookie is not the client's"];
}

/** T2: keys, expiry where the reading asks for one, rental where the title has one and as it has it. */
function timeBased(call: Exchange, { stimulus }: Entitlement, known: Known): Problem[] {
  const content = known.contents.get(stimulus.contentID);
  const parameters = parametersOf(call);
  const problems = keyProblems(call, content);
  const limit = parameters.get('expirationTime') ?? '';
  if (limit !== '') {
    // A plus that was not escaped reads as a blank; that is the business of EP-TOK-12 alone.
    if (parseExpirationTime(limit.replace(/^ /, '+')) === undefined)
      problems.push('an expirationTime of no known form');
  } else if (known.readings['expiration.required'].includes(1)) problems.push('no expirationTime');
  if (content !== undefined) problems.push(...rentalProblems(parameters.get('rentalDuration'), content.rentalDuration));
  return problems;
}

function rentalProblems(sent: string | undefined, policy = 0): Problem[] {
  // 0 is the documented default of the parameter (FP-TOK).
  const seconds = Number(sent ?? '0');
  if (seconds === policy) return [];
  if (policy === 0) return ['a rentalDuration that the title does not have'];
  return [sent === undefined ? 'no rentalDuration, though the title has one' : "the rentalDuration is not the title's"];
}

/** B2: the registration title's keys and the cookie, no device id. */
function registration(call: Exchange, { stimulus }: Entitlement, known: Known): Problem[] {
  const problems = [
    ...keyProblems(call, known.contents.get(stimulus.contentID)),
    ...cookieProblems(call, stimulus.cookie, known),
  ];
  if (deviceRestriction(parametersOf(call), known.readings).length > 0) problems.push('a device restriction');
  return problems;
}

/** B11: the real title's keys, the cookie and the device id that the record gave. Its very bytes are EP-TOK-18.bytes. */
function bound(call: Exchange, { stimulus }: Entitlement, known: Known, journal: Journal): Problem[] {
  const problems = [
    ...keyProblems(call, known.contents.get(stimulus.contentID)),
    ...cookieProblems(call, stimulus.cookie, known),
  ];
  const restrictions = deviceRestriction(parametersOf(call), known.readings);
  const accepted = restrictions.filter((restriction) => restriction.accepted && restriction.value !== '');
  if (restrictions.length === 0) return [...problems, 'no device restriction'];
  if (restrictions.length > 1) problems.push('more than one device restriction');
  if (accepted.length === 0) return [...problems, 'no device restriction of an accepted name that names a device'];
  const devices = knownDevices(journal, known, call, stimulus);
  if (
    devices !== undefined &&
    accepted.some(({ value }) => ![...devices.own].some((id) => sameDevice(unbraced(id), unbraced(value))))
  ) {
    problems.push('a device that the record does not name for this cookie');
  }
  return problems;
}

/** The registry form of a GUID stands in braces. */
function unbraced(id: string): string {
  return id.replace(/^\{(.*)\}$/, '$1');
}

export const TOKEN_REQUESTS: readonly Check[] = [
  { id: 'SEQ-02', subject: 'token-request', judge: judgeRequests('SEQ-02', 1, timeBased) },
  { id: 'SEQ-21', subject: 'token-request', judge: judgeRequests('SEQ-21', 2, registration) },
  { id: 'SEQ-29', subject: 'token-request', judge: judgeRequests('SEQ-29', 3, bound) },
];
