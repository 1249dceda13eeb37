import type { Journal } from '../../exchange';
import { tokenOf } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  couldNotTest,
  deviceRestriction,
  entitlementOf,
  entitlementsOf,
  grantedUrl,
  own,
  parametersOf,
  recordsOf,
  right,
  sameHex,
  seesCallsOf,
  wrong,
} from '../reading';
import { answerInWords, judgeGranted, licensesOf, licenseWasGranted } from './licenses';

/** How many flows must have come to a license before "nothing crossed" means anything. */
const ENOUGH = 2;

/** None crossed: message ids, token URLs, devices on the backend leg, and licenses each stay with their own flow. */
function noneCrossed(check: string): Check['judge'] {
  return (journal, known) => {
    const served = new Set(licensesOf(journal).filter((act) => licenseWasGranted(act.exchange)).map((act) => act.stimulus.flow));
    const crossings = [
      ...crossedMessages(journal, check),
      ...crossedUrls(journal, check),
      ...crossedDevices(journal, check, known),
      ...crossedLicenses(journal, check, known),
    ];
    if (crossings.length > 0) return crossings;
    if (served.size < ENOUGH) return [couldNotTest(journal, check, `only ${served.size} flows came to a license`)];
    return [right(journal, check, `nothing crossed among ${served.size} flows`)];
  };
}

function crossedMessages(journal: Journal, check: string): Finding[] {
  const all = entitlementsOf(journal);
  const ownerOf = new Map(all.map(({ stimulus }) => [stimulus.messageID, stimulus.flow]));
  return all.flatMap(({ exchange, stimulus }) => {
    const answered = own(entitlementOf(exchange).json, 'messageID');
    const owner = typeof answered === 'string' ? ownerOf.get(answered) : undefined;
    if (owner === undefined || owner === stimulus.flow) return [];
    return [
      wrong(journal, check, `${stimulus.flow} got the answer of ${owner}`, {
        expected: 'the message id of its own request',
        observed: `a message id of ${owner}`,
        exchange,
      }),
    ];
  });
}

function crossedUrls(journal: Journal, check: string): Finding[] {
  const ownerOf = new Map<string, string>();
  return entitlementsOf(journal).flatMap(({ exchange, stimulus }) => {
    const url = grantedUrl(exchange);
    const token = url === undefined ? undefined : tokenOf(url);
    if (token === undefined || stimulus.requestType === 1) return [];
    const owner = ownerOf.get(token) ?? stimulus.flow;
    ownerOf.set(token, owner);
    if (owner === stimulus.flow) return [];
    return [
      wrong(journal, check, `${stimulus.flow} got the token URL of ${owner}`, {
        expected: 'a token of its own',
        observed: `the token of ${owner}`,
        exchange,
      }),
    ];
  });
}

/** A token request that names one flow's cookie and the device recorded for another's. */
function crossedDevices(journal: Journal, check: string, known: Known): Finding[] {
  if (!known.backend) return [];
  const cookieOf = new Map<string, string>();
  for (const call of journal.exchanges) {
    const asked = parametersOf(call).get('cookie');
    for (const event of recordsOf(call, known.record) ?? []) {
      const cookie = event.cookie ?? asked;
      if (event.deviceId !== undefined && cookie !== undefined && !event.failed) cookieOf.set(event.deviceId, cookie);
    }
  }
  return seesCallsOf(journal).flatMap((call) => {
    if (call.operation !== 'token') return [];
    const parameters = parametersOf(call);
    const cookie = parameters.get('cookie');
    return deviceRestriction(parameters, known.readings).flatMap(({ value }) => {
      const owner = cookieOf.get(value);
      if (cookie === undefined || owner === undefined || owner === cookie) return [];
      return [
        wrong(journal, check, "a token request carries one client's cookie and another client's device", {
          expected: 'the device recorded for this cookie',
          observed: 'the device recorded for another cookie',
          exchange: call,
        }),
      ];
    });
  });
}

/** Statuses by which a service says that it is busy, not that the token is someone else's. */
const BUSY: readonly number[] = [408, 429, 500, 502, 503, 504];

function crossedLicenses(journal: Journal, check: string, known: Known): Finding[] {
  return licensesOf(journal).flatMap((act) => {
    const { exchange, stimulus } = act;
    if (stimulus.deviation !== 'none' || exchange.response === undefined) return [];
    if (!licenseWasGranted(exchange)) {
      if (BUSY.includes(exchange.response.status)) return [];
      return [
        wrong(journal, check, `${stimulus.flow} got no license with its own token URL`, {
          expected: 'a token bound to its own device',
          observed: answerInWords(exchange),
          exchange,
        }),
      ];
    }
    const key = exchange.opened?.kind === 'opened' ? exchange.opened.contentKey.toString('hex') : undefined;
    const content = known.contents.get(stimulus.contentID);
    if (key === undefined || content === undefined || sameHex(key, content.contentKey)) return [];
    return [
      wrong(journal, check, `${stimulus.flow} got the key of another title`, {
        expected: 'the key of the title it asked for',
        observed: 'another key',
        exchange,
      }),
    ];
  });
}

/** SHOULD: all succeed (throttling is legitimate). */
function allSucceed(check: string): Check['judge'] {
  return (journal, known) => {
    const acts = licensesOf(journal).filter(({ stimulus }) => stimulus.requestType === 3);
    const asked = entitlementsOf(journal).filter(({ stimulus }) => stimulus.requestType === 3);
    const unserved = asked.filter(({ exchange }) => grantedUrl(exchange) === undefined);
    return [
      ...acts.map((act) => judgeGranted(journal, check, act, known)),
      ...unserved.map(({ exchange, stimulus }) =>
        wrong(journal, check, `${stimulus.flow} got no token URL`, {
          expected: 'a grant',
          observed: exchange.failure?.message ?? `HTTP ${exchange.response?.status ?? 0} without a grant`,
          exchange,
        }),
      ),
    ];
  };
}

export const ISOLATION: readonly Check[] = ['SEQ-43', 'SEQ-53', 'SEES-SEC-05'].flatMap((id): Check[] => [
  { id: `${id}.crossed`, subject: 'isolation', judge: noneCrossed(`${id}.crossed`) },
  { id: `${id}.all`, subject: 'license', judge: allSucceed(`${id}.all`) },
]);
