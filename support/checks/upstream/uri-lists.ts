import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  couldNotTest,
  entitlementOf,
  entitlementsOf,
  isGrant,
  quote,
  right,
  tokenAnswer,
  wrong,
  type Entitlement,
} from '../reading';
import { whyUndecided } from '../sequence/no-decision';
import { decisive, healthyGrants } from '../sequence/upstream-twins';

/** What stands around the URL in a list that the harness wrote (RFC 2483). */
function isLineEndAlone({ stimulus }: Entitlement): boolean {
  return stimulus.upstream?.id.startsWith('ends-the-line') === true;
}

function lists(journal: Journal): Entitlement[] {
  return decisive(entitlementsOf(journal).filter(({ stimulus }) => stimulus.upstream?.kind === 'uri-list'));
}

/** SEES-ERR-08.trim: what is handed out ends where the URL ends, however the list was written. */
function trimmed(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-ERR-08.trim';
  return lists(journal).flatMap((entitlement) => {
    const { exchange, stimulus } = entitlement;
    const handedOut = isGrant(exchange) ? entitlementOf(exchange).epTokenURL : undefined;
    const how = stimulus.upstream?.sentence ?? '';
    if (handedOut === undefined) {
      // Lists with more in them than the URL are the affair of the other part.
      return isLineEndAlone(entitlement) ? [notGranted(journal, check, entitlement)] : [];
    }
    if (/[\s\p{Cc}]$/u.test(handedOut)) {
      return [
        wrong(journal, check, `the URL is handed out with its line end (${how})`, {
          expected: 'the URL without what follows it',
          observed: `${handedOut.length - handedOut.trimEnd().length} characters of white space at its end`,
          exchange,
        }),
      ];
    }
    const { token } = backendCallsOf(journal, exchange, known);
    const given = token.map((call) => tokenAnswer(call)).filter((url) => url !== undefined);
    if (given.some((url) => url.startsWith(handedOut)) && !given.includes(handedOut)) {
      return [
        wrong(journal, check, `the URL is cut short with its line end (${how})`, {
          expected: 'the URL to its last character',
          observed: 'the beginning of it',
          exchange,
        }),
      ];
    }
    return [right(journal, check, `the URL is handed out without a line end (${how})`, token[0] ?? exchange)];
  });
}

/** SEES-ERR-08.comments: comments and blank lines are no part of the list. */
function skipped(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-ERR-08.comments';
  return lists(journal)
    .filter((entitlement) => !isLineEndAlone(entitlement))
    .map((entitlement) => {
      const { exchange, stimulus } = entitlement;
      if (!isGrant(exchange)) return notGranted(journal, check, entitlement);
      const how = stimulus.upstream?.sentence ?? '';
      const handedOut = entitlementOf(exchange).epTokenURL?.trim();
      const given = backendCallsOf(journal, exchange, known).token.map((call) => tokenAnswer(call));
      if (handedOut !== undefined && given.includes(handedOut)) {
        return right(journal, check, `the URL in the list is handed out (${how})`, exchange);
      }
      return wrong(journal, check, `something else than the URL in the list is handed out (${how})`, {
        expected: 'the URL of the list',
        observed: handedOut === undefined ? 'no URL' : quote(handedOut.split(/\r?\n/, 1)[0] ?? ''),
        exchange,
      });
    });
}

function notGranted(journal: Journal, check: string, { exchange, stimulus }: Entitlement): Finding {
  const how = stimulus.upstream?.sentence ?? '';
  const undecided = whyUndecided(exchange);
  const hasTwin = healthyGrants(journal, stimulus.requestType).some(
    ({ stimulus: other }) => other.upstream?.kind !== 'uri-list',
  );
  const doubt = undecided ?? (hasTwin ? undefined : 'SEES grants nothing with the usual list either');
  if (doubt !== undefined) return couldNotTest(journal, check, `${how}: ${doubt}`, exchange);
  return wrong(journal, check, `SEES does not find the URL (${how})`, {
    expected: 'a grant with the URL of the list',
    observed: `HTTP ${exchange.response?.status ?? 0} without a grant`,
    exchange,
  });
}

export const URI_LISTS: readonly Check[] = [
  { id: 'SEES-ERR-08.trim', subject: 'token-url', judge: trimmed },
  { id: 'SEES-ERR-08.comments', subject: 'token-url', judge: skipped },
];
