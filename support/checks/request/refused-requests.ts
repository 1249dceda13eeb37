import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  notApplicable,
  observed,
  parametersOf,
  right,
  tokenAnswer,
  wrong,
  type BackendCalls,
} from '../reading';
import { describe, fateOf, inWords, judgeRefusal, noGrant, triedOf, type Tried } from './tried';

/** What an absent requestType means decides for what counts as absent (C-19). */
function asDefaultSays(check: string, { exchange, ...tried }: Tried, journal: Journal, known: Known): Finding {
  const reading = known.readings['requestType.default'];
  const whole = { exchange, ...tried };
  if (reading === 'deny') return judgeRefusal(journal, check, whole);
  const fate = fateOf(journal, whole);
  const what = `${describe(whole)}: ${inWords(exchange)} (reading requestType.default: ${reading})`;
  if (reading === 'unspecified' || fate.kind === 'unclear') return observed(journal, check, what, exchange);
  if (fate.kind === 'granted') return right(journal, check, what, exchange);
  return wrong(journal, check, 'no grant for what the reading takes for type 1', {
    expected: 'a grant as for type 1 (reading requestType.default)',
    observed: inWords(exchange),
    exchange,
  });
}

/** SEES-REQ-07: the text "1" was the form of the older service (C-21). */
function stringVersion(check: string, tried: Tried, journal: Journal, known: Known): Finding | undefined {
  const reading = known.readings['request.stringVersion'];
  if (tried.flaw.id !== 'version-text' || reading === 'deny') return undefined;
  const seen = inWords(tried.exchange);
  if (reading === 'accept' && fateOf(journal, tried).kind === 'refused') {
    return wrong(journal, check, 'no grant for version "1", which the reading takes for 1', {
      expected: 'a grant (reading request.stringVersion: accept)',
      observed: seen,
      exchange: tried.exchange,
    });
  }
  const message = `version "1": ${seen} (reading request.stringVersion: ${reading})`;
  return (reading === 'accept' ? right : observed)(journal, check, message, tried.exchange);
}

/** A refusal must not have cost a call: what SEES asked ExpressPlay for meanwhile. */
function withoutCalls(
  check: string,
  unwanted: (calls: BackendCalls) => string | undefined,
): (tried: Tried, journal: Journal, known: Known) => Finding | undefined {
  return (tried, journal, known) => {
    if (!known.backend) return undefined;
    const calls = unwanted(backendCallsOf(journal, tried.exchange, known));
    if (calls === undefined) return undefined;
    return wrong(journal, check, `SEES asked ExpressPlay although ${describe(tried)}`, {
      expected: 'no call',
      observed: calls,
      exchange: tried.exchange,
    });
  };
}

function anyCall({ token, record }: BackendCalls): string | undefined {
  if (token.length === 0 && record.length === 0) return undefined;
  return `${token.length} token and ${record.length} record requests`;
}

function tokenCall({ token }: BackendCalls): string | undefined {
  return token.length === 0 ? undefined : `${token.length} token requests`;
}

/** A name that SEES may have made of the contentID itself: it bears no key, and no title that SEES knows has it. */
function namesUnknownKey(call: Exchange, { contents }: Known): boolean {
  const parameters = parametersOf(call);
  const kid = parameters.get('kid');
  if (kid === undefined || parameters.get('contentKey') !== undefined || parameters.get('ek') !== undefined)
    return false;
  return [...contents.values()].every((content) => content.kid?.toLowerCase() !== kid.toLowerCase());
}

/** SEES-REQ-16.calls: only a SEES that names stored keys may leave it to the token service whether there is such a title. */
function unknownTitleCalls(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-REQ-16.calls';
  return triedOf(journal, /^content-id-unknown/).map((tried) => {
    const { exchange } = tried;
    const { token } = backendCallsOf(journal, exchange, known);
    if (token.length === 0) return right(journal, check, `no token request: ${describe(tried)}`, exchange);
    const own = token.find((call) => !namesUnknownKey(call, known));
    if (own === undefined) {
      return notApplicable(
        journal,
        check,
        'SEES named a stored key, and the token service knows which there are',
        exchange,
      );
    }
    return wrong(journal, check, 'SEES asked for a token for a title that it does not know', {
      expected: 'no token request',
      observed: `${token.length} token requests`,
      exchange: own,
    });
  });
}

/** Requests that must get no grant (SEES-API, DIA-BIND, SEES-TIME). */
export const REFUSED_REQUESTS: readonly Check[] = [
  refused('SEES-REQ-02', /^message-id-absent$/),
  refused('SEES-REQ-03', /^version-absent$/),
  refused('SEES-REQ-04', /^content-id-absent$/),
  refused('SEES-REQ-05', /^message-id-(null|integer|fraction|boolean|array|object)/),
  refused('SEES-REQ-06', /^content-id-(null|integer|fraction|boolean|array|object|empty)/),
  refused('SEES-REQ-07', /^version-(text|empty|fraction|null|boolean|array|object)/, (tried, journal, known) =>
    stringVersion('SEES-REQ-07', tried, journal, known),
  ),
  refused('SEES-REQ-14', /^request-type-integer-/, (tried, journal, known) =>
    tried.flaw.id === 'request-type-integer-0' ? asDefaultSays('SEES-REQ-14', tried, journal, known) : undefined,
  ),
  refused(
    'SEES-REQ-15.refused',
    /^request-type-(text|empty|fraction|null|boolean|array|object)/,
    (tried, journal, known) =>
      tried.flaw.id === 'request-type-null' ? asDefaultSays('SEES-REQ-15.refused', tried, journal, known) : undefined,
  ),
  {
    id: 'SEES-REQ-01.outcome',
    subject: 'answer',
    judge: (journal, known) =>
      triedOf(journal, /^request-type-absent$/).map((tried) =>
        asDefaultSays('SEES-REQ-01.outcome', tried, journal, known),
      ),
  },
  refused('SEES-REQ-16.grant', /^content-id-unknown/),
  { id: 'SEES-REQ-16.calls', subject: 'token-request', judge: unknownTitleCalls },
  refused('SEES-REQ-18', /^customer-cookie-absent$/, undefined, 2),
  refused('SEES-REQ-19', /^customer-cookie-absent$/, withoutCalls('SEES-REQ-19', anyCall), 3),
  refused('SEES-REQ-21.grant', /^customer-cookie-33-characters$/),
  refused('SEES-REQ-22', /^customer-cookie-empty$/),
  refused('SEES-REQ-23', /^customer-cookie-(null|integer|fraction|boolean|array|object)/),
  refused('SEES-REQ-29.grant', /^body-/),
  refused('SEES-REQ-33', /^not-entitled$/, withoutCalls('SEES-REQ-33', tokenCall)),
  refused('SEES-TRN-08', /^method-/, (tried, journal, known) => {
    const { token } = backendCallsOf(journal, tried.exchange, known);
    const brought = token.find((call) => tokenAnswer(call) !== undefined);
    if (brought === undefined) return undefined;
    return wrong(journal, 'SEES-TRN-08', `SEES got a token although ${describe(tried)}`, {
      expected: 'no call',
      observed: 'a token request that was granted',
      exchange: brought,
    });
  }),
];

function refused(
  id: string,
  ids: RegExp,
  more?: (tried: Tried, journal: Journal, known: Known) => Finding | undefined,
  requestType?: number,
): Check {
  const judge = noGrant(id, ids, requestType, more);
  return { id, subject: 'answer', judge };
}
