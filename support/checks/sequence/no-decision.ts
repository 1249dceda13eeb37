import type { Exchange } from '../../exchange';
import { entitlementOf, own } from '../reading';

/** Statuses that put somebody off, for load or for an outage. They grant nothing and refuse nothing. */
const PUT_OFF: readonly number[] = [408, 429, 502, 503, 504];

/** The service said that it cannot serve now. An entitlement answer that holds a decision is one, whatever its status. */
export function isPutOff(exchange: Exchange): boolean {
  const { operation, response } = exchange;
  if (response === undefined || !PUT_OFF.includes(response.status)) return false;
  return operation !== 'entitlement' || own(entitlementOf(exchange).json, 'isAllowed') === undefined;
}

/** Why nothing follows from an exchange: no answer, or one that puts off; undefined where something was decided. */
export function whyUndecided(exchange: Exchange): string | undefined {
  if (exchange.failure !== undefined) return exchange.failure.message;
  if (exchange.response === undefined) return 'no answer';
  return isPutOff(exchange) ? `HTTP ${exchange.response.status}, which puts off and decides nothing` : undefined;
}
