import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { sameDevice } from '../invariants/known-devices';
import {
  couldNotTest,
  deviceRestriction,
  entitlementOf,
  entitlementsOf,
  grantedUrl,
  keyBelongsTo,
  own,
  parametersOf,
  recordsOf,
  right,
  sameHex,
  seesCallsOf,
  wrong,
  type Entitlement,
  type WrongDetail,
} from '../reading';
import { identityOf, sourcesOf } from './handed-out';
import {
  answerInWords,
  judgeGranted,
  licensesOf,
  licenseWasGranted,
  wasRedeemedBefore,
  whereBindingIsOffered,
} from './licenses';
import { namesDevice } from './missing-bindings';
import { isPutOff, whyUndecided } from './no-decision';

/** How many flows must have come to a bound license before "nothing crossed" means anything. */
const ENOUGH = 2;

type Cross = (message: string, detail: WrongDetail) => Finding;

/** None crossed: message ids, token URLs, cookies, keys, devices and licenses each stay with their own flow. */
function noneCrossed(check: string): Check['judge'] {
  return (journal, known) => {
    const cross: Cross = (message, detail) => wrong(journal, check, message, detail);
    const crossings = [
      ...crossedMessages(journal, cross),
      ...crossedUrls(journal, cross),
      ...crossedSources(journal, cross, known),
      ...crossedDevices(journal, cross, known),
      ...crossedLicenses(journal, cross, known),
    ];
    if (crossings.length > 0) return crossings;
    const served = new Set(
      licensesOf(journal)
        .filter(({ exchange, stimulus }) => stimulus.requestType === 3 && licenseWasGranted(exchange))
        .map(({ stimulus }) => stimulus.flow),
    );
    if (served.size < ENOUGH) {
      return [couldNotTest(journal, check, `only ${served.size} flows came to a device-bound license`)];
    }
    return [right(journal, check, `nothing crossed among ${served.size} flows`)];
  };
}

function crossedMessages(journal: Journal, cross: Cross): Finding[] {
  const all = entitlementsOf(journal);
  const ownerOf = new Map(all.map(({ stimulus }) => [stimulus.messageID, stimulus.flow]));
  return all.flatMap(({ exchange, stimulus }) => {
    const answered = own(entitlementOf(exchange).json, 'messageID');
    const owner = typeof answered === 'string' ? ownerOf.get(answered) : undefined;
    if (owner === undefined || owner === stimulus.flow) return [];
    return [
      cross(`${stimulus.flow} got the answer of ${owner}`, {
        expected: 'the message id of its own request',
        observed: `a message id of ${owner}`,
        exchange,
      }),
    ];
  });
}

function crossedUrls(journal: Journal, cross: Cross): Finding[] {
  const ownerOf = new Map<string, string>();
  return boundToCookie(journal).flatMap(({ exchange, stimulus }) => {
    const url = grantedUrl(exchange);
    if (url === undefined) return [];
    const identity = identityOf(url);
    const owner = ownerOf.get(identity) ?? stimulus.flow;
    ownerOf.set(identity, owner);
    if (owner === stimulus.flow) return [];
    return [
      cross(`${stimulus.flow} got the token URL of ${owner}`, {
        expected: 'a token of its own',
        observed: `the token of ${owner}`,
        exchange,
      }),
    ];
  });
}

/** What a flow got was asked for under its own cookie, with its own title's key and, for a bound title, with a device. */
function crossedSources(journal: Journal, cross: Cross, known: Known): Finding[] {
  const clients = cookiesOf(journal);
  return boundToCookie(journal).flatMap(({ exchange, stimulus }) => {
    const url = grantedUrl(exchange);
    return (url === undefined ? [] : sourcesOf(journal, url, known)).flatMap((call) => {
      const parameters = parametersOf(call);
      const content = known.contents.get(stimulus.contentID);
      const findings: Finding[] = [];
      const cookie = parameters.get('cookie');
      // A cookie that is nobody's crosses nothing: it is wrong by EP-TOK-16.
      if (cookie !== undefined && cookie !== stimulus.cookie && clients.has(cookie)) {
        findings.push(
          cross(`${stimulus.flow} got a token that was asked for under another client's cookie`, {
            expected: 'its own cookie',
            observed: 'another cookie',
            exchange: call,
          }),
        );
      }
      if (content !== undefined && keyBelongsTo(parameters, content) === false) {
        findings.push(
          cross(`${stimulus.flow} got a token that was asked for with another title's key`, {
            expected: 'the key of the title it asked for',
            observed: 'another key',
            exchange: call,
          }),
        );
      }
      if (stimulus.requestType === 3 && !namesDevice(call, known)) {
        findings.push(
          cross(`${stimulus.flow} got a token that is bound to no device`, {
            expected: 'the device recorded for its cookie',
            observed: 'no device restriction',
            exchange: call,
          }),
        );
      }
      return findings;
    });
  });
}

/** A token request that names one flow's cookie and the device recorded for another's. */
function crossedDevices(journal: Journal, cross: Cross, known: Known): Finding[] {
  if (!known.backend) return [];
  const recorded = recordedDevices(journal, known);
  const clients = cookiesOf(journal);
  return seesCallsOf(journal).flatMap((call) => {
    if (call.operation !== 'token') return [];
    const parameters = parametersOf(call);
    const cookie = parameters.get('cookie');
    return deviceRestriction(parameters, known.readings).flatMap(({ value }) => {
      const owners = recorded.filter(({ deviceId }) => sameDevice(deviceId, value));
      if (cookie === undefined || !clients.has(cookie)) return [];
      if (owners.length === 0 || owners.some((owner) => owner.cookies.has(cookie))) return [];
      return [
        cross("a token request carries one client's cookie and another client's device", {
          expected: 'the device recorded for this cookie',
          observed: 'the device recorded for another cookie',
          exchange: call,
        }),
      ];
    });
  });
}

