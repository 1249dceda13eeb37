import type { Exchange, Journal } from '../../exchange';
import { entitlementsOf, isGrant, type Entitlement } from '../reading';

/** Granted requests of a type with nothing in ExpressPlay's way: what requests during a fault are held against. */
export function healthyGrants(journal: Journal, requestType: number): Entitlement[] {
  return entitlementsOf(journal).filter(
    ({ exchange, stimulus }) =>
      stimulus.requestType === requestType && stimulus.fault === undefined && isGrant(exchange),
  );
}

/** SEES granted such a request before an exchange and after it. */
export function servesAround(journal: Journal, { number }: Exchange, requestType: number): boolean {
  const grants = healthyGrants(journal, requestType).map(({ exchange }) => exchange.number);
  return grants.some((before) => before < number) && grants.some((after) => after > number);
}
