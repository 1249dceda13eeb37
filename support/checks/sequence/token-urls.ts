import { tokenOf } from '../../protocol';
import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { backendCallsOf, entitlementsOf, grantedUrl, notApplicable, right, seesCallsOf, tokenAnswer, wrong } from '../reading';

/** The handed-out URL carries the token that ExpressPlay returned (SEES-RES-05, SEQ-04, SEQ-22, SEQ-31). */
function sameToken(check: string, requestTypes: readonly number[]): Check['judge'] {
  return (journal, known) => compare(journal, known, check, requestTypes, 'token');
}

/** The URL is unchanged in every other respect too, but for the trimmed line end (SEES-RES-05.unchanged). */
function sameUrl(check: string): Check['judge'] {
  return (journal, known) => compare(journal, known, check, [1, 2, 3], 'url');
}

function compare(
  journal: Journal,
  known: Known,
  check: string,
  requestTypes: readonly number[],
  what: 'token' | 'url',
): Finding[] {
  const findings: Finding[] = [];
  for (const { exchange, stimulus } of entitlementsOf(journal)) {
    const url = grantedUrl(exchange);
    if (url === undefined || !requestTypes.includes(stimulus.requestType)) continue;
    const own = backendCallsOf(journal, exchange, known).token.flatMap((call) => tokenAnswer(call) ?? []);
    // A time-based token may come from an earlier request: nobody forbids keeping it.
    const candidates = own.length > 0 ? own : seesCallsOf(journal).flatMap((call) => tokenAnswer(call) ?? []);
    if (candidates.length === 0 && stimulus.requestType === 1) {
      findings.push(notApplicable(journal, check, 'SEES handed out a token that it got before this scenario', exchange));
      continue;
    }
    const token = tokenOf(url);
    const same =
      what === 'url'
        ? candidates.includes(url)
        : token !== undefined && candidates.some((candidate) => tokenOf(candidate) === token);
    findings.push(
      same
        ? right(journal, check, `the ${what === 'url' ? 'URL' : 'token'} reached the player as ExpressPlay gave it`, exchange)
        : wrong(journal, check, `the player got another ${what === 'url' ? 'URL' : 'token'} than ExpressPlay gave to SEES`, {
            expected: candidates.join(' or ') || 'a token of the token service',
            observed: url,
            exchange,
          }),
    );
  }
  return findings;
}

export const TOKEN_URLS: readonly Check[] = [
  { id: 'SEQ-04', subject: 'token-url', judge: sameToken('SEQ-04', [1]) },
  { id: 'SEQ-22', subject: 'token-url', judge: sameToken('SEQ-22', [2]) },
  { id: 'SEQ-31', subject: 'token-url', judge: sameToken('SEQ-31', [3]) },
  { id: 'SEES-RES-05.token', subject: 'token-url', judge: sameToken('SEES-RES-05.token', [1, 2, 3]) },
  { id: 'SEES-RES-05.unchanged', subject: 'token-url', judge: sameUrl('SEES-RES-05.unchanged') },
];
