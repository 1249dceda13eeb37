import type { EntitlementStimulus, Exchange, Flaw, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  couldNotTest,
  entitlementOf,
  entitlementsOf,
  isGrant,
  quote,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { whyUndecided } from '../sequence/no-decision';

/** An entitlement request that differs on purpose from a valid one in one thing. */
export interface Tried {
  readonly exchange: Exchange;
  readonly stimulus: EntitlementStimulus;
  readonly flaw: Flaw;
}

/** The requests whose flaw has such an id, in the order of sending. */
export function triedOf(journal: Journal, ids: RegExp): Tried[] {
  return entitlementsOf(journal).flatMap(({ exchange, stimulus }) =>
    stimulus.flaw !== undefined && ids.test(stimulus.flaw.id) ? [{ exchange, stimulus, flaw: stimulus.flaw }] : [],
  );
}

/** Requests with nothing wrong or unusual about them, while nothing else was wrong either. */
export function validOf(journal: Journal, requestType?: number): Entitlement[] {
  return entitlementsOf(journal).filter(
    ({ stimulus }) =>
      stimulus.valid &&
      stimulus.flaw === undefined &&
      stimulus.fault === undefined &&
      stimulus.aborted !== true &&
      (requestType === undefined || stimulus.requestType === requestType),
  );
}

/** What became of such a request, seen beside the valid ones of its type. */
export type Fate =
  | { readonly kind: 'granted'; readonly how: string }
  | { readonly kind: 'refused'; readonly how: string }
  /** The service worked before and does not work any more. */
  | { readonly kind: 'down'; readonly how: string }
  | { readonly kind: 'unclear'; readonly how: string };

/**
 * A refusal counts only beside a valid request that was granted; no answer at all is one where valid requests are granted
 * before and after (contract of outcomes: transport failures).
 */
export function fateOf(journal: Journal, { exchange, stimulus }: Tried): Fate {
  const handed = handedOut(exchange);
  if (handed !== undefined) return { kind: 'granted', how: handed };
  const valid = validOf(journal, stimulus.requestType).filter((twin) => twin.exchange.endTick !== undefined);
  const granted = valid.filter((twin) => isGrant(twin.exchange));
  if (granted.length === 0) {
    return { kind: 'unclear', how: 'no valid request of its type was granted either, so the refusal proves nothing' };
  }
  if (exchange.response !== undefined) {
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) return { kind: 'unclear', how: undecided };
    return { kind: 'refused', how: `HTTP ${exchange.response.status}` };
  }
  return silence(exchange, valid, granted);
}

function silence(exchange: Exchange, valid: readonly Entitlement[], granted: readonly Entitlement[]): Fate {
  const { failure } = exchange;
  if (failure === undefined || failure.failure === 'aborted') return { kind: 'unclear', how: 'the call was ended' };
  // SEES was never asked.
  if (failure.failure === 'proxy') return { kind: 'unclear', how: failure.message };
  // Whatever it says, it is more than anybody would read for a grant.
  if (failure.failure === 'too-large') return { kind: 'unclear', how: failure.message };
  if (!granted.some((twin) => twin.exchange.number < exchange.number)) {
    return { kind: 'unclear', how: `no answer, and no valid request was granted before: ${failure.message}` };
  }
  const later = valid.filter(
    (twin) => twin.exchange.number > exchange.number && twin.exchange.failure?.failure !== 'proxy',
  );
  if (later.length === 0) return { kind: 'unclear', how: `no answer, and nothing was asked after: ${failure.message}` };
  const after = granted.some((twin) => twin.exchange.number > exchange.number);
  if (after) return { kind: 'refused', how: 'no answer, and valid requests are granted before and after' };
  return { kind: 'down', how: `no answer, and none to valid requests after: ${failure.message}` };
}

/** HTTP 200 and isAllowed true, or a URL with a token in it whatever the rest says; undefined: nothing was handed out. */
export function handedOut(exchange: Exchange): string | undefined {
  const { response } = exchange;
  if (response === undefined) return undefined;
  if (isGrant(exchange)) return 'isAllowed true';
  const url = entitlementOf(exchange).epTokenURL;
  return url !== undefined && /ExpressPlayToken(?:=|%3D)[^&#\s]/i.test(url)
    ? `HTTP ${response.status} with a token URL`
    : undefined;
}

/** A check that no request with such a flaw gets a grant. */
export function noGrant(
  check: string,
  ids: RegExp,
  requestType?: number,
  more: (tried: Tried, journal: Journal, known: Known) => Finding | undefined = () => undefined,
): Check['judge'] {
  return (journal, known) =>
    triedOf(journal, ids)
      .filter(({ stimulus }) => requestType === undefined || stimulus.requestType === requestType)
      .map((tried) => more(tried, journal, known) ?? judgeRefusal(journal, check, tried));
}

export function judgeRefusal(journal: Journal, check: string, tried: Tried): Finding {
  const { exchange } = tried;
  const what = describe(tried);
  const fate = fateOf(journal, tried);
  switch (fate.kind) {
    case 'refused':
      return right(journal, check, `no grant: ${what} (${fate.how})`, exchange);
    case 'unclear':
      return couldNotTest(journal, check, `${what}: ${fate.how}`, exchange);
    case 'granted':
      return wrong(journal, check, `a grant although ${what}`, {
        expected: 'no grant',
        observed: fate.how,
        exchange,
      });
    case 'down':
      return wrong(journal, check, `SEES did not stay up after a request in which ${what}`, {
        expected: 'no grant, and an answer to the next valid request',
        observed: fate.how,
        exchange,
      });
  }
}

/** The row of the table, with the type of request it was tried on. */
export function describe({ flaw, stimulus }: Tried): string {
  return `${flaw.sentence} (type ${stimulus.requestType})`;
}

/** What came back to an unusual request, for information. */
export function inWords(exchange: Exchange): string {
  if (exchange.response === undefined) return exchange.failure?.message ?? 'no answer';
  const handed = handedOut(exchange);
  if (handed !== undefined) return 'granted';
  const { isAllowed, error } = entitlementOf(exchange);
  const status = `HTTP ${exchange.response.status}`;
  if (isAllowed === undefined) return `${status} without a decision`;
  return `refused with ${status}${Number.isInteger(error) ? `, error ${quote(String(error))}` : ''}`;
}
