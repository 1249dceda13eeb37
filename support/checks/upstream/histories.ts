import type { Exchange, Journal, Upstream } from '../../exchange';
import type { Readings } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { sameDevice } from '../invariants/known-devices';
import {
  backendCallsOf,
  couldNotTest,
  deviceRestriction,
  entitlementsOf,
  grantedUrl,
  isGrant,
  notApplicable,
  observed,
  parametersOf,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { sourcesOf } from '../sequence/handed-out';
import { whyUndecided } from '../sequence/no-decision';
import { decisive } from '../sequence/upstream-twins';

const LONG = [
  'thirty-two-events-of-the-device',
  'a-newer-event-that-names-no-device',
  'thirty-one-newer-events-that-name-no-device',
  'a-newer-event-without-a-device-an-older-one-of-another',
];
const SINGLE = ['a-single-event'];
const FAILED = ['a-failed-redemption-alone', 'a-newer-failed-redemption-of-another-device'];
const TWO_DEVICES = ['two-devices-one-after-the-other'];

type Told = Entitlement & { readonly upstream: Upstream };

/** Device-bound requests of clients with such a history. */
function withHistory(journal: Journal, ids: readonly string[]): Told[] {
  return decisive(entitlementsOf(journal)).flatMap((entitlement) => {
    const { upstream } = entitlement.stimulus;
    return upstream?.kind === 'history' && ids.includes(upstream.id) ? [{ ...entitlement, upstream }] : [];
  });
}

/** Which device a history stands for (reading multiDevice, C-31); undefined: none. */
function deviceOf({ devices = [] }: Upstream, { multiDevice }: Readings): string | undefined {
  if (multiDevice === 'deny' && new Set(devices).size > 1) return undefined;
  return multiDevice === 'first' ? devices.at(-1) : devices[0];
}

/** The device ids that the token handed out was asked for with. */
function boundTo(journal: Journal, { exchange }: Entitlement, known: Known): string[] {
  const url = grantedUrl(exchange);
  const sources = url === undefined ? [] : sourcesOf(journal, url, known);
  const calls = sources.length > 0 ? sources : backendCallsOf(journal, exchange, known).token;
  return devicesIn(calls, known);
}

/** The device ids that token requests carry. */
function devicesIn(calls: readonly Exchange[], { readings }: Known): string[] {
  return calls.flatMap((call) => deviceRestriction(parametersOf(call), readings).map(({ value }) => value));
}

/** SEES binds to the device that a history stands for, and refuses where it stands for none. */
function follows(check: string, ids: readonly string[]): Check {
  const judge = (journal: Journal, known: Known): Finding[] =>
    withHistory(journal, ids).map((told) => {
      const { exchange, upstream } = told;
      const undecided = whyUndecided(exchange);
      if (undecided !== undefined) return couldNotTest(journal, check, `${upstream.sentence}: ${undecided}`, exchange);
      const device = deviceOf(upstream, known.readings);
      if (device === undefined) return refuses(journal, check, told);
      const expected = `a token for the device that counts (reading multiDevice: ${known.readings.multiDevice})`;
      if (!isGrant(exchange)) {
        return wrong(journal, check, `SEES refuses although ${upstream.sentence}`, {
          expected,
          observed: 'no grant',
          exchange,
        });
      }
      const bound = boundTo(journal, told, known);
      if (bound.length > 0 && bound.every((value) => sameDevice(value, device))) {
        return right(journal, check, `the token is bound to the device that counts (${upstream.sentence})`, exchange);
      }
      return wrong(journal, check, `the token is not bound to the device that counts (${upstream.sentence})`, {
        expected,
        observed: bound.length === 0 ? 'a token for whatever device' : 'a token for another device',
        exchange,
      });
    });
  return { id: check, subject: 'binding', judge };
}

function refuses(journal: Journal, check: string, { exchange, upstream }: Told): Finding {
  if (isGrant(exchange)) {
    return wrong(journal, check, `SEES grants although ${upstream.sentence}`, {
      expected: 'no grant',
      observed: 'isAllowed true',
      exchange,
    });
  }
  const hasTwin = entitlementsOf(journal).some(
    (other) => other.stimulus.requestType === 3 && other.exchange !== exchange && isGrant(other.exchange),
  );
  return hasTwin
    ? right(journal, check, `no grant, since ${upstream.sentence}`, exchange)
    : couldNotTest(journal, check, 'no bound title was granted, so a refusal proves nothing', exchange);
}

/** EP-REC-12.crossed: whatever the history, no token carries a device that other clients alone have. */
function crossed(journal: Journal, known: Known): Finding[] {
  const check = 'EP-REC-12.crossed';
  return withHistory(journal, TWO_DEVICES).map((told) => {
    const { exchange, upstream } = told;
    const own = upstream.devices ?? [];
    const asked = devicesIn(backendCallsOf(journal, exchange, known).token, known);
    const foreign = [...asked, ...boundTo(journal, told, known)].find(
      (value) => !own.some((device) => sameDevice(device, value)),
    );
    if (foreign !== undefined) {
      return wrong(journal, check, 'a token is bound to a device that no event of the cookie names', {
        expected: 'a device of the cookie',
        observed: 'another device',
        exchange,
      });
    }
    const undecided = whyUndecided(exchange);
    return undecided === undefined
      ? right(journal, check, 'no token is bound to a device of another cookie', exchange)
      : couldNotTest(journal, check, undecided, exchange);
  });
}

/** EP-REC-13: a cookie that looks like a registered one brings nothing that is bound by that one's record. */
function toTheLetter(journal: Journal): Finding[] {
  const check = 'EP-REC-13';
  const bound = entitlementsOf(journal).filter(({ stimulus }) => stimulus.requestType === 3);
  const plain = ({ stimulus: { cookie = '' } }: Entitlement): string => cookie.trim().toLowerCase();
  return bound.flatMap((entitlement) => {
    const { exchange, stimulus } = entitlement;
    const original = bound.find(
      (other) => plain(other) === plain(entitlement) && other.stimulus.registration === 'redeemed',
    );
    if (stimulus.registration !== 'none' || original === undefined || original.stimulus.cookie === stimulus.cookie) {
      return [];
    }
    if (isGrant(exchange)) {
      return [
        wrong(journal, check, "SEES takes the cookie for another client's that looks like it", {
          expected: 'no grant for a cookie that nobody registered',
          observed: 'isAllowed true',
          exchange,
        }),
      ];
    }
    const doubt =
      whyUndecided(exchange) ??
      (isGrant(original.exchange) ? undefined : 'the registered cookie got no bound title either');
    return [
      doubt === undefined
        ? right(journal, check, 'a cookie that only looks like a registered one gets nothing', exchange)
        : couldNotTest(journal, check, doubt, exchange),
    ];
  });
}

/** EP-REC-14, information: whether the second request of a client that registered another device shows a new lookup. */
function looksAgain(journal: Journal, known: Known): Finding[] {
  const check = 'EP-REC-14';
  const later = withHistory(journal, TWO_DEVICES);
  if (later.length === 0) return [];
  return later.map((told) => {
    const { exchange, upstream } = told;
    const lookups = backendCallsOf(journal, exchange, known).record.length;
    const [newest] = upstream.devices ?? [];
    if (!isGrant(exchange)) {
      return known.readings.multiDevice === 'deny'
        ? notApplicable(journal, check, 'two devices under one cookie are refused (reading multiDevice)', exchange)
        : observed(journal, check, `${lookups} lookups for the later request, and no grant`, exchange);
    }
    const isNew = boundTo(journal, told, known).some((value) => newest !== undefined && sameDevice(value, newest));
    const which = isNew ? 'the device registered last' : 'an earlier device';
    return observed(journal, check, `${lookups} lookups for the later request; its token is for ${which}`, exchange);
  });
}

export const HISTORIES: readonly Check[] = [
  follows('EP-REC-08', LONG),
  follows('EP-REC-09', SINGLE),
  follows('EP-REC-10', FAILED),
  { id: 'EP-REC-12.crossed', subject: 'binding', judge: crossed },
  follows('EP-REC-12.device', TWO_DEVICES),
  { id: 'EP-REC-13', subject: 'binding', judge: toTheLetter },
  { id: 'EP-REC-14', subject: 'binding', judge: looksAgain },
];
