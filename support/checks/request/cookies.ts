import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  couldNotTest,
  backendCallsOf,
  deviceRestriction,
  entitlementOf,
  entitlementsOf,
  isGrant,
  observed,
  parametersOf,
  quote,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { whyUndecided } from '../sequence/no-decision';
import { describe, inWords, triedOf, validOf } from './tried';

/** Blank, delimiters and everything else that means something in a URL or a form. */
const RESERVED = /[^A-Za-z0-9._~-]/;
// eslint-disable-next-line no-control-regex -- everything beyond ASCII
const BEYOND_ASCII = /[^\x00-\x7f]/;

/** SEES-REQ-24: a cookie that SEES may think too long, since it counts bytes, is refused or arrives whole. */
function longCookieArrives(check: string, meant: (cookie: string) => boolean): Check['judge'] {
  return (journal, known) =>
    triedOf(journal, /^customer-cookie-32-times$/)
      .filter(({ stimulus }) => meant(stimulus.cookie ?? ''))
      .map((tried) => {
        const { exchange, stimulus } = tried;
        const cookies = (call: Exchange): string[] =>
          parametersOf(call)
            .all('cookie')
            .map(({ value }) => value);
        const cut = callsOf(tried, journal, known).find((call) =>
          cookies(call).some((value) => value !== stimulus.cookie),
        );
        const { isAllowed } = entitlementOf(exchange);
        const status = exchange.response?.status ?? 0;
        const isDecision = status === 200 ? isAllowed !== undefined : status >= 400 && isAllowed !== true;
        if (cut === undefined && !isDecision) {
          return couldNotTest(journal, check, `neither a grant nor a refusal: ${describe(tried)}`, exchange);
        }
        if (cut === undefined) return right(journal, check, `${describe(tried)}: no other cookie is sent`, exchange);
        return wrong(journal, check, `the ${cut.operation} request bears another cookie: ${describe(tried)}`, {
          expected: 'no request, or the cookie as it came',
          observed: `${cookies(cut)[0]?.length ?? 0} characters of it`,
          exchange: cut,
        });
      });
}

function both(...judges: readonly Check['judge'][]): Check['judge'] {
  return (journal, known) => judges.flatMap((judge) => judge(journal, known));
}

const inAscii = (cookie: string): boolean => !BEYOND_ASCII.test(cookie);
const beyondAscii = (cookie: string): boolean => BEYOND_ASCII.test(cookie);

/** SEES-REQ-24: the cookie arrives as it was sent, no more often than any other, and beside the parameters of any other cookie. */
function cookieArrives(check: string, meant: (cookie: string) => boolean): Check['judge'] {
  return (journal, known) =>
    cookieRequests(journal, meant).map((entitlement) => {
      const { exchange, stimulus } = entitlement;
      const what = `cookie ${quote(stimulus.cookie)} (type ${stimulus.requestType})`;
      const usual = validOf(journal, stimulus.requestType).find(
        (twin) => !RESERVED.test(twin.stimulus.cookie ?? '') && isGrant(twin.exchange),
      );
      if (usual === undefined) return couldNotTest(journal, check, `${what}: no plain cookie was granted`, exchange);
      const calls = callsOf(entitlement, journal, known);
      const faulty = calls.find((call) => faultsOf(call, entitlement, usual, journal, known).length > 0);
      if (faulty !== undefined) {
        const faults = faultsOf(faulty, entitlement, usual, journal, known);
        return wrong(journal, check, `the ${faulty.operation} request does not carry the ${what} alone`, {
          expected: 'the cookie as the client sent it, and no parameter more',
          observed: faults.join('; '),
          exchange: faulty,
        });
      }
      const undecided = whyUndecided(exchange);
      if (undecided !== undefined) return couldNotTest(journal, check, `${what}: ${undecided}`, exchange);
      if (!isGrant(exchange)) {
        return wrong(journal, check, `no grant for a ${what}`, {
          expected: 'a grant, as for any other cookie',
          observed: inWords(exchange),
          exchange,
        });
      }
      return right(journal, check, `${what}: ${calls.length} calls carry it unchanged`, exchange);
    });
}

function cookieRequests(journal: Journal, meant: (cookie: string) => boolean): Entitlement[] {
  return entitlementsOf(journal).filter(({ stimulus: { cookie, flaw, requestType } }) => {
    const unusual = flaw === undefined || flaw.id === 'customer-cookie-non-ascii';
    return unusual && requestType !== 1 && cookie !== undefined && RESERVED.test(cookie) && meant(cookie);
  });
}

/** SEES' calls for a request: lookups, then token requests. */
export function callsOf({ exchange }: Pick<Entitlement, 'exchange'>, journal: Journal, known: Known): Exchange[] {
  const { token, record } = backendCallsOf(journal, exchange, known);
  return [...record, ...token];
}

