import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { sameDevice } from '../invariants/known-devices';
import {
  couldNotTest,
  entitlementsOf,
  isGrant,
  parametersOf,
  recordsOf,
  right,
  seesCallsOf,
  wrong,
  type Entitlement,
} from '../reading';
import { licensesOf, licenseWasGranted } from './licenses';

/** A cookie that devices redeemed registration tokens under, with success. */
interface Registered {
  readonly cookie: string;
  readonly devices: ReadonlySet<string>;
  /** When the first of them had its license: what was looked up before can know nothing. */
  readonly sinceTick: number;
}

function registered(journal: Journal): Registered[] {
  const cookies = new Map(entitlementsOf(journal).map(({ exchange, stimulus }) => [exchange.number, stimulus.cookie]));
  const found = new Map<string, { cookie: string; devices: Set<string>; sinceTick: number }>();
  for (const { exchange, stimulus } of licensesOf(journal)) {
    const cookie = cookies.get(stimulus.grant);
    if (stimulus.requestType !== 2 || cookie === undefined || !licenseWasGranted(exchange)) continue;
    const { endTick: sinceTick = Infinity } = exchange;
    const known = found.get(cookie);
    if (known === undefined) found.set(cookie, { cookie, devices: new Set([stimulus.device]), sinceTick });
    else known.devices.add(stimulus.device);
  }
  return [...found.values()];
}

/** The device ids a record answer names for its cookie, failed redemptions left out. */
function namedIn(exchange: Exchange, cookie: string, known: Known): string[] | undefined {
  return recordsOf(exchange, known.record)?.flatMap((event) =>
    event.deviceId !== undefined && !event.failed && (event.cookie ?? cookie) === cookie ? [event.deviceId] : [],
  );
}

/**
 * SEQ-24, SEQ-28, EP-REC-26, EP-LIC-13: the history holds the cookie with the device of the SPC, each device with its own id.
 * A record may take its time to show, so an empty answer is nobody's fault, and of no interest once a later one is not empty.
 */
function holdsDevice(check: string): Check['judge'] {
  return (journal, known) => {
    const idOf = new Map<string, string>();
    return registered(journal).flatMap((registration) => {
      const { cookie, devices, sinceTick } = registration;
      const who = [...devices].join(' and ');
      const answers = journal.exchanges.filter(
        (exchange) =>
          exchange.operation === 'record' &&
          exchange.response !== undefined &&
          exchange.startTick > sinceTick &&
          parametersOf(exchange).get('cookie') === cookie,
      );
      const [first] = answers;
      if (first === undefined) return [];
      const naming = answers.flatMap((exchange) => {
        const ids = namedIn(exchange, cookie, known) ?? [];
        return ids.length === 0 ? [] : [{ exchange, ids }];
      });
      if (naming.length > 0) {
        return naming.map(({ exchange, ids }) => judgeIds(journal, check, exchange, who, ids, devices.size, idOf));
      }
      const unreadable = answers.find((exchange) => recordsOf(exchange, known.record) === undefined);
      return unreadable === undefined
        ? [couldNotTest(journal, check, `no record of ${who} showed in time`, first)]
        : [couldNotTest(journal, check, 'the record answer could not be read in the declared format', unreadable)];
    });
  };
}

function judgeIds(
  journal: Journal,
  check: string,
  exchange: Exchange,
  who: string,
  ids: readonly string[],
  devices: number,
  idOf: Map<string, string>,
): Finding {
  const namesake = [...idOf].find(([other, id]) => other !== who && ids.some((next) => sameDevice(next, id)));
  if (namesake !== undefined) {
    return wrong(journal, check, `the history gives ${who} the id of ${namesake[0]}`, {
      expected: 'an id of its own for each device',
      observed: 'the same id for two devices',
      exchange,
    });
  }
  const [first = ''] = ids;
  const before = idOf.get(who);
  if (devices === 1) idOf.set(who, before ?? first);
  if (devices === 1 && before !== undefined && !sameDevice(before, first)) {
    return wrong(journal, check, `the history gives ${who} another id than before`, {
      expected: 'the same id for the same device',
      observed: 'two ids',
      exchange,
    });
  }
  if (devices === 1 && ids.some((id) => !sameDevice(id, first))) {
    return wrong(journal, check, `the history ties the cookie of ${who} to a second device, which never redeemed`, {
      expected: 'the one device that redeemed under the cookie',
      observed: 'several ids',
      exchange,
    });
  }
  return right(journal, check, `the history names ${who} for its cookie`, exchange);
}

/** SEQ-26 (B7): SEES asks the record service by the cookie before it grants the first bound title of that cookie. */
function asksByCookie(journal: Journal): Finding[] {
  const check = 'SEQ-26';
  const lookups = seesCallsOf(journal).filter(({ operation }) => operation === 'record');
  return firstBoundOfEachCookie(journal).map(({ exchange, stimulus }) => {
    const inTime = lookups.filter((call) => call.startTick < (exchange.endTick ?? Infinity));
    const asked = inTime.find((call) => parametersOf(call).get('cookie') === stimulus.cookie);
    if (asked !== undefined) return right(journal, check, 'SEES asked the record service for the cookie', asked);
    if (!isGrant(exchange)) {
      return couldNotTest(
        journal,
        check,
        `SEES granted ${stimulus.flow} nothing and did not come to the lookup`,
        exchange,
      );
    }
    const meanwhile = inTime.some((call) => call.startTick > exchange.startTick);
    return wrong(journal, check, 'SEES did not ask the record service for the cookie', {
      expected: "a record request with the client's cookie",
      observed: meanwhile ? 'record requests without that cookie' : 'no record request',
      exchange,
    });
  });
}

/** Its first grant, or where there is none its first request: one that was put off may be repeated. */
function firstBoundOfEachCookie(journal: Journal): Entitlement[] {
  const first = new Map<string, Entitlement>();
  for (const entitlement of entitlementsOf(journal)) {
    const { requestType, cookie } = entitlement.stimulus;
    if (requestType !== 3 || cookie === undefined) continue;
    const before = first.get(cookie);
    if (before === undefined || (!isGrant(before.exchange) && isGrant(entitlement.exchange))) {
      first.set(cookie, entitlement);
    }
  }
  return [...first.values()];
}

export const HISTORY: readonly Check[] = [
  { id: 'SEQ-24', subject: 'history', judge: holdsDevice('SEQ-24') },
  { id: 'SEQ-28', subject: 'history', judge: holdsDevice('SEQ-28') },
  { id: 'EP-REC-26', subject: 'history', judge: holdsDevice('EP-REC-26') },
  { id: 'EP-LIC-13', subject: 'history', judge: holdsDevice('EP-LIC-13') },
  { id: 'SEQ-26', subject: 'record-request', judge: asksByCookie },
];
