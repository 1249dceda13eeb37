import { NO_OFFSET, type Deviation, type Exchange, type Journal } from '../../exchange';
import { MAX_EXPIRATION_SECONDS, parseExpirationTime } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { variationsOf } from '../token-service/acts';
import { judgeAccepted } from '../token-service/judging';
import {
  begunAtMs,
  couldNotTest,
  entitlementOf,
  entitlementsOf,
  isGrant,
  parametersOf,
  right,
  seesCallsOf,
  tokenAnswer,
  wrong,
} from '../reading';
import {
  answerInWords,
  carriesCkc,
  judgeGranted,
  judgeRefused,
  licensesOf,
  licenseWasGranted,
  whereBindingIsOffered,
  type LicenseAct,
} from './licenses';
import { whyUndecided } from './no-decision';

const REASONS: Readonly<Record<Deviation, string>> = {
  none: 'nothing is wrong with it',
  'other-device': 'the token is bound to another device',
  'altered-url': 'the token is bound to another device, whatever the query says beside it',
  'changed-hu': 'the device came with another id than the one it registered with',
  'similar-id': 'the token is bound to another device, however alike the ids are',
  expired: 'the token has ended',
  'other-device-expired': 'the token has ended and is bound to another device',
  'bad-spc': 'the SPC cannot be read',
  'flawed-spc': 'the body is no SPC to be answered',
  'flawed-token': 'the token is none that was given for this',
  'flawed-request': 'the request is none to be answered',
};

/** No license for these deviations; each beside its twin. */
function refusedFor(check: string, deviations: readonly Deviation[], requestTypes: readonly number[]): Check['judge'] {
  return (journal, known) =>
    licensesOf(journal)
      .filter(({ stimulus }) => deviations.includes(stimulus.deviation) && requestTypes.includes(stimulus.requestType))
      .map((act) => judgeRefused(journal, check, act, REASONS[act.stimulus.deviation], known));
}

/** EP-LIC-08: nothing after the limit; and, where a clock of ours judges it, not a second less than promised. */
function inTime(journal: Journal, known: Known): Finding[] {
  const check = 'EP-LIC-08';
  return licensesOf(journal).flatMap((act) => {
    const { deviation, offsetSeconds } = act.stimulus;
    if (deviation === 'expired') return [judgeRefused(journal, check, act, REASONS.expired, known)];
    if (offsetSeconds === undefined || offsetSeconds >= 0) return [];
    return [judgeGranted(journal, check, act, known)];
  });
}

/** SEQ-08: refused after the limit, and a fresh request brings a license again. */
function freshAgain(journal: Journal, known: Known): Finding[] {
  const check = 'SEQ-08';
  const acts = licensesOf(journal).filter(({ stimulus }) => stimulus.requestType === 1);
  const late = acts.filter(({ stimulus }) => stimulus.offsetSeconds !== undefined);
  const fresh = (after: LicenseAct): LicenseAct[] =>
    acts.filter((act) => act.exchange.number > after.exchange.number && act.stimulus.deviation === 'none');
  return late.flatMap((act) => {
    const again = fresh(act).map((next) => judgeGranted(journal, check, next, known));
    if (act.stimulus.deviation !== 'expired') return [judgeGranted(journal, check, act, known), ...again];
    const refused = judgeRefused(journal, check, act, REASONS.expired, known);
    if (again.length > 0) return [refused, ...again];
    return [refused, couldNotTest(journal, check, 'no fresh token URL was redeemed after the refusal', act.exchange)];
  });
}

/** EP-TOK-49: both forms of expirationTime bring a token. */
function bothForms(journal: Journal, known: Known): Finding[] {
  const check = 'EP-TOK-49';
  // The harness' own questions are one of each kind, and each has to be answered.
  const asked = variationsOf(journal, 'expirationtime').map((act) => judgeAccepted(journal, check, act, known));
  const forms = new Map<string, Exchange[]>();
  for (const call of seesCallsOf(journal)) {
    const form = call.operation === 'token' ? goodExpiryForm(call, known) : undefined;
    if (form !== undefined) forms.set(form, [...(forms.get(form) ?? []), call]);
  }
  const bySees = [...forms].map(([form, calls]) => {
    const issued = calls.find((call) => tokenAnswer(call) !== undefined);
    if (issued !== undefined) return right(journal, check, `a token with a ${form} expirationTime was issued`, issued);
    const refused = calls.find(({ response }) => response?.status === 400);
    if (refused === undefined) {
      return couldNotTest(journal, check, `no request with a ${form} expirationTime was decided on`, calls[0]);
    }
    if (form === 'absolute' && known.clocks !== undefined && known.clocks.expressplay() === undefined) {
      const message = 'no token for an absolute expirationTime, but the clock that judges it is not known';
      return couldNotTest(journal, check, `${message} (no answer of ExpressPlay has a Date header)`, refused);
    }
    return wrong(journal, check, `no token for a ${form} expirationTime`, {
      expected: 'a token',
      observed: answerInWords(refused),
      exchange: refused,
    });
  });
  return [...asked, ...bySees];
}