function faultsOf(
  call: Exchange,
  { stimulus }: Entitlement,
  usual: Entitlement,
  journal: Journal,
  known: Known,
): string[] {
  const parameters = parametersOf(call);
  const cookies = parameters.all('cookie');
  const faults: string[] = [];
  const elsewhere = cookies.length === 0 && known.readings['cookie.location'] === 'any' && call.operation === 'token';
  const twins = callsOf(usual, journal, known).filter(({ operation }) => operation === call.operation);
  // Whoever sends every cookie twice is told so by EP-TOK-22.
  const most = Math.max(1, ...twins.map((twin) => parametersOf(twin).all('cookie').length));
  const other = cookies.find(({ value }) => value !== stimulus.cookie);
  if ((cookies.length === 0 && !elsewhere) || cookies.length > most) faults.push(`${cookies.length} cookies`);
  else if (other !== undefined) faults.push(`cookie ${quote(other.value)}`);
  const names = new Set(twins.flatMap((twin) => parametersOf(twin).list.map(({ name }) => name)));
  const more = parameters.list
    .filter(({ name }) => twins.length > 0 && !names.has(name))
    .map(({ name }) => quote(name));
  if (more.length > 0) faults.push(`parameters that other requests do not have: ${more.join(', ')}`);
  return faults;
}

/** SEES-REQ-21.shortened: no call bears the beginning of a cookie that is too long. */
function notShortened(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-REQ-21.shortened';
  return triedOf(journal, /^customer-cookie-33-characters$/).map((tried) => {
    const { exchange, stimulus } = tried;
    const { cookie = '' } = stimulus;
    const cut = callsOf(tried, journal, known).find((call) =>
      parametersOf(call)
        .all('cookie')
        .some(({ value }) => value !== cookie && value !== '' && cookie.includes(value)),
    );
    if (cut === undefined) return right(journal, check, `no shortened cookie was sent: ${describe(tried)}`, exchange);
    return wrong(journal, check, `the ${cut.operation} request bears a shortened cookie`, {
      expected: 'no request, or the cookie as it came',
      observed: `${Array.from(parametersOf(cut).get('cookie') ?? '').length} of its characters`,
      exchange: cut,
    });
  });
}

/** SEES-REQ-26.calls: granted as time-based, without a lookup and without a device. */
function staysTimeBased(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-REQ-26.calls';
  return withCookie(journal).map(({ exchange }) => {
    const { token, record } = backendCallsOf(journal, exchange, known);
    const bound = token.filter((call) => deviceRestriction(parametersOf(call), known.readings).length > 0);
    if (record.length > 0 || bound.length > 0) {
      return wrong(journal, check, 'a cookie made a time-based request another', {
        expected: 'no record request and no device restriction',
        observed: `${record.length} record requests, ${bound.length} token requests with a device`,
        exchange,
      });
    }
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) return couldNotTest(journal, check, undecided, exchange);
    if (isGrant(exchange)) return right(journal, check, 'with a cookie the request stays time-based', exchange);
    return wrong(journal, check, 'a time-based request is not granted once it has a cookie', {
      expected: 'a grant, as without the cookie',
      observed: inWords(exchange),
      exchange,
    });
  });
}

/** SEES-REQ-26.forwarding, information. */
function cookieForwarded(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-REQ-26.forwarding';
  return withCookie(journal).map(({ exchange }) => {
    const { token } = backendCallsOf(journal, exchange, known);
    const forwarded = token.some((call) => parametersOf(call).get('cookie') !== undefined);
    const seen = token.length === 0 ? 'there was no token request' : forwarded ? 'passed on' : 'not passed on';
    return observed(journal, check, `the cookie of a time-based request: ${seen}`, exchange);
  });
}

function withCookie(journal: Journal): Entitlement[] {
  return validOf(journal, 1).filter(({ stimulus }) => stimulus.cookie !== undefined);
}

/** What becomes of a cookie on its way to ExpressPlay (SEES-API, FP-TOK). */
export const COOKIES: readonly Check[] = [
  { id: 'SEES-REQ-21.shortened', subject: 'token-request', judge: notShortened },
  {
    id: 'SEES-REQ-24.ascii',
    subject: 'token-request',
    judge: both(cookieArrives('SEES-REQ-24.ascii', inAscii), longCookieArrives('SEES-REQ-24.ascii', inAscii)),
  },
  {
    id: 'SEES-REQ-24.other',
    subject: 'token-request',
    judge: both(cookieArrives('SEES-REQ-24.other', beyondAscii), longCookieArrives('SEES-REQ-24.other', beyondAscii)),
  },
  { id: 'SEES-REQ-26.calls', subject: 'token-request', judge: staysTimeBased },
  { id: 'SEES-REQ-26.forwarding', subject: 'token-request', judge: cookieForwarded },
];
