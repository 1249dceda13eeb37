import type { Journal } from '../../exchange';
import { TOKEN_PATTERN, tokenOf } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, mediaType, notApplicable, observed, quote, right, tokenAnswer, wrong } from '../reading';
import {
  codeIn,
  holdsToken,
  tokenActsOf,
  tokenWasGiven,
  variationsOf,
  wordsFor,
  answerInWords,
  type TokenAct,
} from './acts';
import { judgeAccepted, whyUnproven } from './judging';

/** Sound requests about these parameters are answered with a token. */
function accepts(id: string, ...parameters: readonly string[]): Check {
  return {
    id,
    subject: 'token-service',
    judge: (journal, known) => variationsOf(journal, ...parameters).map((act) => judgeUriList(journal, id, act, known)),
  };
}

/** As `judgeAccepted`, and a success is a uri-list whatever format errors were to have. */
function judgeUriList(journal: Journal, check: string, act: TokenAct, known: Known): Finding {
  const finding = judgeAccepted(journal, check, act, known);
  const type = mediaType(act.exchange.response?.headers ?? {});
  if (finding.verdict !== 'right' || type === 'text/uri-list') return finding;
  return wrong(journal, check, `the token came in another form: ${wordsFor(act)}`, {
    expected: 'text/uri-list',
    observed: type === '' ? 'no content type' : `content type ${quote(type)}`,
    exchange: act.exchange,
  });
}

/** Looks at each token URL that the harness got. */
function onEachUrl(id: string, look: (url: string, journal: Journal, act: TokenAct) => Finding | undefined): Check {
  return {
    id,
    subject: 'token-service',
    judge: (journal) => {
      const acts = tokenActsOf(journal).filter(({ exchange }) => tokenWasGiven(exchange));
      if (acts.length === 0) return [couldNotTest(journal, id, 'the token service gave no token')];
      return acts.flatMap((act) => look(tokenAnswer(act.exchange) ?? '', journal, act) ?? []);
    },
  };
}

/** C-08: scheme, host and port are free; the path is that of the samples. */
const rightsPath = onEachUrl('EP-TOK-42', (url, journal, { exchange }) => {
  const { pathname } = new URL(url);
  if (pathname.endsWith('/hms/fp/rights/'))
    return right(journal, 'EP-TOK-42', 'the URL has the documented path', exchange);
  return wrong(journal, 'EP-TOK-42', 'the URL of a token has another path than in the documents', {
    expected: '/hms/fp/rights/ at the end of the path',
    observed: quote(pathname),
    exchange,
  });
});

const scheme = onEachUrl('EP-TOK-43', (url, journal, { exchange, stimulus }) => {
  if (stimulus.variation?.id !== 'usehttps-true') return undefined;
  return observed(journal, 'EP-TOK-43', `with useHttps=true the URL is ${new URL(url).protocol}//`, exchange);
});

const alphabet = onEachUrl('EP-TOK-44', (url, journal, { exchange }) => {
  const isPlain = TOKEN_PATTERN.test(tokenOf(url) ?? '');
  const what = isPlain ? 'is base64url without padding' : 'holds characters beyond base64url';
  return observed(journal, 'EP-TOK-44', `the token ${what}`, exchange);
});

/** C-03: whether a token can be bound to a device is for the reading to say. */
function deviceRestriction(journal: Journal, known: Known): Finding[] {
  const check = 'EP-TOK-55';
  const acts = tokenActsOf(journal).filter(({ stimulus }) =>
    [stimulus.variation, stimulus.flaw].some((difference) => difference?.id.startsWith('device-restriction')),
  );
  return acts.map((act) => {
    if (known.readings['deviceBinding.supported']) return judgeAccepted(journal, check, act, known);
    const { exchange } = act;
    const expected = 'a refusal with -6008';
    if (!holdsToken(exchange)) {
      const doubt = whyUnproven(journal, act);
      if (doubt !== undefined) return couldNotTest(journal, check, `no token, but ${doubt}`, exchange);
      if (codeIn(exchange, known) === -6008)
        return right(journal, check, 'the restriction is refused with -6008', exchange);
    }
    const message = 'a device restriction is not refused as the reading deviceBinding.supported has it';
    return wrong(journal, check, message, { expected, observed: answerInWords(exchange, known), exchange });
  });
}

/** -6008 is for services that bind no FairPlay token; others do not come to it. */
export function whereBindingIsRefused(check: string, judge: Check['judge']): Check['judge'] {
  return (journal, known) =>
    known.readings['deviceBinding.supported']
      ? [notApplicable(journal, check, 'the reading deviceBinding.supported says that tokens can be bound to devices')]
      : judge(journal, known);
}

export const ACCEPTED: readonly Check[] = [
  accepts('EP-TOK-41', 'method'),
  rightsPath,
  scheme,
  alphabet,
  accepts('EP-TOK-51', 'rightstype', 'anyname'),
  accepts('EP-TOK-52.accepted', 'key-data'),
  accepts('EP-TOK-53', 'kid-and'),
  accepts('EP-TOK-54.accepted', 'cookie'),
  { id: 'EP-TOK-55', subject: 'token-service', judge: deviceRestriction },
  accepts('EP-TOK-57', 'generalflags', 'fpextension', 'rentalduration', 'errorformat'),
];
