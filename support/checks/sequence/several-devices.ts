import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { backendCallsOf, couldNotTest, entitlementsOf, isGrant, right, wrong } from '../reading';
import { licensesOf, licenseWasGranted, whereBindingIsOffered } from './licenses';
import { whyUndecided } from './no-decision';

/** A refusal for want of an answer says nothing of devices. */
function unanswered(journal: Journal, exchange: Exchange, known: Known): boolean {
  const { token, record } = backendCallsOf(journal, exchange, known);
  return [...token, ...record].some(({ failure }) => failure !== undefined);
}

/** SEQ-46: which of two devices under one cookie counts is the reading multiDevice (C-31). */
function followsReading(journal: Journal, known: Known): Finding[] {
  const check = 'SEQ-46';
  const { multiDevice } = known.readings;
  const shared = sharedCookie(journal);
  if (shared === undefined) return [couldNotTest(journal, check, 'no second device registered under the cookie')];
  const { cookie, first, last, sinceTick } = shared;
  const type3 = entitlementsOf(journal).filter(({ stimulus }) => stimulus.requestType === 3);
  const bound = type3.filter(
    ({ exchange, stimulus }) =>
      stimulus.cookie === cookie && exchange.startTick > sinceTick && whyUndecided(exchange) === undefined,
  );
  if (bound.length === 0) return [couldNotTest(journal, check, 'no request for a bound title was decided on')];
  const expected = multiDevice === 'deny' ? undefined : multiDevice === 'latest' ? last : first;
  if (bound.every(({ exchange }) => !isGrant(exchange))) {
    const exchange = bound[0]?.exchange;
    if (expected !== undefined) {
      if (bound.some((ask) => unanswered(journal, ask.exchange, known))) {
        return [couldNotTest(journal, check, 'ExpressPlay left SEES without an answer', exchange)];
      }
      return [
        wrong(journal, check, 'SEES refuses a cookie with two devices', {
          expected: `the ${multiDevice} device counts (reading multiDevice)`,
          observed: 'no grant',
          exchange,
        }),
      ];
    }
    return type3.some((other) => isGrant(other.exchange))
      ? [right(journal, check, 'SEES refuses a cookie with two devices, as the reading says', exchange)]
      : [couldNotTest(journal, check, 'no cookie with one device got a bound title, so a refusal proves nothing')];
  }
  const grants = new Set(bound.map(({ exchange }) => exchange.number));
  const tried = licensesOf(journal).filter(({ stimulus }) => grants.has(stimulus.grant));
  const served = new Set(
    tried.filter(({ exchange }) => licenseWasGranted(exchange)).map(({ stimulus }) => stimulus.device),
  );
  const seen = served.size === 0 ? 'no device' : [...served].join(' and ');
  const isOther = [...served].some((device) => device !== expected);
  const isMissing = expected !== undefined && !served.has(expected);
  if (!isOther && isMissing) {
    const decided = tried.some(
      ({ exchange, stimulus }) => stimulus.device === expected && whyUndecided(exchange) === undefined,
    );
    if (!decided) return [couldNotTest(journal, check, `${expected} could not try a token URL`)];
  }
  if (expected !== undefined && !isOther && !isMissing) {
    const others = [first, last].filter((device) => device !== expected);
    const isProven = tried.some(
      ({ exchange, stimulus }) => others.includes(stimulus.device) && whyUndecided(exchange) === undefined,
    );
    return isProven
      ? [right(journal, check, `${expected} counts, as the reading ${multiDevice} says`)]
      : [couldNotTest(journal, check, `${others.join(' and ')} could not try a token URL`)];
  }
  return [
    wrong(journal, check, 'the binding does not follow the reading multiDevice', {
      expected: expected === undefined ? 'no grant' : `a license for ${expected} alone`,
      observed: `a grant, and a license for ${seen}`,
    }),
  ];
}

/** The first cookie that two devices redeemed registration tokens under, and when the last of them had its license. */
function sharedCookie(
  journal: Journal,
): { cookie: string; first: string; last: string; sinceTick: number } | undefined {
  const cookies = new Map(entitlementsOf(journal).map(({ exchange, stimulus }) => [exchange.number, stimulus.cookie]));
  const firstOf = new Map<string, string>();
  let found: ReturnType<typeof sharedCookie>;
  for (const { exchange, stimulus } of licensesOf(journal)) {
    const cookie = cookies.get(stimulus.grant);
    if (stimulus.requestType !== 2 || cookie === undefined || !licenseWasGranted(exchange)) continue;
    const first = firstOf.get(cookie);
    if (first === undefined) firstOf.set(cookie, stimulus.device);
    else if (first !== stimulus.device && (found === undefined || found.cookie === cookie)) {
      found = { cookie, first, last: stimulus.device, sinceTick: exchange.endTick ?? Infinity };
    }
  }
  return found;
}

export const SEVERAL_DEVICES: readonly Check[] = [
  { id: 'SEQ-46', subject: 'binding', judge: whereBindingIsOffered('SEQ-46', followsReading) },
];
