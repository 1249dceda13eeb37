import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  attributionOf,
  backendCallsOf,
  couldNotTest,
  deviceRestriction,
  entitlementOf,
  entitlementsOf,
  isGrant,
  observed,
  own,
  parametersOf,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { boundTwin } from './missing-bindings';

/** A fault of ExpressPlay for the whole exchange: no grant (SEQ-09, SEES-ERR-01, SEQ-50). The same request works without it. */
function noGrantUnderFault(check: string, requestType: 1 | 3): Check['judge'] {
  return (journal) =>
    faulted(journal, requestType).map(({ exchange, stimulus }) => {
      if (exchange.response === undefined) {
        return couldNotTest(journal, check, `SEES did not answer: ${exchange.failure?.message ?? 'no answer'}`, exchange);
      }
      const twin = entitlementsOf(journal).some(
        (other) => other.stimulus.requestType === requestType && other.stimulus.fault === undefined && isGrant(other.exchange),
      );
      if (!twin) return couldNotTest(journal, check, 'the same request was not granted without the fault either', exchange);
      return isGrant(exchange)
        ? wrong(journal, check, `SEES granted although ${stimulus.fault ?? ''}`, {
            expected: 'no grant',
            observed: 'isAllowed true',
            exchange,
          })
        : right(journal, check, `no grant, because ${stimulus.fault ?? ''}`, exchange);
    });
}

function faulted(journal: Journal, requestType: number): Entitlement[] {
  return entitlementsOf(journal).filter(
    ({ stimulus }) => stimulus.requestType === requestType && stimulus.fault !== undefined,
  );
}

/** SEES-ERR-12: after -6008 no grant, and no token request that leaves the device out. */
function noFallback(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-ERR-12';
  return faulted(journal, 3).map(({ exchange }) => {
    if (!boundTwin(journal)) return couldNotTest(journal, check, 'no bound title was granted without the fault either', exchange);
    const unbound = backendCallsOf(journal, exchange, known).token.find(
      (call) => deviceRestriction(parametersOf(call), known.readings).length === 0,
    );
    if (unbound !== undefined) {
      return wrong(journal, check, 'SEES asked for an unbound token when the bound one was refused', {
        expected: 'no token request without the device',
        observed: 'a token request without a device restriction',
        exchange: unbound,
      });
    }
    return isGrant(exchange)
      ? wrong(journal, check, 'SEES granted although the bound token was refused', { expected: 'no grant', observed: 'isAllowed true', exchange })
      : right(journal, check, 'no grant and no unbound fallback', exchange);
  });
}

/** SEQ-51.paired: every answer carries the message id of its own request, whatever the order of types. */
function paired(journal: Journal): Finding[] {
  const check = 'SEQ-51.paired';
  return entitlementsOf(journal).flatMap(({ exchange, stimulus }) => {
    if (exchange.response === undefined) return [];
    const answered = own(entitlementOf(exchange).json, 'messageID');
    if (answered === stimulus.messageID) {
      return [right(journal, check, `the type ${stimulus.requestType} answer carries its message id`, exchange)];
    }
    const other = entitlementsOf(journal).find((next) => next.stimulus.messageID === answered);
    return [
      wrong(journal, check, `the type ${stimulus.requestType} answer does not carry the message id of its request`, {
        expected: stimulus.messageID,
        observed: other === undefined ? JSON.stringify(answered ?? null) : `the message id of exchange ${other.exchange.number}`,
        exchange,
      }),
    ];
  });
}

/** SEQ-51.connection, information. */
function connection(journal: Journal): Finding[] {
  const answered = entitlementsOf(journal).filter(({ exchange }) => exchange.response !== undefined).length;
  return [observed(journal, 'SEQ-51.connection', `${answered} requests of mixed types were answered one after another`)];
}

/** SEQ-45, information: whether the real title serves for registration. */
function realTitle(journal: Journal): Finding[] {
  return entitlementsOf(journal).map(({ exchange, stimulus }) =>
    observed(
      journal,
      'SEQ-45',
      `type ${stimulus.requestType} with the real title: ${isGrant(exchange) ? 'granted' : 'not granted'}`,
      exchange,
    ),
  );
}

/** SEQ-52: a client that went away leaves SEES able to serve the next one. */
function servesOn(journal: Journal, known: Known): Finding[] {
  const check = 'SEQ-52';
  const all = entitlementsOf(journal);
  return all.flatMap(({ exchange, stimulus }) => {
    if (stimulus.aborted !== true) return [];
    const later = all.find((next) => next.exchange.number > exchange.number && next.stimulus.aborted !== true);
    if (later === undefined) return [couldNotTest(journal, check, 'nothing was asked after the client went away', exchange)];
    const late = attributionOf(journal, known).owners.size;
    return [
      isGrant(later.exchange)
        ? right(journal, check, `SEES granted the next request (${late} backend calls in all)`, later.exchange)
        : wrong(journal, check, 'SEES did not serve the next request after a client went away', {
            expected: 'a grant',
            observed: later.exchange.failure?.message ?? `HTTP ${later.exchange.response?.status ?? 0} without a grant`,
            exchange: later.exchange,
          }),
    ];
  });
}

export const ANSWERS: readonly Check[] = [
  { id: 'SEQ-09', subject: 'answer', judge: noGrantUnderFault('SEQ-09', 1) },
  { id: 'SEES-ERR-01', subject: 'answer', judge: noGrantUnderFault('SEES-ERR-01', 1) },
  { id: 'SEQ-50', subject: 'answer', judge: noGrantUnderFault('SEQ-50', 3) },
  { id: 'SEES-ERR-12', subject: 'token-request', judge: noFallback },
  { id: 'SEQ-51.paired', subject: 'answer', judge: paired },
  { id: 'SEQ-51.connection', subject: 'answer', judge: connection },
  { id: 'SEQ-45', subject: 'answer', judge: realTitle },
  { id: 'SEQ-52', subject: 'recovery', judge: servesOn },
];
