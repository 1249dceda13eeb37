import type { Registration, Journal } from '../../exchange';
import { tokenOf } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  couldNotTest,
  deviceRestriction,
  entitlementsOf,
  grantedUrl,
  isGrant,
  observed,
  parametersOf,
  recordsOf,
  right,
  tokenAnswer,
  wrong,
  type Entitlement,
} from '../reading';
import { licensesOf, licenseWasGranted } from './licenses';

/** Type 3 requests whose cookie stands like this, own cookie only. */
function boundRequests(journal: Journal, registrations: readonly Registration[]): Entitlement[] {
  return entitlementsOf(journal).filter(
    ({ stimulus }) =>
      stimulus.requestType === 3 &&
      stimulus.registration !== undefined &&
      registrations.includes(stimulus.registration) &&
      stimulus.fault === undefined,
  );
}

/** A registered player got its bound title: a SEES that refuses every type 3 request proves nothing by refusing one more. */
export function boundTwin(journal: Journal): boolean {
  return boundRequests(journal, ['redeemed']).some(({ exchange }) => isGrant(exchange));
}

/** Nothing unbound reaches the client: a refusal, or a token that names some device (SEQ-38, 39, 49, SEES-ERR-09). */
function nothingUnbound(check: string, registrations: readonly Registration[]): Check['judge'] {
  return (journal, known) =>
    boundRequests(journal, registrations).map(({ exchange, stimulus }) => {
      const who = `${stimulus.flow}, exchange ${exchange.number}`;
      if (exchange.response === undefined) {
        return couldNotTest(journal, check, `SEES did not answer (${who}): ${exchange.failure?.message ?? 'no answer'}`, exchange);
      }
      if (!boundTwin(journal)) return couldNotTest(journal, check, 'no registered player got a bound title, so a refusal proves nothing', exchange);
      if (!isGrant(exchange)) return right(journal, check, `SEES granted nothing (${who})`, exchange);
      return boundness(journal, check, { exchange, stimulus }, known);
    });
}

/** Whether a grant is bound: by the token request where it is seen, else by who can redeem it. */
function boundness(journal: Journal, check: string, { exchange, stimulus }: Entitlement, known: Known): Finding {
  const url = grantedUrl(exchange);
  const token = url === undefined ? undefined : tokenOf(url);
  const source = backendCallsOf(journal, exchange, known).token.find((call) => {
    const answer = tokenAnswer(call);
    return answer !== undefined && tokenOf(answer) === token;
  });
  if (source !== undefined) {
    const restricted = deviceRestriction(parametersOf(source), known.readings).some(({ value }) => value !== '');
    return restricted
      ? right(journal, check, 'the token handed out names a device', source)
      : wrong(journal, check, `an unbound token reached ${stimulus.flow}`, {
          expected: 'no grant, or a token with a device restriction',
          observed: 'a grant whose token request has no device restriction',
          exchange,
        });
  }
  const tried = licensesOf(journal).filter((act) => act.stimulus.grant === exchange.number);
  const served = new Set(tried.filter((act) => licenseWasGranted(act.exchange)).map((act) => act.stimulus.device));
  if (served.size > 1) {
    return wrong(journal, check, `an unbound token reached ${stimulus.flow}`, {
      expected: 'no grant, or a token that one device at most can redeem',
      observed: `licenses for ${[...served].join(' and ')} with the same token URL`,
      exchange,
    });
  }
  // One license alone: the unregistered device itself was served, so the token names nobody else.
  if (served.has(stimulus.device)) {
    return wrong(journal, check, `${stimulus.flow} got a license without ever being registered`, {
      expected: 'no license for a device that no record names',
      observed: 'a license',
      exchange,
    });
  }
  if (tried.length === 0) return couldNotTest(journal, check, 'the token URL was not tried by any device', exchange);
  return right(journal, check, 'the token handed out serves no device that was not registered', exchange);
}

/** SHOULD: no grant at all. */
function refused(check: string, registrations: readonly Registration[]): Check['judge'] {
  return (journal) =>
    boundRequests(journal, registrations).map(({ exchange, stimulus }) => {
      if (exchange.response === undefined) {
        return couldNotTest(journal, check, `SEES did not answer: ${exchange.failure?.message ?? 'no answer'}`, exchange);
      }
      if (!boundTwin(journal)) return couldNotTest(journal, check, 'no registered player got a bound title, so a refusal proves nothing', exchange);
      return isGrant(exchange)
        ? wrong(journal, check, `SEES granted a bound title to ${stimulus.flow} without a registered device`, {
            expected: 'isAllowed false',
            observed: 'isAllowed true',
            exchange,
          })
        : right(journal, check, `SEES refused ${stimulus.flow}`, exchange);
    });
}

