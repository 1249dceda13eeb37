import { unwrapCkc } from '../../fairplay';
import type { Exchange, Journal, LicenseStimulus } from '../../exchange';
import type { Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, right, sameHex, wrong } from '../reading';

export interface LicenseAct {
  readonly exchange: Exchange;
  readonly stimulus: LicenseStimulus;
}

/** Every redemption of the harness, in the order of sending. */
export function licensesOf(journal: Journal): LicenseAct[] {
  return journal.exchanges.flatMap((exchange) =>
    exchange.stimulus?.kind === 'license' ? [{ exchange, stimulus: exchange.stimulus }] : [],
  );
}

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

/** The right device with a good token: there must be a CKC, and it must open with the key of the title asked for. */
export function judgeGranted(journal: Journal, check: string, { exchange, stimulus }: LicenseAct, known: Known): Finding {
  const who = `${stimulus.device}, exchange ${exchange.number}`;
  if (exchange.failure !== undefined) {
    return couldNotTest(journal, check, `no answer to the license request (${who}): ${exchange.failure.message}`, exchange);
  }
  if (!licenseWasGranted(exchange)) {
    return wrong(journal, check, `no license for the right device (${who})`, {
      expected: 'HTTP 200 with a CKC that the player can open',
      observed: answerInWords(exchange),
      exchange,
    });
  }
  const content = known.contents.get(stimulus.contentID);
  const { opened } = exchange;
  if (opened?.kind !== 'opened' || content === undefined) {
    return right(journal, check, `the right device got a license (${who}); its content could not be looked into`, exchange);
  }
  const keyFits = sameHex(opened.contentKey.toString('hex'), content.contentKey);
  const ivFits = sameHex(opened.iv.toString('hex'), content.iv);
  if (keyFits && ivFits) return right(journal, check, `the license opens with the key and IV of the title (${who})`, exchange);
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
export function judgeRefused(journal: Journal, check: string, { exchange, stimulus }: LicenseAct, why: string): Finding {
  const who = `${stimulus.device}, exchange ${exchange.number}`;
  if (carriesCkc(exchange)) {
    return wrong(journal, check, `a license was given although ${why} (${who})`, {
      expected: 'no CKC',
      observed: answerInWords(exchange),
      exchange,
    });
  }
  if (exchange.response === undefined) return judgeSilence(journal, check, exchange);
  const twins = twinsOf(journal, stimulus);
  const refusedTwin = twins.find((twin) => !licenseWasGranted(twin));
  if (twins.length === 0 || refusedTwin !== undefined) {
    return couldNotTest(journal, check, `refused (${who}), but its valid twin was not granted either, so the refusal proves nothing`, exchange);
  }
  const numbers = twins.map((twin) => twin.number).join(', ');
  return right(journal, check, `no license, because ${why} (${who}); its valid twins were granted (exchange ${numbers})`, exchange);
}

/** Closing the connection on a wrong request is a refusal, if the service was up before and is up after. */
function judgeSilence(journal: Journal, check: string, exchange: Exchange): Finding {
  const valid = licensesOf(journal).filter((act) => act.stimulus.deviation === 'none');
  const before = valid.some((act) => act.exchange.number < exchange.number && licenseWasGranted(act.exchange));
  const after = valid.filter((act) => act.exchange.number > exchange.number);
  const why = exchange.failure?.message ?? 'no answer';
  if (!before || after.length === 0) return couldNotTest(journal, check, `no answer to the license request: ${why}`, exchange);
  if (after.some((act) => licenseWasGranted(act.exchange))) {
    return right(journal, check, 'refused by closing the connection; the valid twin works before and after', exchange);
  }
  return wrong(journal, check, 'the license service did not stay up', {
    expected: 'valid requests are answered afterwards',
    observed: why,
    exchange,
  });
}

/** The redemption named as twin, and those by which the same device comes to a license of that type in the right way. */
function twinsOf(journal: Journal, stimulus: LicenseStimulus): Exchange[] {
  const own = licensesOf(journal).filter(
    (act) =>
      act.stimulus.deviation === 'none' &&
      act.stimulus.requestType === stimulus.requestType &&
      act.stimulus.device === stimulus.device,
  );
  const named = journal.exchanges.filter(({ number }) => number === stimulus.twin);
  return [...new Set([...named, ...own.map((act) => act.exchange)])];
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
