import { unwrapCkc } from '../../fairplay';
import type { Deviation, Exchange, Journal, LicenseStimulus } from '../../exchange';
import type { Readings } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, grantedUrl, notApplicable, rememberedOf, right, sameHex, tokenAnswer, wrong } from '../reading';
import { identityOf } from './handed-out';
import { isPutOff, whyUndecided } from './no-decision';

export interface LicenseAct {
  readonly exchange: Exchange;
  readonly stimulus: LicenseStimulus;
}

/** Every redemption of the harness, in the order of sending. */
export const licensesOf: (journal: Journal) => readonly LicenseAct[] = rememberedOf((journal) =>
  journal.exchanges.flatMap((exchange) =>
    exchange.stimulus?.kind === 'license' ? { exchange, stimulus: exchange.stimulus } : [],
  ),
);

/** The answer holds a CKC, in whatever form and with whatever status: what a refusal must never do. */
export function carriesCkc(exchange: Exchange): boolean {
  if (exchange.opened?.kind === 'opened') return true;
  return exchange.response !== undefined && unwrapCkc(exchange.response.body) !== undefined;
}

/** 2xx with a CKC that the player can open; with a captured SPC, whose secrets nobody has, one that looks like a CKC. */
export function licenseWasGranted(exchange: Exchange): boolean {
  const status = exchange.response?.status ?? 0;
  if (status < 200 || status > 299) return false;
  const synthetic = exchange.stimulus?.kind === 'license' && exchange.stimulus.synthetic;
  return synthetic ? exchange.opened?.kind === 'opened' : carriesCkc(exchange);
}

/** C-03: an ExpressPlay that binds no FairPlay token to a device cannot be judged by such tokens. */
export function whereBindingIsOffered(check: string, judge: Check['judge']): Check['judge'] {
  return (journal, known) =>
    known.readings['deviceBinding.supported']
      ? judge(journal, known)
      : [notApplicable(journal, check, 'the reading deviceBinding.supported says that there is no device binding')];
}

/** The right device with a good token: there must be a CKC, and it must open with the key of the title asked for. */
export function judgeGranted(journal: Journal, check: string, act: LicenseAct, known: Known): Finding {
  const { exchange, stimulus } = act;
  const who = `${stimulus.device}, exchange ${exchange.number}`;
  // An answer too large to be read is one all the same, and no license is that large.
  const undecided = exchange.failure?.failure === 'too-large' ? undefined : whyUndecided(exchange);
  if (undecided !== undefined) {
    return couldNotTest(journal, check, `no answer to the license request (${who}): ${undecided}`, exchange);
  }
  if (!licenseWasGranted(exchange)) {
    if (wasRedeemedBefore(journal, act)) {
      const message = `no license (${who}), but its token was redeemed before, and a token may serve once only`;
      return couldNotTest(journal, check, message, exchange);
    }
    if (stimulus.undecided !== undefined) {
      return couldNotTest(journal, check, `no license (${who}), but ${stimulus.undecided}`, exchange);
    }
    // Whether SEES had the token bound to somebody else cannot be told where its calls are not seen.
    const doubt = known.backend || stimulus.requestType !== 3 ? '' : ', or SEES had its token bound to another device';
    return wrong(journal, check, `no license for the right device (${who})${doubt}`, {
      expected: 'HTTP 200 with a CKC that the player can open',
      observed: answerInWords(exchange),
      exchange,
    });
  }
  const content = known.contents.get(stimulus.contentID);
  const { opened } = exchange;
  if (opened?.kind !== 'opened' || content === undefined) {
    const message = `the right device got a license (${who}); its content could not be looked into`;
    return right(journal, check, message, exchange);
  }
  const keyFits = sameHex(opened.contentKey.toString('hex'), content.contentKey);
  const ivFits = sameHex(opened.iv.toString('hex'), content.iv);
  if (keyFits && ivFits)
    return right(journal, check, `the license opens with the key and IV of the title (${who})`, exchange);
  return wrong(journal, check, `the license does not open the title asked for (${who})`, {
    expected: 'content key and IV of the title asked for',
    observed: `${keyFits ? 'its content key' : 'another content key'} and ${ivFits ? 'its IV' : 'another IV'}`,
    exchange,
  });
}

/**
 * A license that must not be given. It counts only beside its twin: the nearest valid request, granted in the same journal
 * (architecture decision 4).
 */
export function judgeRefused(journal: Journal, check: string, act: LicenseAct, why: string, known: Known): Finding {
  const { exchange, stimulus } = act;
  const who = `${stimulus.device}, exchange ${exchange.number}`;
  if (carriesCkc(exchange)) {
    if (stimulus.offsetSeconds !== undefined && stimulus.undecided !== undefined) {
      return couldNotTest(journal, check, `a license was given (${who}), but ${stimulus.undecided}`, exchange);
    }
    return wrong(journal, check, `a license was given although ${why} (${who})`, {
      expected: 'no CKC',
      observed: answerInWords(exchange),
      exchange,
    });
  }
  if (didNotStayUp(journal, exchange)) {
    return wrong(journal, check, `the license service did not stay up when ${why} (${who})`, {
      expected: 'a refusal, and valid requests answered afterwards',
      observed: `no answer (${whyUndecided(exchange) ?? ''}), and none to the valid request after it`,
      exchange,
    });
  }
  const doubt = whyNoRefusal(journal, act, known) ?? whyNoTwin(journal, stimulus);
  if (doubt !== undefined) return couldNotTest(journal, check, `no CKC (${who}), but ${doubt}`, exchange);
  const how = exchange.response === undefined ? ' by closing the connection' : '';
  return right(journal, check, `no license${how}, because ${why} (${who}); its valid twins were granted`, exchange);
}

