import type { EntitlementStimulus, Exchange, Journal } from '../../exchange';
import type { Known } from '../check';
import { entitlementsOf, type Entitlement } from './entitlement-answer';
import { deviceRestriction } from './device-restriction';
import { ivBelongsTo, keyBelongsTo } from './key-material';
import { parametersOf } from './parameters-of';
import { remembered, rememberedOf } from './remembered';

/** SEES' calls to ExpressPlay on behalf of one entitlement request, in the order of sending. */
export interface BackendCalls {
  readonly token: readonly Exchange[];
  readonly record: readonly Exchange[];
}

/** Which entitlement each of SEES' calls belongs to. */
export interface Attribution {
  readonly owners: ReadonlyMap<Exchange, Entitlement>;
  /** Calls that fit no entitlement: sent outside all of them, or like none of those under way. */
  readonly unattributed: readonly Exchange[];
}

const NONE: BackendCalls = { token: [], record: [] };

/** The token and record exchanges that belong to an entitlement exchange. */
export function backendCallsOf(journal: Journal, entitlement: Exchange, known: Known): BackendCalls {
  return groupsOf(journal, known).get(entitlement) ?? NONE;
}

/**
 * Gives every call of SEES to the entitlement during which it was sent. Where several were under way the cookie tells them
 * apart, then the content's key or IV, then the purpose; a call that is like none of several belongs to nobody. A client
 * that went away leaves an entitlement that SEES may still be working on: it stays a candidate.
 */
export const attributionOf: (journal: Journal, known: Known) => Attribution = remembered(attribute);

const groupsOf = remembered((journal, known) => grouped(attributionOf(journal, known)));

/** What SEES itself sent to the token and record services, in order; nothing that the harness sent in its stead. */
export const seesCallsOf: (journal: Journal) => readonly Exchange[] = rememberedOf((journal) =>
  journal.exchanges.filter(
    ({ operation, stimulus }) => (operation === 'token' || operation === 'record') && stimulus === undefined,
  ),
);

function attribute(journal: Journal, known: Known): Attribution {
  const owners = new Map<Exchange, Entitlement>();
  const unattributed: Exchange[] = [];
  const entitlements = entitlementsOf(journal);
  for (const call of seesCallsOf(journal)) {
    const owner = ownerOf(call, entitlements, owners, known);
    if (owner === undefined) unattributed.push(call);
    else owners.set(call, owner);
  }
  return { owners, unattributed };
}

function ownerOf(
  call: Exchange,
  entitlements: readonly Entitlement[],
  owners: ReadonlyMap<Exchange, Entitlement>,
  known: Known,
): Entitlement | undefined {
  const underWay = entitlements.filter(({ exchange }) => wasUnderWay(exchange, call));
  const abandoned = entitlements.filter((entitlement) => wasAbandoned(entitlement, call));
  if (underWay.length === 1 && abandoned.length === 0) return underWay[0];
  const cookie = parametersOf(call).get('cookie');
  const sameCookie = [...underWay, ...abandoned].filter(({ stimulus }) => agrees(stimulus, call, cookie));
  const pool = sameCookie.length > 0 ? sameCookie : underWay;
  if (pool.length < 2) return pool[0];
  const sameContent = pool.filter(({ stimulus }) => asksFor(stimulus.contentID, call, known));
  const alike = samePurpose(call, sameContent.length > 0 ? sameContent : sameCookie, known);
  const live = alike.filter((entitlement) => underWay.includes(entitlement));
  return leastServed(call, live.length > 0 ? live : alike, owners);
}

function wasUnderWay({ startTick, endTick = Infinity }: Exchange, call: Exchange): boolean {
  return startTick < call.startTick && call.startTick < endTick;
}

function wasAbandoned({ exchange }: Entitlement, call: Exchange): boolean {
  return exchange.failure !== undefined && exchange.endTick !== undefined && exchange.endTick < call.startTick;
}

function agrees(stimulus: EntitlementStimulus, call: Exchange, cookie: string | undefined): boolean {
  if (cookie !== undefined) return stimulus.cookie === cookie;
  // Whether the cookie of a time-based request is forwarded is SEES' own business (SEES-REQ-26).
  return call.operation === 'token' && (stimulus.requestType === 1 || stimulus.cookie === undefined);
}

function asksFor(contentID: string, call: Exchange, known: Known): boolean {
  const content = known.contents.get(contentID);
  if (content === undefined || call.operation !== 'token') return false;
  const parameters = parametersOf(call);
  return keyBelongsTo(parameters, content) ?? ivBelongsTo(parameters, content) ?? false;
}

/** A lookup and a device restriction belong to a device-bound request, if there is one. */
function samePurpose(call: Exchange, pool: readonly Entitlement[], known: Known): readonly Entitlement[] {
  const deviceBound = call.operation === 'record' || deviceRestriction(parametersOf(call), known.readings).length > 0;
  const fitting = pool.filter(({ stimulus }) => (stimulus.requestType === 3) === deviceBound);
  return fitting.length > 0 ? fitting : pool;
}

/** Requests that look all the same share their calls evenly; whose is whose makes no difference to any rule. */
function leastServed(
  call: Exchange,
  alike: readonly Entitlement[],
  owners: ReadonlyMap<Exchange, Entitlement>,
): Entitlement | undefined {
  if (alike.length < 2) return alike[0];
  const served = new Map<Entitlement, number>();
  for (const [other, owner] of owners) {
    if (other.operation === call.operation) served.set(owner, (served.get(owner) ?? 0) + 1);
  }
  return alike.reduce((best, next) => ((served.get(next) ?? 0) < (served.get(best) ?? 0) ? next : best));
}

function grouped({ owners }: Attribution): ReadonlyMap<Exchange, BackendCalls> {
  const groups = new Map<Exchange, { token: Exchange[]; record: Exchange[] }>();
  for (const [call, { exchange }] of owners) {
    let group = groups.get(exchange);
    if (group === undefined) groups.set(exchange, (group = { token: [], record: [] }));
    group[call.operation === 'record' ? 'record' : 'token'].push(call);
  }
  return groups;
}
