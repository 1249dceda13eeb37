import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  couldNotTest,
  deviceRestriction,
  entitlementsOf,
  isGrant,
  observed,
  own,
  parametersOf,
  quote,
  readJsonObject,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { whyUndecided } from '../sequence/no-decision';
import { describe, inWords, triedOf, validOf, type Tried } from './tried';

/** Blank, delimiters and everything else that means something in a URL or a form. */
const RESERVED = /[^A-Za-z0-9._~-]/;
// eslint-disable-next-line no-control-regex -- everything beyond ASCII
const BEYOND_ASCII = /[^\x00-\x7f]/;

/** SEES-REQ-24: the cookie arrives as it was sent, once, and beside the parameters of any other cookie. */
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

function callsOf({ exchange }: Entitlement, journal: Journal, known: Known): Exchange[] {
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
  if (cookies.length !== 1) faults.push(`${cookies.length} cookies`);
  else if (cookies[0]?.value !== stimulus.cookie) faults.push(`cookie ${quote(cookies[0]?.value)}`);
  const twins = callsOf(usual, journal, known).filter(({ operation }) => operation === call.operation);
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

const KEYS = ['contentKey', 'iv', 'kid'];

/** SEES-REQ-28: what the client sent beside the documented properties turns up in no call. */
function notFromClient(check: string, meant: (name: string) => boolean): Check['judge'] {
  return (journal, known) =>
    triedOf(journal, /^stray-secrets$/).map((tried) => {
      const { exchange } = tried;
      const sent = [...strayValues(tried)].filter(([name]) => meant(name));
      const calls = callsOf(tried, journal, known);
      for (const call of calls) {
        const found = sent.filter(([, value]) => carries(call, value)).map(([name]) => name);
        if (found.length === 0) continue;
        return wrong(
          journal,
          check,
          `the ${call.operation} request holds what the client sent as ${found.join(', ')}`,
          {
            expected: "SEES' own values",
            observed: `the client's ${found.join(', ')}`,
            exchange: call,
          },
        );
      }
      const undecided = whyUndecided(exchange);
      if (calls.length === 0 && undecided !== undefined) {
        return couldNotTest(journal, check, `${describe(tried)}: ${undecided}`, exchange);
      }
      const names = sent.map(([name]) => name).join(', ');
      return right(journal, check, `${names} of the client: in none of ${calls.length} calls`, exchange);
    });
}

function strayValues({ exchange }: Tried): Map<string, string> {
  const { json = {} } = readJsonObject(exchange.request.body);
  const values = Object.keys(json).flatMap((name) => {
    const value = own(json, name);
    return typeof value === 'string' && !DOCUMENTED.includes(name) ? [[name, value] as const] : [];
  });
  return new Map(values);
}

const DOCUMENTED = ['messageID', 'version', 'requestType', 'contentID', 'customerCookie'];

function carries(call: Exchange, value: string): boolean {
  const wanted = value.toLowerCase();
  return parametersOf(call).list.some((parameter) => parameter.value.toLowerCase().includes(wanted));
}

/** SEES-REQ-28.expiry, information. */
function expiryOfClient(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-REQ-28.expiry';
  return triedOf(journal, /^stray-secrets$/).map((tried) => {
    const value = strayValues(tried).get('expirationTime');
    const { token } = backendCallsOf(journal, tried.exchange, known);
    const taken = value !== undefined && token.some((call) => parametersOf(call).get('expirationTime') === value);
    const seen = token.length === 0 ? 'there was no token request' : taken ? 'taken over' : 'not taken over';
    return observed(journal, check, `the shorter expirationTime of the client: ${seen}`, tried.exchange);
  });
}

/** SEES-TRN-13: where query and body disagree, the body counts. */
function bodyCounts(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-TRN-13';
  return triedOf(journal, /^query-copies$/).map((tried) => {
    const { exchange, stimulus } = tried;
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) return couldNotTest(journal, check, undecided, exchange);
    const query = new URL(exchange.request.url).searchParams;
    const taken: string[] = [];
    if (query.get('messageID') === messageIdOf(exchange)) taken.push('messageID');
    const other = known.contents.get(query.get('contentID') ?? '');
    for (const call of callsOf(tried, journal, known)) {
      const parameters = parametersOf(call);
      if (parameters.get('cookie') === query.get('customerCookie')) taken.push('customerCookie');
      const foreign = [other?.contentKey, other?.ek].filter((key) => key !== undefined);
      if (stimulus.contentID !== other?.contentID && foreign.some((key) => carries(call, key))) taken.push('contentID');
    }
    if (taken.length === 0) return right(journal, check, `the query changes nothing: ${inWords(exchange)}`, exchange);
    return wrong(journal, check, 'the query overrides the body', {
      expected: 'what the body says',
      observed: `from the query: ${[...new Set(taken)].join(', ')}`,
      exchange,
    });
  });
}

function messageIdOf({ response }: Exchange): unknown {
  return response === undefined ? undefined : own(readJsonObject(response.body).json, 'messageID');
}

/** What a client says and what of it goes on to ExpressPlay (SEES-API, QS-LIC). */
export const CLIENT_VALUES: readonly Check[] = [
  { id: 'SEES-TRN-13', subject: 'answer', judge: bodyCounts },
  { id: 'SEES-REQ-21.shortened', subject: 'token-request', judge: notShortened },
  {
    id: 'SEES-REQ-24.ascii',
    subject: 'token-request',
    judge: cookieArrives('SEES-REQ-24.ascii', (cookie) => !BEYOND_ASCII.test(cookie)),
  },
  {
    id: 'SEES-REQ-24.other',
    subject: 'token-request',
    judge: cookieArrives('SEES-REQ-24.other', (cookie) => BEYOND_ASCII.test(cookie)),
  },
  { id: 'SEES-REQ-26.calls', subject: 'token-request', judge: staysTimeBased },
  { id: 'SEES-REQ-26.forwarding', subject: 'token-request', judge: cookieForwarded },
  {
    id: 'SEES-REQ-28.secrets',
    subject: 'token-request',
    judge: notFromClient('SEES-REQ-28.secrets', (name) => !KEYS.includes(name) && name !== 'expirationTime'),
  },
  {
    id: 'SEES-REQ-28.keys',
    subject: 'token-request',
    judge: notFromClient('SEES-REQ-28.keys', (name) => KEYS.includes(name)),
  },
  { id: 'SEES-REQ-28.expiry', subject: 'token-request', judge: expiryOfClient },
];