/** The form of an expirationTime that any token service has to take: well written, ahead, at most 30 days off. */
function goodExpiryForm(call: Exchange, known: Known): string | undefined {
  const limit = parseExpirationTime(parametersOf(call).get('expirationTime') ?? '');
  if (limit === undefined) return undefined;
  if (limit.kind === 'relative') return isInReach(limit.seconds) ? limit.kind : undefined;
  // By the clock that judges it, whichever it may be.
  const judge = known.clocks?.expressplay() ?? NO_OFFSET;
  const ahead = [judge.lowMs, judge.highMs].map((offsetMs) => (limit.atMs - begunAtMs(call, known) - offsetMs) / 1000);
  return ahead.every(isInReach) ? limit.kind : undefined;
}

function isInReach(seconds: number): boolean {
  return seconds > 0 && seconds <= MAX_EXPIRATION_SECONDS;
}

/** SEQ-41: with another client's cookie there is no grant, or one that is worth nothing on this device. */
function foreignCookie(journal: Journal, known: Known): Finding[] {
  const check = 'SEQ-41';
  const asked = entitlementsOf(journal).filter(
    ({ stimulus }) => stimulus.cookieOwner !== undefined && stimulus.cookieOwner !== stimulus.device,
  );
  return asked.flatMap(({ exchange, stimulus }) => {
    const tried = licensesOf(journal).filter((act) => act.stimulus.grant === exchange.number);
    // A license to the caller is wrong whatever else was shown.
    if (tried.some((act) => act.stimulus.device === stimulus.device && carriesCkc(act.exchange))) {
      return tried.map((act) => judgeRefused(journal, check, act, REASONS['other-device'], known));
    }
    const hasOwn = licensesOf(journal).some(
      (act) =>
        act.stimulus.device === stimulus.device &&
        act.stimulus.deviation === 'none' &&
        act.stimulus.requestType === 3 &&
        licenseWasGranted(act.exchange),
    );
    if (!hasOwn) {
      const message = `${stimulus.device} got no license with its own cookie, so a refusal proves nothing`;
      return [couldNotTest(journal, check, message, exchange)];
    }
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) {
      return [couldNotTest(journal, check, `SEES did not answer: ${undecided}`, exchange)];
    }
    if (exchange.response?.status === 200 && entitlementOf(exchange).isAllowed === undefined) {
      return [couldNotTest(journal, check, 'SEES decided nothing: HTTP 200 without a decision', exchange)];
    }
    if (!isGrant(exchange)) return [right(journal, check, "SEES refused the other client's cookie", exchange)];
    if (tried.length === 0) return [couldNotTest(journal, check, 'the token URL was not tried', exchange)];
    return tried.map((act) => judgeRefused(journal, check, act, REASONS['other-device'], known));
  });
}

const WRONG_DEVICE: readonly Deviation[] = ['other-device', 'similar-id', 'changed-hu'];

/** Checks on device-bound tokens: refused for these deviations. */
function boundRefused(id: string, deviations: readonly Deviation[]): Check {
  return { id, subject: 'license', judge: whereBindingIsOffered(id, refusedFor(id, deviations, [3])) };
}

export const REFUSED_LICENSES: readonly Check[] = [
  boundRefused('SEQ-35', WRONG_DEVICE),
  boundRefused('SEQ-42', WRONG_DEVICE),
  boundRefused('EP-LIC-06', WRONG_DEVICE),
  boundRefused('EP-LIC-16', ['altered-url']),
  { id: 'EP-LIC-08', subject: 'license', judge: inTime },
  { id: 'SEQ-08', subject: 'license', judge: freshAgain },
  { id: 'EP-TOK-49', subject: 'answer', judge: bothForms },
  boundRefused('SEQ-48', ['expired', 'other-device-expired']),
  boundRefused('EP-LIC-19', ['expired', 'other-device-expired']),
  { id: 'SEQ-41', subject: 'license', judge: whereBindingIsOffered('SEQ-41', foreignCookie) },
];
