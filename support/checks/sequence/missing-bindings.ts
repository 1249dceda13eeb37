import type { Exchange, Journal, Registration } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  couldNotTest,
  deviceRestriction,
  entitlementOf,
  entitlementsOf,
  isGrant,
  observed,
  parametersOf,
  recordsOf,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { sourcesOf } from './handed-out';
import { licensesOf, licenseWasGranted } from './licenses';
import { whyUndecided } from './no-decision';

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
  return (journal, known) => {
    const hasTwin = boundTwin(journal);
    return boundRequests(journal, registrations).map((entitlement) => {
      const { exchange, stimulus } = entitlement;
      // Whatever else the answer says: a URL in it is a URL that the client has.
      const url = entitlementOf(exchange).epTokenURL;
      const sources = url === undefined ? [] : sourcesOf(journal, url, known);
      const unbound = sources.find((call) => !namesDevice(call, known));
      if (unbound !== undefined) {
        return wrong(journal, check, `an unbound token reached ${stimulus.flow}`, {
          expected: 'no token URL, or one with a device restriction',
          observed: 'a token URL whose token request has no device restriction',
          exchange,
        });
      }
      const doubt = whyUndecided(exchange) ?? (hasTwin ? undefined : NO_TWIN);
      if (doubt !== undefined) return couldNotTest(journal, check, `${whoAsked(entitlement)}: ${doubt}`, exchange);
      if (!isGrant(exchange) || url === undefined) {
        return right(journal, check, `SEES handed out nothing (${whoAsked(entitlement)})`, exchange);
      }
      const [source] = sources;
      return source === undefined
        ? judgeByUse(journal, check, entitlement)
        : right(journal, check, 'the token handed out names a device', source);
    });
  };
}

const NO_TWIN = 'no registered player got a bound title, so a refusal proves nothing';

function whoAsked({ exchange, stimulus }: Entitlement): string {
  return `${stimulus.flow}, exchange ${exchange.number}`;
}

/** A restriction that ExpressPlay knows by its name and that says something. */
export function namesDevice(call: Exchange, { readings }: Known): boolean {
  return deviceRestriction(parametersOf(call), readings).some(({ accepted, value }) => accepted && value !== '');
}

/** Whether a grant is bound, by who can redeem it: where its token request was not seen. */
function judgeByUse(journal: Journal, check: string, { exchange, stimulus }: Entitlement): Finding {
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
  if (served.has(stimulus.device) && stimulus.registration !== 'delayed') {
    return wrong(journal, check, `${stimulus.flow} got a license without ever being registered`, {
      expected: 'no license for a device that no record names',
      observed: 'a license',
      exchange,
    });
  }
  const wasDecided = tried.some(
    (act) => act.stimulus.device === stimulus.device && whyUndecided(act.exchange) === undefined,
  );
  return wasDecided
    ? right(journal, check, 'the token handed out serves no device that was not registered', exchange)
    : couldNotTest(journal, check, `the token URL was not tried by ${stimulus.device} with an answer`, exchange);
}