/** SEES-ERR-09.calls, information: whether SEES went on to ask for a token. */
function calls(journal: Journal, known: Known): Finding[] {
  return boundRequests(journal, ['none', 'unredeemed']).map(({ exchange }) => {
    const { token } = backendCallsOf(journal, exchange, known);
    return observed(journal, 'SEES-ERR-09.calls', `${token.length} token requests without a record`, exchange);
  });
}

/** SEQ-49.succeeds: once the record shows, the same player gets its bound title. */
function succeedsLater(journal: Journal): Finding[] {
  const check = 'SEQ-49.succeeds';
  const delayed = boundRequests(journal, ['delayed']);
  return delayed.flatMap(({ exchange, stimulus }) => {
    // SEES may have waited for the record: then the first answer is the grant.
    if (isGrant(exchange)) return [right(journal, check, 'SEES waited for the record and granted', exchange)];
    const later = boundRequests(journal, ['redeemed']).find(
      (next) => next.stimulus.flow === stimulus.flow && next.exchange.number > exchange.number,
    );
    if (later === undefined) return [couldNotTest(journal, check, `${stimulus.flow} did not ask again`, exchange)];
    const license = licensesOf(journal).find((act) => act.stimulus.grant === later.exchange.number);
    return [
      license !== undefined && licenseWasGranted(license.exchange)
        ? right(journal, check, `${stimulus.flow} got its license once the record showed`, later.exchange)
        : wrong(journal, check, `${stimulus.flow} got no license although the record shows`, {
            expected: 'a grant and a license within the configured record visibility',
            observed: isGrant(later.exchange) ? 'a grant without a license' : 'no grant',
            exchange: later.exchange,
          }),
    ];
  });
}

/** EP-REC-27, EP-REC-29: the history names no device for a cookie that nobody redeemed with success. */
function historyNamesNobody(check: string, registrations: readonly Registration[]): Check['judge'] {
  return (journal, known) =>
    journal.exchanges.flatMap((exchange) => {
      const { stimulus } = exchange;
      if (stimulus?.kind !== 'record' || !registrations.includes(stimulus.registration)) return [];
      const events = recordsOf(exchange, known.record);
      if (events === undefined) return [couldNotTest(journal, check, 'the record answer could not be read in the declared format', exchange)];
      const named = events.filter((event) => event.deviceId !== undefined && !event.failed && (event.cookie ?? stimulus.cookie) === stimulus.cookie);
      return [
        named.length === 0
          ? right(journal, check, 'the history names no device for this cookie', exchange)
          : wrong(journal, check, 'the history names a device for a cookie without a successful redemption', {
              expected: 'no event that ties a device to the cookie',
              observed: `${named.length} such events`,
              exchange,
            }),
      ];
    });
}

/** EP-REC-28, information: whether a redemption that failed leaves an entry. */
function failureLogged(journal: Journal, known: Known): Finding[] {
  return journal.exchanges.flatMap((exchange) => {
    const { stimulus } = exchange;
    if (stimulus?.kind !== 'record' || stimulus.registration !== 'failed') return [];
    const failures = recordsOf(exchange, known.record)?.filter((event) => event.failed).length ?? 0;
    return [observed(journal, 'EP-REC-28', `the history holds ${failures} failed redemptions of this cookie`, exchange)];
  });
}

export const MISSING_BINDINGS: readonly Check[] = [
  { id: 'SEQ-38.unbound', subject: 'binding', judge: nothingUnbound('SEQ-38.unbound', ['none']) },
  { id: 'SEQ-38.refused', subject: 'binding', judge: refused('SEQ-38.refused', ['none']) },
  { id: 'SEES-ERR-09.unbound', subject: 'binding', judge: nothingUnbound('SEES-ERR-09.unbound', ['none', 'unredeemed']) },
  { id: 'SEES-ERR-09.refused', subject: 'binding', judge: refused('SEES-ERR-09.refused', ['none', 'unredeemed']) },
  { id: 'SEES-ERR-09.calls', subject: 'binding', judge: calls },
  { id: 'SEQ-39.unbound', subject: 'binding', judge: nothingUnbound('SEQ-39.unbound', ['unredeemed']) },
  { id: 'SEQ-39.refused', subject: 'binding', judge: refused('SEQ-39.refused', ['unredeemed']) },
  { id: 'SEQ-40', subject: 'answer', judge: refused('SEQ-40', ['failed']) },
  { id: 'SEQ-49.unbound', subject: 'binding', judge: nothingUnbound('SEQ-49.unbound', ['delayed']) },
  { id: 'SEQ-49.succeeds', subject: 'recovery', judge: succeedsLater },
  { id: 'EP-REC-27', subject: 'history', judge: historyNamesNobody('EP-REC-27', ['failed']) },
  { id: 'EP-REC-28', subject: 'history', judge: failureLogged },
  { id: 'EP-REC-29', subject: 'history', judge: historyNamesNobody('EP-REC-29', ['unredeemed']) },
];