/** Cookies that clients sent. */
function cookiesOf(journal: Journal): ReadonlySet<string> {
  return new Set(entitlementsOf(journal).flatMap(({ stimulus }) => stimulus.cookie ?? []));
}

interface RecordedDevice {
  readonly deviceId: string;
  readonly cookies: Set<string>;
}

function recordedDevices(journal: Journal, known: Known): readonly RecordedDevice[] {
  const found = new Map<string, RecordedDevice>();
  for (const call of journal.exchanges) {
    const events = recordsOf(call, known.record);
    if (events === undefined) continue;
    const asked = parametersOf(call).get('cookie');
    for (const { deviceId, failed, cookie = asked } of events) {
      if (deviceId === undefined || failed || cookie === undefined) continue;
      const device = found.get(deviceId) ?? { deviceId, cookies: new Set() };
      device.cookies.add(cookie);
      found.set(deviceId, device);
    }
  }
  return [...found.values()];
}

function crossedLicenses(journal: Journal, cross: Cross, known: Known): Finding[] {
  return licensesOf(journal).flatMap((act) => {
    const { exchange, stimulus } = act;
    const { response } = exchange;
    if (stimulus.deviation !== 'none' || response === undefined) return [];
    if (!licenseWasGranted(exchange)) {
      // Only a bound token can be somebody else's. A service that is overrun says so, or breaks; it does not say that.
      if (stimulus.requestType !== 3 || isPutOff(exchange) || response.status >= 500 || wasRedeemedBefore(journal, act))
        return [];
      return [
        cross(`${stimulus.flow} got no license with its own token URL`, {
          expected: 'a token bound to its own device',
          observed: answerInWords(exchange),
          exchange,
        }),
      ];
    }
    const key = exchange.opened?.kind === 'opened' ? exchange.opened.contentKey.toString('hex') : undefined;
    // A key that is wrong in itself, or that of a title that the same flow asked for, comes from nobody else.
    if (key === undefined || hasKey(key, titlesOf(journal, stimulus.flow), known)) return [];
    if (!hasKey(key, [...known.contents.keys()], known)) return [];
    return [
      cross(`${stimulus.flow} got the key of another title`, {
        expected: 'the key of the title it asked for',
        observed: 'the key of a title that it never asked for',
        exchange,
      }),
    ];
  });
}

function titlesOf(journal: Journal, flow: string): string[] {
  return entitlementsOf(journal).flatMap(({ stimulus }) => (stimulus.flow === flow ? [stimulus.contentID] : []));
}

function hasKey(key: string, contentIDs: readonly string[], known: Known): boolean {
  return contentIDs.some((contentID) => {
    const content = known.contents.get(contentID);
    return content !== undefined && sameHex(key, content.contentKey);
  });
}

function boundToCookie(journal: Journal): Entitlement[] {
  return entitlementsOf(journal).filter(({ stimulus }) => stimulus.requestType !== 1);
}

/** SHOULD: all succeed (throttling is legitimate). A flow that never came to its bound title did not. */
function allSucceed(check: string): Check['judge'] {
  return (journal, known) => {
    const acts = new Map<number, ReturnType<typeof licensesOf>[number]>();
    for (const act of licensesOf(journal)) {
      if (act.stimulus.requestType === 3 && act.stimulus.deviation === 'none') acts.set(act.stimulus.grant, act);
    }
    return [...lastOfEachFlow(journal)].map(([flow, { exchange, stimulus }]) => {
      const act = acts.get(exchange.number);
      if (act !== undefined && whyUndecided(act.exchange) === undefined) {
        return judgeGranted(journal, check, act, known);
      }
      const isBound = stimulus.requestType === 3;
      return wrong(journal, check, `${flow} came to no device-bound license`, {
        expected: 'a grant and a license',
        observed:
          act === undefined
            ? `${isBound ? '' : 'no bound title was asked for; '}${outcomeOf(exchange)}`
            : answerInWords(act.exchange),
        exchange: act?.exchange ?? exchange,
      });
    });
  };
}

/** The bound request of each flow, one that was granted before others; of a flow that did not get there its last request. */
function lastOfEachFlow(journal: Journal): Map<string, Entitlement> {
  const found = new Map<string, Entitlement>();
  const rank = ({ exchange, stimulus }: Entitlement): number =>
    stimulus.requestType === 3 ? (grantedUrl(exchange) === undefined ? 1 : 2) : 0;
  for (const entitlement of entitlementsOf(journal)) {
    const before = found.get(entitlement.stimulus.flow);
    if (before === undefined || rank(entitlement) >= rank(before)) found.set(entitlement.stimulus.flow, entitlement);
  }
  return found;
}

function outcomeOf(exchange: Exchange): string {
  const undecided = whyUndecided(exchange);
  if (undecided !== undefined) return undecided;
  const what = grantedUrl(exchange) === undefined ? 'without a token URL' : 'with a token URL that nobody redeemed';
  return `HTTP ${exchange.response?.status ?? 0} ${what}`;
}

/** Each is shown by device-bound flows, so by an ExpressPlay that binds. */
export const ISOLATION: readonly Check[] = ['SEQ-43', 'SEQ-53', 'SEES-SEC-05'].flatMap((id): Check[] => {
  const [crossed, all] = [`${id}.crossed`, `${id}.all`];
  return [
    { id: crossed, subject: 'isolation', judge: whereBindingIsOffered(crossed, noneCrossed(crossed)) },
    { id: all, subject: 'license', judge: whereBindingIsOffered(all, allSucceed(all)) },
  ];
});
