import type { Deviation, Journal } from '../../exchange';
import { parseExpirationTime } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, entitlementsOf, isGrant, parametersOf, right, seesCallsOf, tokenAnswer, wrong } from '../reading';
import { answerInWords, judgeGranted, judgeRefused, licensesOf, licenseWasGranted, type LicenseAct } from './licenses';

const REASONS: Readonly<Record<Deviation, string>> = {
  none: 'nothing is wrong with it',
  'other-device': 'the token is bound to another device',
  'altered-url': 'the token is bound to another device, whatever the query says beside it',
  'changed-hu': 'the device came with another id than the one it registered with',
  'similar-id': 'the token is bound to another device, however alike the ids are',
  expired: 'the token has ended',
  'other-device-expired': 'the token has ended and is bound to another device',
  'bad-spc': 'the SPC cannot be read',
};

/** No license for these deviations; each beside its twin. */
function refusedFor(check: string, deviations: readonly Deviation[], requestTypes: readonly number[]): Check['judge'] {
  return (journal) =>
    licensesOf(journal)
      .filter(({ stimulus }) => deviations.includes(stimulus.deviation) && requestTypes.includes(stimulus.requestType))
      .map((act) => judgeRefused(journal, check, act, REASONS[act.stimulus.deviation]));
}

/** EP-LIC-08: nothing after the limit; and, where a clock of ours judges it, not a second less than promised. */
function inTime(journal: Journal, known: Known): Finding[] {
  const check = 'EP-LIC-08';
  return licensesOf(journal).flatMap((act) => {
    const { deviation, offsetSeconds } = act.stimulus;
    if (deviation === 'expired') return [judgeRefused(journal, check, act, REASONS.expired)];
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
  return late.flatMap((act) => [
    act.stimulus.deviation === 'expired'
      ? judgeRefused(journal, check, act, REASONS.expired)
      : judgeGranted(journal, check, act, known),
    ...fresh(act).map((next) => judgeGranted(journal, check, next, known)),
  ]);
}

/** EP-TOK-49: both forms of expirationTime bring a token. */
function bothForms(journal: Journal): Finding[] {
  const check = 'EP-TOK-49';
  const forms = new Map<string, { good: number; first: ReturnType<typeof seesCallsOf>[number] }>();
  for (const call of seesCallsOf(journal)) {
    if (call.operation !== 'token' || call.response === undefined) continue;
    const text = parametersOf(call).get('expirationTime');
    const form = text === undefined ? undefined : parseExpirationTime(text)?.kind;
    if (form === undefined) continue;
    const seen = forms.get(form) ?? { good: 0, first: call };
    if (tokenAnswer(call) !== undefined) seen.good += 1;
    forms.set(form, seen);
  }
  if (forms.size > 0) {
    return [...forms].map(([form, { good, first }]) =>
      good > 0
        ? right(journal, check, `a token with a ${form} expirationTime was issued`, first)
        : wrong(journal, check, `no token for a ${form} expirationTime`, {
            expected: 'a token',
            observed: answerInWords(first),
            exchange: first,
          }),
    );
  }
  // Where SEES' calls are not seen, the grant of a title with such a policy shows it.
  return entitlementsOf(journal).flatMap(({ exchange }) =>
    isGrant(exchange) ? [right(journal, check, 'a token for a title with an expirationTime was issued', exchange)] : [],
  );
}

/** SEQ-41: with another client's cookie there is no grant, or one that is worth nothing on this device. */
function foreignCookie(journal: Journal): Finding[] {
  const check = 'SEQ-41';
  const asked = entitlementsOf(journal).filter(
    ({ stimulus }) => stimulus.cookieOwner !== undefined && stimulus.cookieOwner !== stimulus.device,
  );
  return asked.flatMap(({ exchange, stimulus }) => {
    const ownLicense = licensesOf(journal).find(
      (act) => act.stimulus.device === stimulus.device && act.stimulus.deviation === 'none' && act.stimulus.requestType === 3,
    );
    if (ownLicense === undefined || !licenseWasGranted(ownLicense.exchange)) {
      return [couldNotTest(journal, check, `${stimulus.device} got no license with its own cookie, so a refusal proves nothing`, exchange)];
    }
    if (exchange.response === undefined) {
      return [couldNotTest(journal, check, `SEES did not answer: ${exchange.failure?.message ?? 'no answer'}`, exchange)];
    }
    if (!isGrant(exchange)) return [right(journal, check, "SEES refused the other client's cookie", exchange)];
    const tried = licensesOf(journal).filter((act) => act.stimulus.grant === exchange.number);
    if (tried.length === 0) return [couldNotTest(journal, check, 'the token URL was not tried', exchange)];
    return tried.map((act) => judgeRefused(journal, check, act, REASONS['other-device']));
  });
}

const WRONG_DEVICE: readonly Deviation[] = ['other-device', 'similar-id', 'changed-hu'];

export const REFUSED_LICENSES: readonly Check[] = [
  { id: 'SEQ-35', subject: 'license', judge: refusedFor('SEQ-35', WRONG_DEVICE, [3]) },
  { id: 'SEQ-42', subject: 'license', judge: refusedFor('SEQ-42', WRONG_DEVICE, [3]) },
  { id: 'EP-LIC-06', subject: 'license', judge: refusedFor('EP-LIC-06', WRONG_DEVICE, [3]) },
  { id: 'EP-LIC-16', subject: 'license', judge: refusedFor('EP-LIC-16', ['altered-url'], [3]) },
  { id: 'EP-LIC-08', subject: 'license', judge: inTime },
  { id: 'SEQ-08', subject: 'license', judge: freshAgain },
  { id: 'EP-TOK-49', subject: 'license', judge: bothForms },
  { id: 'SEQ-48', subject: 'license', judge: refusedFor('SEQ-48', ['expired', 'other-device-expired'], [3]) },
  { id: 'EP-LIC-19', subject: 'license', judge: refusedFor('EP-LIC-19', ['expired', 'other-device-expired'], [3]) },
  { id: 'SEQ-41', subject: 'license', judge: foreignCookie },
];