/** The same token brought a license before: whether it may do so twice is written nowhere. */
export function wasRedeemedBefore(journal: Journal, { exchange, stimulus }: LicenseAct): boolean {
  const token = tokenOfGrant(journal, stimulus.grant);
  return licensesOf(journal).some(
    (act) =>
      act.exchange.startTick < exchange.startTick &&
      licenseWasGranted(act.exchange) &&
      tokenOfGrant(journal, act.stimulus.grant) === token,
  );
}

function tokenOfGrant(journal: Journal, grant: number): string {
  const source = journal.exchanges[grant - 1];
  const url = source === undefined ? undefined : (tokenAnswer(source) ?? grantedUrl(source));
  return url === undefined ? `grant ${grant}` : identityOf(url);
}

/** An answer without a CKC that says nothing about the token. */
function whyNoRefusal(journal: Journal, act: LicenseAct, known: Known): string | undefined {
  const { exchange } = act;
  if (exchange.response === undefined) return whySilent(journal, exchange);
  if (wasRedeemedBefore(journal, act)) return 'its token was redeemed before, and a token may serve once only';
  const { status } = exchange.response;
  // The operator may say that a service refuses by 503.
  if (known.readings['license.denyStatuses'].includes(String(status))) return undefined;
  if (isPutOff(exchange)) return `HTTP ${status} puts off and refuses nothing`;
  if (isDenial(status, known.readings)) return undefined;
  return `HTTP ${status} is no refusal by the reading license.denyStatuses`;
}

/** A status that refuses, by the reading license.denyStatuses. */
export function isDenial(status: number, readings: Readings): boolean {
  return readings['license.denyStatuses'].some((form) => form === `${Math.floor(status / 100)}xx`);
}

/** Closing the connection on a wrong request is a refusal, if the service was up before and is up after. */
function whySilent(journal: Journal, exchange: Exchange): string | undefined {
  if (exchange.failure?.failure === 'proxy') return exchange.failure.message;
  const up = licensesOf(journal).filter((act) => act.stimulus.deviation === 'none' && licenseWasGranted(act.exchange));
  const before = up.some((act) => act.exchange.number < exchange.number);
  const after = up.some((act) => act.exchange.number > exchange.number);
  if (before && after) return undefined;
  const missing = before ? 'after' : 'before';
  return `the connection gave no answer (${whyUndecided(exchange) ?? ''}), and no valid license ${missing} it shows the service up`;
}

/** The valid twin worked before this request and gets no answer any more after it (the contract's rule). */
function didNotStayUp(journal: Journal, exchange: Exchange): boolean {
  if (exchange.response !== undefined || exchange.failure?.failure === 'proxy') return false;
  const valid = licensesOf(journal).filter((act) => act.stimulus.deviation === 'none');
  const before = valid.some((act) => act.exchange.number < exchange.number && licenseWasGranted(act.exchange));
  const after = valid.filter((act) => act.exchange.number > exchange.number);
  return before && after.length > 0 && after.every((act) => gaveNoAnswer(act.exchange));
}

/** Where a proxy let nothing through, nobody was asked. */
function gaveNoAnswer({ failure }: Exchange): boolean {
  return failure !== undefined && failure.failure !== 'proxy';
}

/** Here the device itself may be what ExpressPlay dislikes: it has to get a license in its own right. */
const FROM_ANOTHER_DEVICE: readonly Deviation[] = ['other-device', 'altered-url', 'similar-id', 'other-device-expired'];

/** The redemption named as twin, and those by which the same device comes to a license of that type in the right way. */
function whyNoTwin(journal: Journal, stimulus: LicenseStimulus): string | undefined {
  const named = journal.exchanges.filter(({ number }) => number === stimulus.twin);
  const own = licensesOf(journal).filter(
    (act) =>
      act.stimulus.deviation === 'none' &&
      act.stimulus.requestType === stimulus.requestType &&
      act.stimulus.device === stimulus.device &&
      whyUndecided(act.exchange) === undefined &&
      (licenseWasGranted(act.exchange) || !wasRedeemedBefore(journal, act)),
  );
  const needed = FROM_ANOTHER_DEVICE.includes(stimulus.deviation) ? own.length : own.length + named.length;
  if (needed === 0) return `no valid license request of ${stimulus.device} was answered, so the refusal proves nothing`;
  const refused = [...named, ...own.map((act) => act.exchange)].find((twin) => !licenseWasGranted(twin));
  if (refused === undefined) return undefined;
  return `its valid twin (exchange ${refused.number}) was not granted either, so the refusal proves nothing`;
}

/** What came back, without a byte of it. */
export function answerInWords(exchange: Exchange): string {
  if (exchange.failure !== undefined) return exchange.failure.message;
  if (exchange.response === undefined) return 'no answer';
  const status = `HTTP ${exchange.response.status}`;
  if (exchange.opened?.kind === 'opened') return `${status} with a CKC that opens`;
  if (exchange.opened?.kind === 'defect') return `${status}: ${exchange.opened.why}`;
  return carriesCkc(exchange) ? `${status} with a CKC` : `${status} without a CKC`;
}
