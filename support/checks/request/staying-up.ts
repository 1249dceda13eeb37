import type { Exchange, Journal } from '../../exchange';
import { validateEntitlementResponse } from '../../messages';
import type { Check } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, entitlementOf, isGrant, own, right, wrong } from '../reading';
import { whyUndecided } from '../sequence/no-decision';
import { describe, inWords, triedOf, validOf } from './tried';

/** SEES-REQ-30.answer: a well-formed answer, which may be too long to be read here, or a refusal to read on. */
function longMessageId(journal: Journal): Finding[] {
  const check = 'SEES-REQ-30.answer';
  return triedOf(journal, /^message-id-1-mib$/).map((tried) => {
    const { exchange, stimulus } = tried;
    const { failure, response } = exchange;
    if (failure?.failure === 'too-large') {
      return right(journal, check, 'the answer repeats the long messageID, more than is read here', exchange);
    }
    if (response === undefined) return ofSilence(journal, check, tried.exchange, describe(tried));
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) return couldNotTest(journal, check, undecided, exchange);
    const seen = inWords(exchange);
    if (response.status >= 400 && response.status < 500) return right(journal, check, seen, exchange);
    const { json, isAllowed, problems } = entitlementOf(exchange);
    const faults =
      json === undefined ? [...problems] : validateEntitlementResponse(json, { requireTokenUrl: isAllowed === true });
    // Whoever goes on has to pair the answer with its request; who refuses may have read no further.
    if (isAllowed === true && own(json, 'messageID') !== stimulus.messageID)
      faults.push('a grant under another messageID');
    if (faults.length === 0) return right(journal, check, seen, exchange);
    return wrong(journal, check, 'neither a well-formed answer nor a 4xx to a messageID of 1 MiB', {
      expected: 'a well-formed answer, or HTTP 4xx',
      observed: `HTTP ${response.status}: ${faults.join('; ')}`,
      exchange,
    });
  });
}

/** Closing the connection is a way to read no further, where SEES goes on to serve. */
function ofSilence(journal: Journal, check: string, exchange: Exchange, what: string): Finding {
  const why = exchange.failure?.message ?? 'no answer';
  if (exchange.failure?.failure === 'proxy') return couldNotTest(journal, check, `${what}: ${why}`, exchange);
  const valid = validOf(journal).filter((twin) => isGrant(twin.exchange));
  if (!valid.some((twin) => twin.exchange.number < exchange.number)) {
    return couldNotTest(journal, check, `${what}: ${why}`, exchange);
  }
  if (valid.some((twin) => twin.exchange.number > exchange.number)) {
    return right(journal, check, 'SEES closed the connection and serves on', exchange);
  }
  return wrong(journal, check, `SEES did not stay up after a request in which ${what}`, {
    expected: 'an answer, or at least the next valid request served',
    observed: why,
    exchange,
  });
}

/** SEES-REQ-29.stays, SEES-REQ-30.stays: the next valid request is granted. */
function staysUp(check: string, ids: RegExp): Check['judge'] {
  return (journal) =>
    triedOf(journal, ids).map(({ exchange, stimulus, flaw }) => {
      const valid = validOf(journal, stimulus.requestType);
      const worked = valid.some((twin) => twin.exchange.number < exchange.number && isGrant(twin.exchange));
      const next = valid.find((twin) => twin.exchange.number > exchange.number);
      if (!worked || next === undefined) {
        const missing = worked ? 'after' : 'before';
        return couldNotTest(journal, check, `${flaw.sentence}: no valid request was granted ${missing}`, exchange);
      }
      if (isGrant(next.exchange))
        return right(journal, check, `SEES serves on after it: ${flaw.sentence}`, next.exchange);
      const undecided = whyUndecided(next.exchange);
      const { failure } = next.exchange;
      if (undecided !== undefined && (failure === undefined || failure.failure === 'proxy')) {
        return couldNotTest(journal, check, `${flaw.sentence}: ${undecided}`, next.exchange);
      }
      return wrong(journal, check, `SEES does not serve the next valid request: ${flaw.sentence}`, {
        expected: 'a grant, as before',
        observed: inWords(next.exchange),
        exchange: next.exchange,
      });
    });
}

/** What must not bring SEES down. */
export const STAYING_UP: readonly Check[] = [
  { id: 'SEES-REQ-29.stays', subject: 'recovery', judge: staysUp('SEES-REQ-29.stays', /^body-/) },
  { id: 'SEES-REQ-30.answer', subject: 'answer', judge: longMessageId },
  { id: 'SEES-REQ-30.stays', subject: 'recovery', judge: staysUp('SEES-REQ-30.stays', /^message-id-1-mib$/) },
];
