import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { backendCallsOf, couldNotTest, entitlementsOf, parametersOf, recordsOf, right, wrong } from '../reading';
import { licensesOf, licenseWasGranted } from './licenses';

/** Cookie -> device that redeemed a registration token with success. */
function registered(journal: Journal): Map<string, string> {
  const entitlements = new Map(entitlementsOf(journal).map(({ exchange, stimulus }) => [exchange.number, stimulus]));
  const found = new Map<string, string>();
  for (const { exchange, stimulus } of licensesOf(journal)) {
    const cookie = entitlements.get(stimulus.grant)?.cookie;
    if (stimulus.requestType === 2 && cookie !== undefined && licenseWasGranted(exchange)) found.set(cookie, stimulus.device);
  }
  return found;
}

/** The device ids a record answer names for its cookie, failed redemptions left out. */
function namedIn(exchange: Exchange, cookie: string, known: Known): string[] | undefined {
  return recordsOf(exchange, known.record)?.flatMap((event) =>
    event.deviceId !== undefined && !event.failed && (event.cookie ?? cookie) === cookie ? [event.deviceId] : [],
  );
}

/** SEQ-24, SEQ-28, EP-REC-26, EP-LIC-13: the history holds the cookie with the device of the SPC, each device with its own id. */
function holdsDevice(check: string): Check['judge'] {
  return (journal, known) => {
    const devices = registered(journal);
    const idOf = new Map<string, string>();
    const findings: Finding[] = [];
    for (const exchange of journal.exchanges) {
      if (exchange.operation !== 'record' || exchange.response === undefined) continue;
      const cookie = parametersOf(exchange).get('cookie');
      const device = cookie === undefined ? undefined : devices.get(cookie);
      if (cookie === undefined || device === undefined) continue;
      findings.push(judgeAnswer(journal, check, exchange, { cookie, device }, idOf, known));
    }
    return findings;
  };
}

function judgeAnswer(
  journal: Journal,
  check: string,
  exchange: Exchange,
  { cookie, device }: { cookie: string; device: string },
  idOf: Map<string, string>,
  known: Known,
): Finding {
  const ids = namedIn(exchange, cookie, known);
  const id = ids?.[0];
  if (ids === undefined) return couldNotTest(journal, check, 'the record answer could not be read in the declared format', exchange);
  if (id === undefined) return couldNotTest(journal, check, `no record of ${device} showed in time`, exchange);
  const namesake = [...idOf].find(([other, otherId]) => other !== device && otherId === id);
  const before = idOf.get(device);
  idOf.set(device, id);
  if (namesake !== undefined) {
    return wrong(journal, check, `the history gives ${device} the id of ${namesake[0]}`, {
      expected: 'an id of its own for each device',
      observed: 'the same id for two devices',
      exchange,
    });
  }
  if (before !== undefined && before !== id) {
    return wrong(journal, check, `the history gives ${device} another id than before`, {
      expected: 'the same id for the same device',
      observed: 'two ids',
      exchange,
    });
  }
  return right(journal, check, `the history names ${device} for its cookie`, exchange);
}

/** SEQ-26 (B7): SEES asks the record service by the cookie before it grants a bound title. */
function asksByCookie(journal: Journal, known: Known): Finding[] {
  const check = 'SEQ-26';
  const first = entitlementsOf(journal).find(({ stimulus }) => stimulus.requestType === 3);
  if (first === undefined || first.exchange.response === undefined) return [];
  const { record } = backendCallsOf(journal, first.exchange, known);
  const asked = record.find((call) => parametersOf(call).get('cookie') === first.stimulus.cookie);
  if (asked !== undefined) return [right(journal, check, 'SEES asked the record service for the cookie', asked)];
  return [
    wrong(journal, check, 'SEES did not ask the record service for the cookie', {
      expected: "a record request with the client's cookie",
      observed: record.length === 0 ? 'no record request' : 'record requests without that cookie',
      exchange: first.exchange,
    }),
  ];
}

export const HISTORY: readonly Check[] = [
  { id: 'SEQ-24', subject: 'history', judge: holdsDevice('SEQ-24') },
  { id: 'SEQ-28', subject: 'history', judge: holdsDevice('SEQ-28') },
  { id: 'EP-REC-26', subject: 'history', judge: holdsDevice('EP-REC-26') },
  { id: 'EP-LIC-13', subject: 'history', judge: holdsDevice('EP-LIC-13') },
  { id: 'SEQ-26', subject: 'record-request', judge: asksByCookie },
];
