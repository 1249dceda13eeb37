import type { Exchange, Journal } from '../../exchange';
import { entitlementsOf, isGrant, type Entitlement } from '../reading';
import { isPutOff } from './no-decision';

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

/** Without requests that SEES put off and that were made once more in the same circumstances. */
export function decisive<Request extends Entitlement>(requests: readonly Request[]): Request[] {
  return requests.filter(
    ({ exchange, stimulus }) =>
      !isPutOff(exchange) ||
      !requests.some(
        (other) =>
          other.exchange.number > exchange.number &&
          other.stimulus.requestType === stimulus.requestType &&
          other.stimulus.cookie === stimulus.cookie &&
          stimulus.upstream !== undefined &&
          other.stimulus.upstream?.id === stimulus.upstream.id,
      ),
  );
}
