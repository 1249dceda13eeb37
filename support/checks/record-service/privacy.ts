import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, fitsStatus, notApplicable, right, wrong } from '../reading';
import { licensesOf, licenseWasGranted } from '../sequence/licenses';
import { whyUndecided } from '../sequence/no-decision';
import { recordActsOf, whyUnread, type RecordAct } from './acts';

const NOBODY = 'authenticator';
const ANOTHER_ACCOUNT = 'another-account';
const ANOTHER_COOKIE = 'another-cookie-beside-the-token';
const CODE_OF: Readonly<Record<string, string>> = {
  'authenticator-absent': '-2017',
  'authenticator-unknown': '-2018',
  'authenticator-almost-right': '-2018',
};

/** That nothing shows counts only where the owner is shown something. */
function whyUnproven(journal: Journal, known: Known, act: RecordAct): string | undefined {
  const unread = whyUnread(act);
  if (unread !== undefined) return unread;
  const twin = recordActsOf(journal, known).find(({ exchange }) => exchange.number === act.stimulus.twin);
  return (twin?.events?.length ?? 0) > 0 ? undefined : 'the owner was shown no records either';
}

/** Events of an answer; where it is a refusal, the devices of the owner's events that its text names all the same. */
function shown(journal: Journal, known: Known, { events, exchange, stimulus }: RecordAct): number {
  if (events !== undefined) return events.length;
  const text = exchange.response?.body.toString('utf8') ?? '';
  const twin = recordActsOf(journal, known).find((act) => act.exchange.number === stimulus.twin);
  return (twin?.events ?? []).filter(({ deviceId }) => deviceId !== undefined && text.includes(deviceId)).length;
}

/** EP-REC-25.records */
function noRecords(journal: Journal, known: Known): Finding[] {
  const check = 'EP-REC-25.records';
  return recordActsOf(journal, known, NOBODY).map((act) => {
    const { exchange, stimulus } = act;
    const what = stimulus.flaw?.sentence ?? '';
    const told = shown(journal, known, act);
    if (told > 0) {
      const detail = { expected: 'no records', observed: `${told} events`, exchange };
      return wrong(journal, check, `records are told although ${what}`, detail);
    }
    const doubt = whyUnproven(journal, known, act);
    if (doubt !== undefined) return couldNotTest(journal, check, `no records where ${what}, but ${doubt}`, exchange);
    return right(journal, check, `no records where ${what}`, exchange);
  });
}

/** EP-REC-25.status: the operator may declare a status for the codes of authentication; 401 and its like need none. */
function refusalStatus(journal: Journal, known: Known): Finding[] {
  const check = 'EP-REC-25.status';
  return recordActsOf(journal, known, NOBODY).map((act) => {
    const { exchange, stimulus } = act;
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) return couldNotTest(journal, check, undecided, exchange);
    const status = exchange.response?.status ?? 0;
    const declared = known.readings['errors.httpStatus'][CODE_OF[stimulus.flaw?.id ?? ''] ?? ''];
    if (fitsStatus(status, declared ?? '4xx')) {
      return right(journal, check, `HTTP ${status} where ${stimulus.flaw?.sentence ?? ''}`, exchange);
    }
    if (declared === undefined) {
      return notApplicable(journal, check, `HTTP ${status}; the reading errors.httpStatus declares none`, exchange);
    }
    const detail = { expected: `HTTP ${declared}`, observed: `HTTP ${status}`, exchange };
    return wrong(journal, check, 'another status than declared', detail);
  });
}

/** EP-REC-30 */
function ownAccountOnly(journal: Journal, known: Known): Finding[] {
  const check = 'EP-REC-30';
  const acts = recordActsOf(journal, known, ANOTHER_ACCOUNT);
  return acts.map((act) => {
    const { events, exchange, stimulus, selector } = act;
    const foreign =
      events === undefined || selector.kind === 'cookie'
        ? shown(journal, known, act)
        : events.filter(({ cookie }) => cookie === stimulus.cookie).length;
    if (foreign > 0) {
      return wrong(journal, check, 'another account is shown these records', {
        expected: 'no record of this account',
        observed: `${foreign} events`,
        exchange,
      });
    }
    // A status of its own for an empty history is no refusal (404).
    const isRefused = acts.some(
      ({ events: any, exchange: { response } }) => any === undefined && (response?.status ?? 0) >= 400,
    );
    const doubt = whyUnproven(journal, known, act);
    if (doubt !== undefined) return couldNotTest(journal, check, `nothing shows, but ${doubt}`, exchange);
    if (isRefused) {
      return notApplicable(
        journal,
        check,
        'the other authenticator is none of this service, so it may ask nothing',
        exchange,
      );
    }
    return right(journal, check, 'another account is shown none of these records', exchange);
  });
}

/** EP-LIC-23: what stands beside the token in the URL registers nothing. */
function tokensCookieOnly(journal: Journal, known: Known): Finding[] {
  const check = 'EP-LIC-23';
  const redemption = licensesOf(journal).find(({ stimulus }) => stimulus.flaw?.id === ANOTHER_COOKIE);
  return recordActsOf(journal, known, ANOTHER_COOKIE).map((act) => {
    const { events, exchange } = act;
    const registered = (events ?? []).filter(({ deviceId, failed }) => deviceId !== undefined && !failed);
    if (registered.length > 0) {
      return wrong(journal, check, 'the cookie beside the token was registered', {
        expected: "no device under a cookie that is not the token's",
        observed: `${registered.length} events with a device`,
        exchange,
      });
    }
    if (events === undefined) {
      const why = whyUnread(act) ?? `HTTP ${exchange.response?.status ?? 0} tells of no cookie`;
      return couldNotTest(journal, check, `nothing shows, but ${why}`, exchange);
    }
    if (redemption !== undefined && !licenseWasGranted(redemption.exchange)) {
      const undecided = whyUndecided(redemption.exchange);
      return undecided === undefined
        ? right(journal, check, 'no license for such a URL, and nothing is registered', exchange)
        : couldNotTest(journal, check, `nothing was decided on the redemption: ${undecided}`, exchange);
    }
    const doubt = whyUnproven(journal, known, act);
    if (doubt !== undefined) return couldNotTest(journal, check, `nothing shows, but ${doubt}`, exchange);
    return right(journal, check, "the redemption shows under the token's cookie and under no other", exchange);
  });
}

export const PRIVACY: readonly Check[] = [
  { id: 'EP-REC-25.records', subject: 'records', judge: noRecords },
  { id: 'EP-REC-25.status', subject: 'records', judge: refusalStatus },
  { id: 'EP-REC-30', subject: 'records', judge: ownAccountOnly },
  { id: 'EP-LIC-23', subject: 'records', judge: tokensCookieOnly },
];
