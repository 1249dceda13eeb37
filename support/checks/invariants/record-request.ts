import type { Exchange, Journal } from '../../exchange';
import { RECORD_PATH } from '../../protocol';
import type { Check, Known } from '../check';
import {
  backendCallsOf,
  entitlementsOf,
  isGrant,
  parametersOf,
  pathOf,
  quote,
  remembered,
  seesCallsOf,
  type Entitlement,
} from '../reading';
import { invariantOnEach } from './invariant';
import { calls, hasPurpose, misdirected, recordRequests, tokenRequestsOfType, type JudgedCall } from './judged-calls';
import { bindingOf, judgeOrigin } from './token-request-binding';

const BARE_PATH = RECORD_PATH.slice(0, -1);

/** Valid device-bound requests that are the first of their cookie in this scenario. */
const firstBound = remembered((journal: Journal, known: Known): Entitlement[] => {
  if (!known.backend) return [];
  const seen = new Set<string>();
  return entitlementsOf(journal).filter(({ stimulus }) => {
    const { requestType, cookie } = stimulus;
    if (requestType !== 3 || cookie === undefined || seen.has(cookie)) return false;
    seen.add(cookie);
    return stimulus.valid;
  });
});

/** The lookups that SEES makes (ledger family records; SEES-IDX, EP-IT, DIA-BIND). */
export const RECORD_REQUEST: readonly Check[] = [
  invariantOnEach(
    'EP-REC-01.path',
    (journal, known) => [...lookups(journal, known), ...misdirected(journal, known, 'record')],
    ({ exchange }, say) => {
      const { method, url } = exchange.request;
      const path = pathOf(url);
      if (method === 'GET' && isRecordPath(path)) return say.right(`the lookup is a GET on ${BARE_PATH}`);
      return say.wrong(
        'a lookup that is no GET on the record path',
        `GET on ${RECORD_PATH}`,
        `${method} on ${quote(path)}`,
      );
    },
  ),

  invariantOnEach('EP-REC-01.slash', lookups, ({ exchange }, say) => {
    const path = pathOf(exchange.request.url);
    if (!isRecordPath(path)) return undefined;
    if (path.endsWith('/')) return say.right('the record path has its trailing slash');
    return say.wrong('the record path lacks its trailing slash', RECORD_PATH, quote(path));
  }),

  invariantOnEach('EP-REC-02', recordRequests, ({ parameters }, say, { customerAuthenticator }) => {
    const sent = parameters.all('customerAuthenticator').map(({ value }) => value);
    if (sent.length === 0) return say.wrong('a lookup without customerAuthenticator', 'the configured value', 'none');
    if (customerAuthenticator === undefined) return say.notApplicable('the authenticator of SEES is not configured');
    if (sent.every((value) => value === customerAuthenticator))
      return say.right('customerAuthenticator is the configured one');
    return say.wrong('customerAuthenticator is not the configured one', 'the configured value', 'another value');
  }),

  invariantOnEach(
    'EP-REC-03',
    (journal, known) => recordRequests(journal, known).filter(hasPurpose),
    ({ parameters, purpose }, say) => {
      const { cookie } = purpose;
      if (cookie === undefined) return undefined;
      const sent = parameters.all('cookie').map(({ value }) => value);
      if (sent.length > 0 && sent.every((value) => value === cookie))
        return say.right("the lookup is by the client's cookie");
      const seen = sent.length === 0 ? 'no cookie' : sent.map(quote).join(', ');
      return say.wrong("the lookup is not by the client's cookie", quote(cookie), seen);
    },
  ),

  invariantOnEach('EP-REC-04', recordRequests, ({ parameters }, say) => {
    if (parameters.get('cookie') === undefined) return undefined;
    const others = ['id', 'start', 'length'].filter((name) => parameters.get(name) !== undefined);
    if (others.length === 0) return say.right('the cookie is the only selector');
    return say.wrong('cookie is combined with another selector', 'cookie alone', `cookie with ${others.join(', ')}`);
  }),

  invariantOnEach('EP-REC-05.bound', firstBound, ({ exchange, stimulus }, say, known, journal) => {
    const { response } = exchange;
    if (response === undefined || stimulus.aborted === true) return undefined;
    if (lookupsFor({ exchange, stimulus }, journal, known).length > 0) {
      return say.right('the first device-bound request of the cookie asks the record service');
    }
    // A broken or unreachable record service is not seen being asked; throttling asks nobody; and SEES may know by itself
    // that it never began a registration for this cookie.
    if (stimulus.fault !== undefined || [429, 503].includes(response.status) || stimulus.registration === 'none') {
      return undefined;
    }
    const message = 'the first device-bound request of the cookie does not ask the record service';
    return say.wrong(message, 'a lookup by cookie', 'none');
  }),

  invariantOnEach('EP-REC-05.time', answered(1), ({ exchange, stimulus }, say, known, journal) => {
    const made = backendCallsOf(journal, exchange, known).record.filter(
      (call) => !isForSomebodyElse(call, stimulus.cookie, journal),
    );
    // Whoever does not even grant has shown nothing by not looking anything up.
    if (made.length === 0) return isGrant(exchange) ? say.right('the time-based request causes no lookup') : undefined;
    return say.wrong('a time-based request causes a lookup', 'none', count(made.length));
  }),

  invariantOnEach('EP-REC-05.registration', answered(2), ({ exchange }, say, known, journal) =>
    say.observed(
      `lookups during the registration request: ${count(backendCallsOf(journal, exchange, known).record.length)}`,
    ),
  ),

  invariantOnEach('EP-REC-06', tokenRequestsOfType(3), ({ exchange, entitlement, purpose }, say, known, journal) => {
    const first = firstBound(journal, known).find((candidate) => candidate.exchange === entitlement);
    const made = first === undefined ? [] : lookupsFor({ exchange: entitlement, stimulus: purpose }, journal, known);
    if (made.length === 0) return undefined;
    const before = made.some(
      ({ response, endTick }) => response !== undefined && (endTick ?? Infinity) < exchange.startTick,
    );
    if (before) return say.right('the lookup was answered before the token request was sent');
    const message = 'the token request was sent before the lookup was answered';
    return say.wrong(message, 'lookup, its answer, token request', 'no answered lookup before the token request');
  }),

  invariantOnEach('EP-REC-07', tokenRequestsOfType(3), (call, say, known, journal) => {
    const { restrictions, devices } = bindingOf(call, journal, known);
    const [restriction] = restrictions;
    return restriction === undefined || devices === undefined ? undefined : judgeOrigin(restriction, devices, say);
  }),
];

