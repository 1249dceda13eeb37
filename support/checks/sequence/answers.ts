import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  attributionOf,
  backendCallsOf,
  couldNotTest,
  entitlementOf,
  entitlementsOf,
  isGrant,
  notApplicable,
  observed,
  own,
  quote,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { whereBindingIsOffered } from './licenses';
import { boundTwin, namesDevice } from './missing-bindings';
import { isPutOff, whyUndecided } from './no-decision';
import { noGrant, wasGotBefore } from './no-grant';

/** While ExpressPlay is made to fail. */
function duringFault(requestType: 1 | 3): (entitlement: Entitlement) => boolean {
  return ({ stimulus }) => stimulus.requestType === requestType && stimulus.fault !== undefined;
}

/** SEES-ERR-12: after -6008 no grant, and no token request that leaves the device out. */
function noFallback(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-ERR-12';
  return entitlementsOf(journal)
    .filter(duringFault(3))
    .map((entitlement) => {
      const { exchange } = entitlement;
      const { token } = backendCallsOf(journal, exchange, known);
      const unbound = token.find((call) => !namesDevice(call, known));
      if (unbound !== undefined) {
        return wrong(journal, check, 'SEES asked for an unbound token when the bound one was refused', {
          expected: 'no token request without the device',
          observed: 'a token request without a device restriction',
          exchange: unbound,
        });
      }
      if (isGrant(exchange)) {
        if (token.length === 0 && wasGotBefore(journal, entitlement, known)) {
          return notApplicable(
            journal,
            check,
            'SEES granted without asking: a token it got before the fault',
            exchange,
          );
        }
        return wrong(journal, check, 'SEES granted although the bound token was refused', {
          expected: 'no grant',
          observed: 'isAllowed true',
          exchange,
        });
      }
      if (exchange.response === undefined) {
        return couldNotTest(journal, check, `SEES did not answer: ${whyUndecided(exchange) ?? ''}`, exchange);
      }
      if (!boundTwin(journal))
        return couldNotTest(journal, check, 'no bound title was granted without the fault either', exchange);
      return token.length === 0
        ? couldNotTest(journal, check, 'SEES granted nothing, but it did not meet the fault: it never asked', exchange)
        : right(journal, check, 'no grant and no unbound fallback', exchange);
    });
}

/** SEQ-51.paired: every answer carries the message id of its own request, whatever the order of types. */
function paired(journal: Journal): Finding[] {
  const check = 'SEQ-51.paired';
  const all = entitlementsOf(journal);
  return all.flatMap(({ exchange, stimulus }) => {
    if (stimulus.aborted === true) return [];
    const answered = own(entitlementOf(exchange).json, 'messageID');
    if (answered === stimulus.messageID) {
      return [right(journal, check, `the type ${stimulus.requestType} answer carries its message id`, exchange)];
    }
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined && answered === undefined) {
      return [
        couldNotTest(journal, check, `no answer to the type ${stimulus.requestType} request: ${undecided}`, exchange),
      ];
    }
    const other = all.find((next) => next.stimulus.messageID === answered);
    return [
      wrong(journal, check, `the type ${stimulus.requestType} answer does not carry the message id of its request`, {
        expected: stimulus.messageID,
        observed: other === undefined ? quote(answered) : `the message id of exchange ${other.exchange.number}`,
        exchange,
      }),
    ];
  });
}

/** SEQ-51.connection, information. */
function connection(journal: Journal): Finding[] {
  const answered = entitlementsOf(journal).filter(({ exchange }) => exchange.response !== undefined).length;
  return [
    observed(journal, 'SEQ-51.connection', `${answered} requests of mixed types were answered one after another`),
  ];
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
    if (exchange.response !== undefined) {
      return [notApplicable(journal, check, 'SEES answered before the client could go away', exchange)];
    }
    const later = all.filter((next) => next.exchange.number > exchange.number && next.stimulus.aborted !== true);
    // Being put off for a moment is no harm: the first decision counts.
    const next = later.find((entitlement) => !isPutOff(entitlement.exchange));
    if (next === undefined) {
      const what = later.length === 0 ? 'nothing was asked' : 'SEES only put off what was asked';
      return [couldNotTest(journal, check, `${what} after the client went away`, exchange)];
    }
    const late = attributionOf(journal, known).owners.size;
    return [
      isGrant(next.exchange)
        ? right(journal, check, `SEES granted the next request (${late} backend calls in all)`, next.exchange)
        : wrong(journal, check, 'SEES did not serve the next request after a client went away', {
            expected: 'a grant',
            observed: whyUndecided(next.exchange) ?? `HTTP ${next.exchange.response?.status ?? 0} without a grant`,
            exchange: next.exchange,
          }),
    ];
  });
}

export const ANSWERS: readonly Check[] = [
  { id: 'SEQ-09', subject: 'answer', judge: noGrant('SEQ-09', duringFault(1)) },
  { id: 'SEQ-50', subject: 'answer', judge: noGrant('SEQ-50', duringFault(3)) },
  { id: 'SEES-ERR-12', subject: 'token-request', judge: noFallback },
  { id: 'SEQ-51.paired', subject: 'answer', judge: paired },
  { id: 'SEQ-51.connection', subject: 'answer', judge: connection },
  { id: 'SEQ-45', subject: 'answer', judge: realTitle },
  { id: 'SEQ-52', subject: 'recovery', judge: whereBindingIsOffered('SEQ-52', servesOn) },
];
