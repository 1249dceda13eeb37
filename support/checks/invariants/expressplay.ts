import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { holdsToken } from '../token-service/acts';
import { judgeAccepted } from '../token-service/judging';
import { attributionOf, entitlementsOf, mediaType, quote, tokenListOf } from '../reading';
import { invariantOnEach } from './invariant';

/** ExpressPlay's answers (ledger families expressplay-token-service and license; FP-TOK, BTVSDK, AVM). */
export const EXPRESSPLAY: readonly Check[] = [
  invariantOnEach('EP-TOK-40', tokenAnswers, ({ exchange }, say, known, journal) => {
    const { response } = exchange;
    if (response === undefined) return undefined;
    if (isInCapitals(exchange) && !holdsToken(exchange)) return refusedInCapitals(exchange, journal, known);
    const type = mediaType(response.headers);
    const { url, lines, token = '' } = tokenListOf(response);
    const wrongs: string[] = [];
    if (response.status !== 200) wrongs.push(`HTTP ${response.status}`);
    if (type !== 'text/uri-list') wrongs.push(type === '' ? 'no content type' : `content type ${quote(type)}`);
    if (lines.urls.length !== 1) wrongs.push(`${lines.urls.length} entries`);
    else if (url === undefined) wrongs.push('an entry that is no absolute http(s) URL');
    else if (token === '') wrongs.push('a URL without a token');
    if (wrongs.length === 0) return say.right('the token service answers with one token URL');
    const expected = 'HTTP 200, text/uri-list with one URL that holds ExpressPlayToken';
    return say.wrong('the answer of the token service is no token URL', expected, wrongs.join(', '));
  }),

  invariantOnEach('EP-LIC-02', licenses, ({ exchange }, say, { readings }) => {
    const { opened, stimulus } = exchange;
    if (opened === undefined) return undefined;
    if (readings['license.body'] !== 'raw')
      return say.notApplicable('the reading license.body has SPCs sent in another form than raw');
    const { status } = exchange.response ?? {};
    if (status !== 200) {
      if (opened.kind !== 'opened' || stimulus?.kind !== 'license' || stimulus.deviation !== 'none') return undefined;
      return say.wrong('the license does not come with HTTP 200', 'HTTP 200', `HTTP ${status ?? 0}`);
    }
    const declared = readings['license.response'];
    const form = declared === 'any' ? 'raw' : declared;
    if (opened.kind === 'opened') {
      // Asked in another form, the service may answer in another form.
      if (stimulus?.kind === 'license' && stimulus.deviation === 'flawed-request') return undefined;
      if (opened.form === form) return say.right(`the license is a CKC as ${form}`);
      return say.wrong(`the license is not a CKC as ${form}`, `a CKC as ${form}`, `a CKC as ${opened.form}`);
    }
    // With any other deviation a 200 without a CKC may be a clumsy refusal, which other checks judge.
    if (stimulus?.kind !== 'license' || stimulus.deviation !== 'none') return undefined;
    return say.wrong('the license is no CKC that its device can open', 'raw CKC bytes', opened.why);
  }),

  invariantOnEach(
    'EP-LIC-14',
    (journal, { backend }) => (backend ? redemptions(journal) : []),
    ({ exchange }, say, known, journal) => {
      const calls = callsToSees(exchange, journal, known);
      if (calls.length === 0) return say.observed('the redemption causes no call to or by SEES');
      const numbers = calls.map((call) => call.number).join(', ');
      return say.observed(`calls to or by SEES while the redemption was under way: exchanges ${numbers}`);
    },
  ),
];

/** Answers of a token service that was not made to misbehave just then: with HTTP 200, or with a token all the same. */
function tokenAnswers(journal: Journal): { exchange: Exchange }[] {
  const faults = entitlementsOf(journal).filter(({ stimulus }) => stimulus.fault !== undefined);
  return (
    journal.exchanges
      .filter(({ operation }) => operation === 'token')
      .filter((call) => call.response?.status === 200 || holdsToken(call) || isInCapitals(call))
      .filter((call) => !faults.some(({ exchange }) => isDuring(call, exchange)))
      // A request with a fault may be refused in whatever clumsy way, which other checks judge.
      .filter(({ stimulus }) => stimulus?.kind !== 'token' || stimulus.valid)
      .map((exchange) => ({ exchange }))
  );
}

/** Hex digits in capitals, which are as good as any others. */
function isInCapitals({ stimulus }: Exchange): boolean {
  if (stimulus?.kind !== 'token' || !stimulus.valid) return false;
  return ['contentkey-in-capitals', 'iv-in-capitals'].includes(stimulus.variation?.id ?? '');
}

function refusedInCapitals(exchange: Exchange, journal: Journal, known: Known): Finding | undefined {
  const { stimulus } = exchange;
  if (stimulus?.kind !== 'token') return undefined;
  const finding = judgeAccepted(journal, 'EP-TOK-40', { exchange, stimulus }, known);
  return finding.verdict === 'wrong' ? finding : undefined;
}

function licenses(journal: Journal): { exchange: Exchange }[] {
  return redemptions(journal).filter(({ exchange }) => Math.floor((exchange.response?.status ?? 0) / 100) === 2);
}

function redemptions(journal: Journal): { exchange: Exchange }[] {
  return journal.exchanges
    .filter(({ operation, response }) => operation === 'license' && response !== undefined)
    .map((exchange) => ({ exchange }));
}

/** ExpressPlay turning to SEES, or SEES turning to ExpressPlay on behalf of no entitlement request. */
function callsToSees(license: Exchange, journal: Journal, known: Known): readonly Exchange[] {
  const unasked = new Set(attributionOf(journal, known).unattributed);
  return journal.exchanges.filter(
    (call) => (unasked.has(call) || (call.from === 'expressplay' && call.to === 'sees')) && isDuring(call, license),
  );
}

function isDuring(call: Exchange, { startTick, endTick = Infinity }: Exchange): boolean {
  return startTick < call.startTick && call.startTick < endTick;
}
