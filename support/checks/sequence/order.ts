import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  deviceRestriction,
  entitlementsOf,
  grantedUrl,
  isGrant,
  notApplicable,
  observed,
  parametersOf,
  right,
  seesCallsOf,
  tokenAnswer,
  wrong,
  type Entitlement,
} from '../reading';
import { identityOf } from './handed-out';

/** SEQ-07.order: where SEES asks for a token, it has the answer before it answers, and hands out that one. */
function timeBasedOrder(journal: Journal, known: Known): Finding[] {
  const check = 'SEQ-07.order';
  return grantedOf(journal, 1).map(({ exchange }) => {
    const { token } = backendCallsOf(journal, exchange, known);
    if (token.length === 0)
      return notApplicable(journal, check, 'SEES granted without asking: a token it got earlier', exchange);
    return handedOutAfter(journal, check, exchange, token);
  });
}

/** SEQ-07.counts: one token, no record request, no device restriction. A request that failed may be sent again. */
function timeBasedCounts(journal: Journal, known: Known): Finding[] {
  const check = 'SEQ-07.counts';
  const licenses = journal.exchanges.filter(({ operation, from }) => operation === 'license' && from === 'sees').length;
  return grantedOf(journal, 1).map(({ exchange }) => {
    const { token, record } = backendCallsOf(journal, exchange, known);
    const bound = token.filter((call) => deviceRestriction(parametersOf(call), known.readings).length > 0).length;
    const tokens = token.filter((call) => tokenAnswer(call) !== undefined).length;
    const seen = `${token.length} token requests (${tokens} with success, ${bound} with a device restriction), ${record.length} record requests, ${licenses} license requests of SEES' own`;
    if (tokens <= 1 && record.length === 0 && bound === 0 && licenses === 0) {
      return right(journal, check, `nothing beyond the arrows: ${seen}`, exchange);
    }
    return wrong(journal, check, 'SEES called ExpressPlay more often or for more than the arrows show', {
      expected: 'one token request without a device restriction, no record and no license request',
      observed: seen,
      exchange,
    });
  });
}

/** SEQ-36: B2 before B3; B7 asked and answered (B10) before B11, B11 answered before B13. */
function boundOrder(journal: Journal, known: Known): Finding[] {
  const check = 'SEQ-36';
  const findings: Finding[] = [];
  for (const { exchange } of grantedOf(journal, 2)) {
    const { token } = backendCallsOf(journal, exchange, known);
    if (token.length > 0) findings.push(handedOutAfter(journal, check, exchange, token));
  }
  const lookups = lookupsByCookie(journal);
  for (const { exchange, stimulus } of grantedOf(journal, 3)) {
    const { token } = backendCallsOf(journal, exchange, known);
    // The answer to a lookup may be kept: an earlier one of the same cookie counts for a later request.
    const answered = (stimulus.cookie === undefined ? undefined : lookups.get(stimulus.cookie)) ?? [];
    const early = token.find((call) => !answered.some((lookup) => (lookup.endTick ?? Infinity) < call.startTick));
    if (early !== undefined) {
      findings.push(
        wrong(journal, check, 'B11 before B10: the token was asked for before the record service had answered', {
          expected: 'the record request for the cookie, answered first',
          observed: answered.length === 0 ? 'no answered record request' : 'the token request came first',
          exchange: early,
        }),
      );
    } else if (token.length > 0) findings.push(handedOutAfter(journal, check, exchange, token));
  }
  return findings;
}

/** SEES' answered lookups, by the cookie they name. */
function lookupsByCookie(journal: Journal): Map<string, Exchange[]> {
  const found = new Map<string, Exchange[]>();
  for (const call of seesCallsOf(journal)) {
    const cookie = call.operation === 'record' ? parametersOf(call).get('cookie') : undefined;
    if (cookie !== undefined && call.response !== undefined) found.set(cookie, [...(found.get(cookie) ?? []), call]);
  }
  return found;
}

/** SEQ-37, information: how many lookups and token requests a bound request took. */
function boundCounts(journal: Journal, known: Known): Finding[] {
  return entitlementsOf(journal).flatMap(({ exchange, stimulus }) => {
    if (stimulus.requestType !== 3) return [];
    const { token, record } = backendCallsOf(journal, exchange, known);
    return [
      observed(journal, 'SEQ-37', `${record.length} record requests and ${token.length} token requests`, exchange),
    ];
  });
}

function grantedOf(journal: Journal, requestType: number): Entitlement[] {
  return entitlementsOf(journal).filter(
    ({ exchange, stimulus }) => stimulus.requestType === requestType && isGrant(exchange),
  );
}

function handedOutAfter(journal: Journal, check: string, exchange: Exchange, calls: readonly Exchange[]): Finding {
  const url = grantedUrl(exchange);
  const sources = calls.filter((call) => {
    const answer = tokenAnswer(call);
    return answer !== undefined && url !== undefined && identityOf(answer) === identityOf(url);
  });
  if (sources.length === 0) {
    return wrong(journal, check, 'the token handed out is none of those that SEES asked for in this exchange', {
      expected: 'the token of the answer before',
      observed: url === undefined ? 'no token URL' : 'another token',
      exchange,
    });
  }
  if (sources.some((source) => (source.endTick ?? Infinity) < (exchange.endTick ?? 0))) {
    return right(journal, check, 'asked, answered, handed out: in this order', exchange);
  }
  return wrong(journal, check, 'SEES answered before ExpressPlay did', {
    expected: 'the answer of the token service first',
    observed: 'the answer to the player first',
    exchange,
  });
}

export const ORDER: readonly Check[] = [
  { id: 'SEQ-07.order', subject: 'order', judge: timeBasedOrder },
  { id: 'SEQ-07.counts', subject: 'order', judge: timeBasedCounts },
  { id: 'SEQ-36', subject: 'order', judge: boundOrder },
  { id: 'SEQ-37', subject: 'order', judge: boundCounts },
];
