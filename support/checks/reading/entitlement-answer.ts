import type { EntitlementStimulus, Exchange, HttpResponse, Journal } from '../../exchange';
import { readJsonObject, type JsonObjectReading } from './json-object';
import { rememberedFor, rememberedOf } from './remembered';

/** What SEES said to an entitlement request, read without trust (SEES-API, response object). */
export interface EntitlementAnswer extends JsonObjectReading {
  /** undefined: absent or no JSON boolean. */
  readonly isAllowed: boolean | undefined;
  /** Only where it is a non-empty string. */
  readonly epTokenURL: string | undefined;
  /** As it stands there, whatever its type. */
  readonly error: unknown;
}

const NO_ANSWER: EntitlementAnswer = {
  duplicates: [],
  problems: ['there is no answer'],
  isAllowed: undefined,
  epTokenURL: undefined,
  error: undefined,
};

/** The parsed answer of an entitlement exchange. Never throws. */
export function entitlementOf(exchange: Exchange): EntitlementAnswer {
  const { response } = exchange;
  return response === undefined ? NO_ANSWER : read(response);
}

/** HTTP 200 and `isAllowed` true: what the ledger means by a grant. */
export function isGrant(exchange: Exchange): boolean {
  return exchange.response?.status === 200 && entitlementOf(exchange).isAllowed === true;
}

/** Answered, and anything but a grant. */
export function isRefusal(exchange: Exchange): boolean {
  return exchange.response !== undefined && !isGrant(exchange);
}

/** The URL that a grant hands to the player; undefined on a refusal and where the grant holds none. */
export function grantedUrl(exchange: Exchange): string | undefined {
  return isGrant(exchange) ? entitlementOf(exchange).epTokenURL : undefined;
}

/** An entitlement exchange together with what the harness meant by it. */
export interface Entitlement {
  readonly exchange: Exchange;
  readonly stimulus: EntitlementStimulus;
}

/** The entitlement exchanges that the harness sent, in order; of repeated ones the last. */
export const entitlementsOf: (journal: Journal) => readonly Entitlement[] = rememberedOf((journal) => {
  const found: Entitlement[] = [];
  for (const exchange of journal.exchanges) {
    const { operation, stimulus } = exchange;
    if (operation === 'entitlement' && stimulus?.kind === 'entitlement' && !exchange.wasRepeated) {
      found.push({ exchange, stimulus });
    }
  }
  return found;
});

const read = rememberedFor((response: HttpResponse): EntitlementAnswer => {
  const reading = readJsonObject(response.body);
  const { json } = reading;
  const isAllowed = own(json, 'isAllowed');
  const url = own(json, 'epTokenURL');
  return {
    ...reading,
    isAllowed: typeof isAllowed === 'boolean' ? isAllowed : undefined,
    epTokenURL: typeof url === 'string' && url !== '' ? url : undefined,
    error: own(json, 'error'),
  };
});

/** A property of the message itself, never one of Object.prototype. */
export function own(json: Readonly<Record<string, unknown>> | undefined, name: string): unknown {
  return json !== undefined && Object.hasOwn(json, name) ? json[name] : undefined;
}