function lookups(journal: Journal, known: Known): JudgedCall[] {
  return calls(journal, known).filter(({ exchange }) => exchange.operation === 'record');
}

function isRecordPath(path: string): boolean {
  return path.endsWith(BARE_PATH) || path.endsWith(RECORD_PATH);
}

function answered(type: 1 | 2) {
  return (journal: Journal, known: Known): Entitlement[] => {
    if (!known.backend) return [];
    return entitlementsOf(journal).filter(
      ({ exchange, stimulus }) => stimulus.valid && stimulus.requestType === type && exchange.response !== undefined,
    );
  };
}

/** Lookups on behalf of a request, and any for its cookie before its end: a cookie may have been looked up ahead of time. */
function lookupsFor({ exchange, stimulus }: Entitlement, journal: Journal, known: Known): Exchange[] {
  const made = new Set(backendCallsOf(journal, exchange, known).record);
  for (const call of seesCallsOf(journal)) {
    const inTime = call.operation === 'record' && call.startTick < (exchange.endTick ?? Infinity);
    if (inTime && parametersOf(call).get('cookie') === stimulus.cookie) made.add(call);
  }
  return [...made];
}

/** A lookup in the background for another client of this scenario is not this request's doing. */
function isForSomebodyElse(call: Exchange, cookie: string | undefined, journal: Journal): boolean {
  const asked = parametersOf(call).get('cookie');
  if (asked === undefined || asked === cookie) return false;
  return entitlementsOf(journal).some(({ stimulus }) => stimulus.cookie === asked);
}

function count(lookups: number): string {
  return lookups === 1 ? '1 lookup' : `${lookups} lookups`;
}
