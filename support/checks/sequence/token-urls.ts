import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  attributionOf,
  backendCallsOf,
  entitlementsOf,
  grantedUrl,
  isGrant,
  notApplicable,
  right,
  seesCallsOf,
  tokenAnswer,
  wrong,
  type Entitlement,
} from '../reading';
import { identityOf, sourcesOf } from './handed-out';
import { licensesOf, licenseWasGranted } from './licenses';
import { whyUndecided } from './no-decision';

/** The handed-out URL carries the token that ExpressPlay returned, and serves (SEES-RES-05, SEQ-04, SEQ-22, SEQ-31). */
function sameToken(check: string, requestTypes: readonly number[]): Check['judge'] {
  return (journal, known) => compare(journal, known, check, requestTypes, judgeToken);
}

/** The URL is unchanged in every other respect too, but for the trimmed line end (SEES-RES-05.unchanged). */
function sameUrl(check: string): Check['judge'] {
  return (journal, known) => compare(journal, known, check, [1, 2, 3], judgeUrl);
}

type Judge = (journal: Journal, check: string, exchange: Exchange, url: string, given: readonly string[]) => Finding;

function compare(
  journal: Journal,
  known: Known,
  check: string,
  requestTypes: readonly number[],
  judge: Judge,
): Finding[] {
  const findings: Finding[] = [];
  for (const entitlement of entitlementsOf(journal)) {
    const { exchange, stimulus } = entitlement;
    if (!isGrant(exchange) || !requestTypes.includes(stimulus.requestType)) continue;
    const url = grantedUrl(exchange);
    if (url === undefined) {
      findings.push(
        wrong(journal, check, 'the player got a grant without a token URL', {
          expected: 'the URL of the token service',
          observed: 'no epTokenURL',
          exchange,
        }),
      );
      continue;
    }
    const given = givenTo(journal, entitlement, known);
    const isOld = given.length === 0 && stimulus.requestType === 1 && sourcesOf(journal, url, known).length === 0;
    findings.push(
      isOld
        ? notApplicable(journal, check, 'SEES handed out a token that it got before this scenario', exchange)
        : judge(journal, check, exchange, url, given),
    );
  }
  return findings;
}

/**
 * The URLs that ExpressPlay gave SEES for an entitlement. Where SEES asked for none, those it got before for the same kind of
 * request, title and cookie, or in advance: nobody forbids keeping a token.
 */
function givenTo(journal: Journal, { exchange, stimulus }: Entitlement, known: Known): string[] {
  const own = urlsIn(backendCallsOf(journal, exchange, known).token);
  if (own.length > 0) return own;
  const { owners } = attributionOf(journal, known);
  return urlsIn(
    seesCallsOf(journal).filter((call) => {
      if ((call.endTick ?? Infinity) > (exchange.endTick ?? Infinity)) return false;
      const purpose = owners.get(call)?.stimulus;
      if (purpose === undefined) return stimulus.requestType === 1;
      return (
        purpose.requestType === stimulus.requestType &&
        purpose.contentID === stimulus.contentID &&
        (stimulus.requestType === 1 || purpose.cookie === stimulus.cookie)
      );
    }),
  );
}

function urlsIn(calls: readonly Exchange[]): string[] {
  return calls.flatMap((call) => tokenAnswer(call) ?? []);
}

function judgeToken(
  journal: Journal,
  check: string,
  exchange: Exchange,
  url: string,
  given: readonly string[],
): Finding {
  if (!given.some((candidate) => identityOf(candidate) === identityOf(url))) {
    return wrong(journal, check, 'the player got another token than ExpressPlay gave to SEES', {
      expected: 'the token that the token service returned for this request',
      observed: given.length === 0 ? 'a token that it never returned for such a request' : 'another token',
      exchange,
    });
  }
  // What stands around the token may be SEES' affair, but the client must get a license with it.
  if (!given.includes(url) && isUseless(journal, exchange)) {
    return wrong(journal, check, 'the player got the token in a URL that SEES changed and that brings no license', {
      expected: 'a URL that can be redeemed',
      observed: differences(url, given),
      exchange,
    });
  }
  return right(journal, check, 'the token reached the player as ExpressPlay gave it', exchange);
}

function judgeUrl(journal: Journal, check: string, exchange: Exchange, url: string, given: readonly string[]): Finding {
  if (given.includes(url)) return right(journal, check, 'the URL reached the player as ExpressPlay gave it', exchange);
  return wrong(journal, check, 'the player got another URL than ExpressPlay gave to SEES', {
    expected: 'the URL of the token service to the last character',
    observed: differences(url, given),
    exchange,
  });
}

/** Every right redemption of the URL failed, if there was one. */
function isUseless(journal: Journal, { number }: Exchange): boolean {
  const acts = licensesOf(journal).filter(
    ({ exchange, stimulus }) =>
      stimulus.grant === number &&
      stimulus.deviation === 'none' &&
      (exchange.failure !== undefined || whyUndecided(exchange) === undefined),
  );
  return acts.length > 0 && !acts.some(({ exchange }) => licenseWasGranted(exchange));
}

/** In which parts a URL differs from the nearest one given. Never the text of a part: anywhere in it may be a secret. */
function differences(url: string, given: readonly string[]): string {
  const nearest = given.find((candidate) => identityOf(candidate) === identityOf(url));
  if (nearest === undefined) return 'another token';
  const [seen, expected] = [new URL(url), new URL(nearest)];
  const parts = (['protocol', 'username', 'password', 'host', 'pathname', 'search', 'hash'] as const).filter(
    (part) => seen[part] !== expected[part],
  );
  return `the same token, but another ${parts.length === 0 ? 'spelling' : parts.join(', ')}`;
}

export const TOKEN_URLS: readonly Check[] = [
  { id: 'SEQ-04', subject: 'token-url', judge: sameToken('SEQ-04', [1]) },
  { id: 'SEQ-22', subject: 'token-url', judge: sameToken('SEQ-22', [2]) },
  { id: 'SEQ-31', subject: 'token-url', judge: sameToken('SEQ-31', [3]) },
  { id: 'SEES-RES-05.token', subject: 'token-url', judge: sameToken('SEES-RES-05.token', [1, 2, 3]) },
  { id: 'SEES-RES-05.unchanged', subject: 'token-url', judge: sameUrl('SEES-RES-05.unchanged') },
];
