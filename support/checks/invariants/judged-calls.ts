import type { EntitlementStimulus, Exchange, Journal } from '../../exchange';
import { ELSEWHERE_PATH, type Content } from '../../protocol';
import type { Known } from '../check';
import {
  attributionOf,
  parametersOf,
  remembered,
  seesCallsOf,
  type Entitlement,
  type RequestParameters,
} from '../reading';

/** A call of SEES to ExpressPlay, with what it was made for. */
export interface JudgedCall {
  readonly exchange: Exchange;
  readonly parameters: RequestParameters;
  /** The entitlement it belongs to; undefined where that is unclear or its request was not valid, so that nothing follows. */
  readonly purpose: EntitlementStimulus | undefined;
  readonly entitlement: Exchange | undefined;
  /** The title asked for, if the harness knows it. */
  readonly content: Content | undefined;
}

/** A call whose purpose is clear. */
export interface PurposefulCall extends JudgedCall {
  readonly purpose: EntitlementStimulus;
  readonly entitlement: Exchange;
}

type Select<Call> = (journal: Journal, known: Known) => readonly Call[];

/** Every call of SEES to the token and record services, readable or not. */
export const calls: Select<JudgedCall> = remembered((journal, known) => {
  if (!known.backend) return [];
  const { owners } = attributionOf(journal, known);
  return seesCallsOf(journal).map((exchange) => judged(exchange, owners.get(exchange), known));
});

/** Calls whose parameters can be read: with a JSON body there is nothing to say but EP-TOK-02. */
export const readableCalls: Select<JudgedCall> = remembered((journal, known) =>
  calls(journal, known).filter(({ parameters }) => parameters.readable),
);

export const tokenRequests: Select<JudgedCall> = remembered((journal, known) =>
  readableCalls(journal, known).filter(({ exchange }) => exchange.operation === 'token'),
);

export const recordRequests: Select<JudgedCall> = remembered((journal, known) =>
  readableCalls(journal, known).filter(({ exchange }) => exchange.operation === 'record'),
);

/** Token requests for the sake of valid entitlement requests. */
export const purposefulTokenRequests: Select<PurposefulCall> = remembered((journal, known) =>
  tokenRequests(journal, known).filter(hasPurpose),
);

/** Those for the sake of requests of these types. */
export function tokenRequestsOfType(...types: readonly (1 | 2 | 3)[]): Select<PurposefulCall> {
  return (journal, known) =>
    purposefulTokenRequests(journal, known).filter(({ purpose }) => types.includes(purpose.requestType));
}

export function hasPurpose(call: JudgedCall): call is PurposefulCall {
  return call.purpose !== undefined && call.entitlement !== undefined;
}

/** Calls of SEES that no document describes, by what they seem to be meant for. */
export function misdirected(journal: Journal, known: Known, operation: 'token' | 'record'): JudgedCall[] {
  if (!known.backend) return [];
  return journal.exchanges
    .filter(({ operation: found, from, stimulus }) => found === 'unknown' && from === 'sees' && stimulus === undefined)
    .map((exchange) => judged(exchange, undefined, known))
    .filter((call) => seemsMeantFor(call) === operation);
}

function judged(exchange: Exchange, owner: Entitlement | undefined, known: Known): JudgedCall {
  const valid = owner?.stimulus.valid === true ? owner : undefined;
  return {
    exchange,
    parameters: parametersOf(exchange),
    purpose: valid?.stimulus,
    entitlement: valid?.exchange,
    content: valid === undefined ? undefined : known.contents.get(valid.stimulus.contentID),
  };
}

function seemsMeantFor({ exchange, parameters }: JudgedCall): 'token' | 'record' | undefined {
  const path = exchange.request.url.split('?', 1)[0] ?? '';
  // Whoever follows a redirect of the harness meant nothing by the address.
  if (path.endsWith(ELSEWHERE_PATH)) return undefined;
  if (/getrecord|cmiapi/i.test(path)) return 'record';
  if (/token/i.test(path) || ['contentKey', 'kek', 'iv'].some((name) => parameters.get(name) !== undefined))
    return 'token';
  return parameters.get('cookie') !== undefined ? 'record' : undefined;
}