/** SHOULD: no grant at all. */
function refused(check: string, registrations: readonly Registration[]): Check['judge'] {
  return (journal) => {
    const hasTwin = boundTwin(journal);
    return boundRequests(journal, registrations).map((entitlement) => {
      const { exchange, stimulus } = entitlement;
      if (isGrant(exchange)) {
        return wrong(journal, check, `SEES granted a bound title to ${stimulus.flow} without a registered device`, {
          expected: 'isAllowed false',
          observed: 'isAllowed true',
          exchange,
        });
      }
      const doubt = whyUndecided(exchange) ?? (hasTwin ? undefined : NO_TWIN);
      return doubt === undefined
        ? right(journal, check, `SEES refused ${stimulus.flow}`, exchange)
        : couldNotTest(journal, check, `${whoAsked(entitlement)}: ${doubt}`, exchange);
    });
  };
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
  return boundRequests(journal, ['delayed']).map(({ exchange, stimulus }) => {
    const asked = boundRequests(journal, ['redeemed']).filter(
      (next) => next.stimulus.flow === stimulus.flow && next.exchange.number > exchange.number,
    );
    // SEES may have waited for the record: then the first answer is the grant.
    const requests = [...(isGrant(exchange) ? [exchange] : []), ...asked.map((next) => next.exchange)];
    const last = requests.at(-1);
    if (last === undefined) return couldNotTest(journal, check, `${stimulus.flow} did not ask again`, exchange);
    const licenses = licensesOf(journal).filter(({ stimulus: { grant } }) =>
      requests.some(({ number }) => number === grant),
    );
    const license = licenses.find((act) => licenseWasGranted(act.exchange));
    if (license !== undefined) {
      return right(journal, check, `${stimulus.flow} got its license once the record showed`, license.exchange);
    }
    const undecided = isGrant(last)
      ? licenses.map((act) => whyUndecided(act.exchange)).find((why) => why !== undefined)
      : whyUndecided(last);
    if (undecided !== undefined) {
      return couldNotTest(journal, check, `no answer to ${stimulus.flow} after the record showed: ${undecided}`, last);
    }
    return wrong(journal, check, `${stimulus.flow} got no license although the record shows`, {
      expected: 'a grant and a license within the configured record visibility',
      observed: isGrant(last) ? 'a grant without a license' : 'no grant',
      exchange: last,
    });
  });
}

/** EP-REC-27, EP-REC-29: the history names no device for a cookie that nobody redeemed with success. */
function historyNamesNobody(check: string, registrations: readonly Registration[]): Check['judge'] {
  return (journal, known) => {
    const works = boundTwin(journal) || journal.exchanges.some((exchange) => namesAnybody(exchange, known));
    return journal.exchanges.flatMap((exchange) => {
      const { stimulus } = exchange;
      if (stimulus?.kind !== 'record' || !registrations.includes(stimulus.registration)) return [];
      const events = recordsOf(exchange, known.record);
      if (events === undefined) {
        const message = 'the record answer could not be read in the declared format';
        return [couldNotTest(journal, check, message, exchange)];
      }
      const named = events.filter(
        (event) =>
          event.deviceId !== undefined && !event.failed && (event.cookie ?? stimulus.cookie) === stimulus.cookie,
      );
      if (named.length > 0) {
        return [
          wrong(journal, check, 'the history names a device for a cookie without a successful redemption', {
            expected: 'no event that ties a device to the cookie',
            observed: `${named.length} such events`,
            exchange,
          }),
        ];
      }
      return works
        ? [right(journal, check, 'the history names no device for this cookie', exchange)]
        : [couldNotTest(journal, check, 'the history names nobody for a registered cookie either', exchange)];
    });
  };
}

function namesAnybody(exchange: Exchange, known: Known): boolean {
  return recordsOf(exchange, known.record)?.some(({ deviceId, failed }) => deviceId !== undefined && !failed) === true;
}

/** EP-REC-28, information: whether a redemption that failed leaves an entry. */
function failureLogged(journal: Journal, known: Known): Finding[] {
  return journal.exchanges.flatMap((exchange) => {
    const { stimulus } = exchange;
    if (stimulus?.kind !== 'record' || stimulus.registration !== 'failed') return [];
    const events = recordsOf(exchange, known.record);
    const count = events?.filter((event) => event.failed).length ?? 0;
    const seen = events === undefined ? 'cannot be read' : `holds ${count} failed redemptions of this cookie`;
    return [observed(journal, 'EP-REC-28', `the history ${seen}`, exchange)];
  });
}

export const MISSING_BINDINGS: readonly Check[] = [
  { id: 'SEQ-38.unbound', subject: 'binding', judge: nothingUnbound('SEQ-38.unbound', ['none']) },
  { id: 'SEQ-38.refused', subject: 'binding', judge: refused('SEQ-38.refused', ['none']) },
  {
    id: 'SEES-ERR-09.unbound',
    subject: 'binding',
    judge: nothingUnbound('SEES-ERR-09.unbound', ['none', 'unredeemed']),
  },
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
