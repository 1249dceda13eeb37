import type { Exchange, Journal, Registration, Upstream } from '../../exchange';
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
import { decisive, servesAround } from './upstream-twins';

/** Which type 3 requests a check is about. */
type Select = (journal: Journal) => Entitlement[];

/** Those whose cookie stands like this, with nothing in ExpressPlay's way. */
function registered(...registrations: readonly Registration[]): Select {
  return (journal) => boundRequests(journal, registrations);
}

/** Those during which the record service was made to answer like this. */
function answeredWith(kind: Upstream['kind']): Select {
  return (journal) =>
    entitlementsOf(journal).filter(
      ({ stimulus }) =>
        stimulus.requestType === 3 && stimulus.upstream?.at === 'record' && stimulus.upstream.kind === kind,
    );
}

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
function nothingUnbound(check: string, select: Select): Check['judge'] {
  return (journal, known) => {
    const hasTwin = boundTwin(journal);
    return decisive(select(journal)).map((entitlement) => {
      const { exchange, stimulus } = entitlement;
      // Whatever else the answer says: a URL in it is a URL that the client has.
      const url = entitlementOf(exchange).epTokenURL;
      const sources = url === undefined ? [] : sourcesOf(journal, url, known);
      const unbound = sources.find((call) => !namesDevice(call, known));
      if (unbound !== undefined) {
        return wrong(journal, check, `an unbound token reached ${stimulus.flow}`, {
          expected: 'no token URL, or one with a device restriction',
          observed: `a token URL whose token request has no device restriction${meanwhile(entitlement)}`,
          exchange,
        });
      }
      const doubt = whyUntold(journal, entitlement) ?? (hasTwin ? undefined : NO_TWIN);
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
  const { upstream } = stimulus;
  return `${stimulus.flow}, exchange ${exchange.number}${upstream === undefined ? '' : `: ${upstream.sentence}`}`;
}

function meanwhile({ stimulus: { upstream } }: Entitlement): string {
  return upstream === undefined ? '' : `, while ${upstream.sentence}`;
}

/**
 * Why nothing follows from a request. While ExpressPlay is out of order on purpose, a SEES that says to be out of order too
 * has handed out nothing; and so has one that never answers, if it serves before and after.
 */
function whyUntold(journal: Journal, { exchange, stimulus }: Entitlement): string | undefined {
  const undecided = whyUndecided(exchange);
  if (undecided === undefined || stimulus.fault === undefined) return undecided;
  if (exchange.response !== undefined) return exchange.response.status === 429 ? undecided : undefined;
  return servesAround(journal, exchange, 3) ? undefined : undecided;
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
function refused(check: string, select: Select): Check['judge'] {
  return (journal) => {
    const hasTwin = boundTwin(journal);
    return decisive(select(journal)).map((entitlement) => {
      const { exchange, stimulus } = entitlement;
      if (isGrant(exchange)) {
        return wrong(journal, check, `SEES granted a bound title to ${stimulus.flow} without a registered device`, {
          expected: 'isAllowed false',
          observed: `isAllowed true${meanwhile(entitlement)}`,
          exchange,
        });
      }
      const doubt = whyUntold(journal, entitlement) ?? (hasTwin ? undefined : NO_TWIN);
      if (doubt === undefined && exchange.response === undefined) {
        return wrong(journal, check, `SEES left ${stimulus.flow} without an answer`, {
          expected: 'isAllowed false',
          observed: `no answer${meanwhile(entitlement)}`,
          exchange,
        });
      }
      return doubt === undefined
        ? right(journal, check, `SEES refused ${stimulus.flow}`, exchange)
        : couldNotTest(journal, check, `${whoAsked(entitlement)}: ${doubt}`, exchange);
    });
  };
}

/** Information: whether SEES went on to ask for a token. */
function calls(check: string, select: Select): Check['judge'] {
  return (journal, known) =>
    select(journal).map((entitlement) => {
      const { exchange } = entitlement;
      const { token } = backendCallsOf(journal, exchange, known);
      return observed(
        journal,
        check,
        `${token.length} token requests all the same (${whoAsked(entitlement)})`,
        exchange,
      );
    });
}

/** Once the record shows, the same player gets its bound title. */
function succeedsLater(check: string): Check['judge'] {
  return (journal) =>
    boundRequests(journal, ['delayed']).map(({ exchange, stimulus }) => {
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
        return couldNotTest(
          journal,
          check,
          `no answer to ${stimulus.flow} after the record showed: ${undecided}`,
          last,
        );
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

const UNREGISTERED = registered('none', 'unredeemed');

export const MISSING_BINDINGS: readonly Check[] = [
  { id: 'SEQ-38.unbound', subject: 'binding', judge: nothingUnbound('SEQ-38.unbound', registered('none')) },
  { id: 'SEQ-38.refused', subject: 'binding', judge: refused('SEQ-38.refused', registered('none')) },
  { id: 'SEQ-39.unbound', subject: 'binding', judge: nothingUnbound('SEQ-39.unbound', registered('unredeemed')) },
  { id: 'SEQ-39.refused', subject: 'binding', judge: refused('SEQ-39.refused', registered('unredeemed')) },
  { id: 'SEQ-40', subject: 'answer', judge: refused('SEQ-40', registered('failed')) },
  { id: 'SEQ-49.unbound', subject: 'binding', judge: nothingUnbound('SEQ-49.unbound', registered('delayed')) },
  { id: 'SEQ-49.succeeds', subject: 'recovery', judge: succeedsLater('SEQ-49.succeeds') },
  { id: 'EP-REC-11.unbound', subject: 'binding', judge: nothingUnbound('EP-REC-11.unbound', registered('delayed')) },
  { id: 'EP-REC-11.grant', subject: 'recovery', judge: succeedsLater('EP-REC-11.grant') },
  ...withoutDevice('SEES-ERR-09', UNREGISTERED),
  ...withoutDevice('SEES-ERR-10', answeredWith('no-device')),
  ...withoutDevice('SEES-ERR-11', answeredWith('failing')),
  { id: 'SEES-ERR-13', subject: 'binding', judge: refused('SEES-ERR-13', answeredWith('other-cookies')) },
  { id: 'EP-REC-27', subject: 'history', judge: historyNamesNobody('EP-REC-27', ['failed']) },
  { id: 'EP-REC-28', subject: 'history', judge: failureLogged },
  { id: 'EP-REC-29', subject: 'history', judge: historyNamesNobody('EP-REC-29', ['unredeemed']) },
];

/** What is asked of every reason for which there is no device to bind to (MUST, SHOULD, information). */
function withoutDevice(id: string, select: Select): Check[] {
  return [
    { id: `${id}.unbound`, subject: 'binding', judge: nothingUnbound(`${id}.unbound`, select) },
    { id: `${id}.refused`, subject: 'binding', judge: refused(`${id}.refused`, select) },
    { id: `${id}.calls`, subject: 'binding', judge: calls(`${id}.calls`, select) },
  ];
}
