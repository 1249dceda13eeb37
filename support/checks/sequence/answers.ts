import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  attributionOf,
  backendCallsOf,
  couldNotTest,
  entitlementOf,
  entitlementsOf,
  grantedUrl,
  isGrant,
  kindOf,
  notApplicable,
  observed,
  own,
  parametersOf,
  quote,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { sourcesOf } from './handed-out';
import { boundTwin, namesDevice } from './missing-bindings';
import { isPutOff, whyUndecided } from './no-decision';

/** A fault of ExpressPlay for the whole exchange: no grant (SEQ-09, SEES-ERR-01, SEQ-50). The same request works without it. */
function noGrantUnderFault(check: string, requestType: 1 | 3): Check['judge'] {
  return (journal, known) =>
    faulted(journal, requestType).map((entitlement) => {
      const { exchange, stimulus } = entitlement;
      const undecided = whyUndecided(exchange);
      // 503 is a fine way to say that the service behind is out; without any answer nobody can tell.
      if (exchange.response === undefined) {
        return couldNotTest(journal, check, `SEES did not answer: ${undecided ?? 'no answer'}`, exchange);
      }
      const asked = backendCallsOf(journal, exchange, known).token.length > 0;
      if (isGrant(exchange)) {
        if (!asked && wasGotBefore(journal, entitlement, known)) {
          return notApplicable(
            journal,
            check,
            'SEES granted without asking: a token it got before the fault',
            exchange,
          );
        }
        return wrong(journal, check, `SEES granted although ${stimulus.fault ?? ''}`, {
          expected: 'no grant',
          observed: 'isAllowed true',
          exchange,
        });
      }
      const twin = entitlementsOf(journal).some(
        (other) =>
          other.stimulus.requestType === requestType && other.stimulus.fault === undefined && isGrant(other.exchange),
      );
      if (!twin)
        return couldNotTest(journal, check, 'the same request was not granted without the fault either', exchange);
      if (!asked) {
        return couldNotTest(
          journal,
          check,
          'SEES granted nothing, but it did not meet the fault: it never asked',
          exchange,
        );
      }
      const reported = entitlementOf(exchange).error;
      if (check === 'SEES-ERR-01' && reported !== undefined && reported !== null && !Number.isInteger(reported)) {
        return wrong(journal, check, 'SEES granted nothing, but the error it reports is no integer', {
          expected: 'an integer',
          observed: kindOf(reported),
          exchange,
        });
      }
      return right(journal, check, `no grant, because ${stimulus.fault ?? ''}`, exchange);
    });
}

/**
 * The URL handed out is one that the token service gave SEES earlier for the same purpose; or, for a time-based title, before
 * this scenario, where SEES has not asked for any yet.
 */
function wasGotBefore(journal: Journal, { exchange, stimulus }: Entitlement, known: Known): boolean {
  const url = grantedUrl(exchange);
  if (url === undefined) return false;
  const sources = sourcesOf(journal, url, known).filter((call) => (call.endTick ?? Infinity) < exchange.startTick);
  if (stimulus.requestType === 3) {
    return sources.some((call) => namesDevice(call, known) && parametersOf(call).get('cookie') === stimulus.cookie);
  }
  if (sources.length > 0) return true;
  return !entitlementsOf(journal).some(
    (other) =>
      other.stimulus.requestType === 1 &&
      other.exchange.number < exchange.number &&
      backendCallsOf(journal, other.exchange, known).token.length > 0,
  );
}

function faulted(journal: Journal, requestType: number): Entitlement[] {
  return entitlementsOf(journal).filter(
    ({ stimulus }) => stimulus.requestType === requestType && stimulus.fault !== undefined,
  );
}

/** SEES-ERR-12: after -6008 no grant, and no token request that leaves the device out. */
function noFallback(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-ERR-12';
  return faulted(journal, 3).map((entitlement) => {
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
        return notApplicable(journal, check, 'SEES granted without asking: a token it got before the fault', exchange);
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
  { id: 'SEQ-09', subject: 'answer', judge: noGrantUnderFault('SEQ-09', 1) },
  { id: 'SEES-ERR-01', subject: 'answer', judge: noGrantUnderFault('SEES-ERR-01', 1) },
  { id: 'SEQ-50', subject: 'answer', judge: noGrantUnderFault('SEQ-50', 3) },
  { id: 'SEES-ERR-12', subject: 'token-request', judge: noFallback },
  { id: 'SEQ-51.paired', subject: 'answer', judge: paired },
  { id: 'SEQ-51.connection', subject: 'answer', judge: connection },
  { id: 'SEQ-45', subject: 'answer', judge: realTitle },
  { id: 'SEQ-52', subject: 'recovery', judge: servesOn },
];
