import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { backendCallsOf, couldNotTest, observed, own, parametersOf, readJsonObject, right, wrong } from '../reading';
import { whyUndecided } from '../sequence/no-decision';
import { callsOf } from './cookies';
import { describe, inWords, triedOf, type Tried } from './tried';

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
      const cookie = parameters.get('cookie');
      if (cookie === query.get('customerCookie')) taken.push('customerCookie');
      // The cookie of a registration goes along with its token request; that of a time-based title need not.
      const due = stimulus.requestType !== 1 && known.readings['cookie.location'] !== 'any';
      if (due && cookie === undefined) taken.push('requestType');
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

/** What a client says beside its request, in the body or in the query (QS-LIC, SEES-API). */
export const STRAY_VALUES: readonly Check[] = [
  { id: 'SEES-TRN-13', subject: 'answer', judge: bodyCounts },
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
