import type { Journal } from '../../exchange';
import { isJson } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  couldNotTest,
  fitsStatus,
  mediaType,
  notApplicable,
  observed,
  quote,
  rememberedOf,
  right,
  wrong,
} from '../reading';
import { whereBindingIsRefused } from './accepted';
import { answerInWords, codeIn, faultsOf, holdsToken, isAbout, wordsFor, type TokenAct } from './acts';
import { judgeRefused, whyUnproven } from './judging';

/** Codes that a token request can run into by its own fault, without -6008 (FP-TOK). */
const CODES = [
  2002, 2005, 2017, 2018, 2027, 2033, 2035, 2036, 2037, 3004, 4018, 4019, 4020, 4021, 4022, 4024, 5003, 6001, 6003,
  6005, 6007,
];
const STATES = [2019, 2030, 2031, 6006, 6009];
const AUTHENTICATION = [-2017, -2018];
const KEY_STORE = -4019;
const ERROR_FORMAT = -3004;

/** Thirty days are the most that may be asked for; whether more is refused or cut down is written nowhere. */
function isOpen({ stimulus }: TokenAct): boolean {
  return stimulus.flaw?.id === 'expirationtime-31-days';
}

/** A fault that the token service itself is to describe: a path that nobody knows may not even reach it. */
const describable: (journal: Journal) => readonly TokenAct[] = rememberedOf((journal) =>
  faultsOf(journal).filter(({ stimulus }) => !isAbout(stimulus.flaw, 'path')),
);

function madeFor(journal: Journal, code: number): TokenAct[] {
  return describable(journal).filter(({ stimulus }) => stimulus.codes?.[0] === -code);
}

/** What keeps an answer from being an error as FP-TOK has it. */
function problemsOf(act: TokenAct): string[] {
  if (act.exchange.response === undefined) return ['the connection was closed without an answer'];
  return [statusProblem(act), typeProblem(act), bodyProblem(act)].flatMap((problem) => problem ?? []);
}

function statusProblem({ exchange }: TokenAct): string | undefined {
  const status = exchange.response?.status ?? 0;
  return [400, 401, 404].includes(status) || (status >= 500 && status <= 509) ? undefined : `HTTP ${status}`;
}

function typeProblem({ exchange, stimulus }: TokenAct): string | undefined {
  const { headers = {}, body = Buffer.alloc(0) } = exchange.response ?? {};
  const type = mediaType(headers);
  const wanted = stimulus.format === 'json' ? 'application/json' : 'text/html';
  // Asked for a format that there is none of, the service may use either.
  const right = stimulus.codes?.[0] === ERROR_FORMAT ? ['application/json', 'text/html'] : [wanted];
  if (right.includes(type)) {
    const text = body.toString('utf8');
    return type === 'application/json' && text.trim() !== '' && !isJson(text)
      ? 'a body that is no JSON, as application/json'
      : undefined;
  }
  return type === '' ? `no content type instead of ${wanted}` : `content type ${quote(type)} instead of ${wanted}`;
}

function bodyProblem({ exchange }: TokenAct): string | undefined {
  return (exchange.response?.body.toString('utf8').trim() ?? '') === '' ? 'no body' : undefined;
}

/** One rule of errors, looked at in every refusal. */
function onEachRefusal(id: string, problemOf: (act: TokenAct) => string | undefined, expected: string): Check {
  const judge = (journal: Journal, known: Known): Finding[] =>
    describable(journal).flatMap((act) => {
      const { exchange } = act;
      if (holdsToken(exchange)) return [];
      const doubt = whyUnproven(journal, act);
      if (doubt !== undefined) return [couldNotTest(journal, id, `${wordsFor(act)}: ${doubt}`, exchange)];
      const problem = exchange.response === undefined ? 'no answer' : problemOf(act);
      if (problem === undefined) {
        return [right(journal, id, `${wordsFor(act)}: ${answerInWords(exchange, known)}`, exchange)];
      }
      return [wrong(journal, id, `wrong answer to ${wordsFor(act)}`, { expected, observed: problem, exchange })];
    });
  return { id, subject: 'token-service', judge };
}

function noToken(journal: Journal, known: Known): Finding[] {
  return faultsOf(journal)
    .filter((act) => !isOpen(act))
    .map((act) => judgeRefused(journal, 'EP-TOK-48', act, known));
}

/** EP-TOK-E*.refused */
function refusedFor(id: string, code: number): Check['judge'] {
  return (journal, known) =>
    madeFor(journal, code).map((act) => {
      if (!isOpen(act) || !holdsToken(act.exchange)) return judgeRefused(journal, id, act, known, problemsOf);
      return observed(
        journal,
        id,
        `a token was given for ${wordsFor(act)}: more than thirty days are cut down`,
        act.exchange,
      );
    });
}

/** EP-TOK-E*.code */
function codeFor(id: string, code: number): Check['judge'] {
  return (journal, known) => {
    const acts = madeFor(journal, code).filter((act) => !isOpen(act) || !holdsToken(act.exchange));
    const inJson = acts.filter(
      ({ exchange, stimulus }) =>
        stimulus.format === 'json' &&
        (code !== -ERROR_FORMAT || mediaType(exchange.response?.headers ?? {}) !== 'text/html'),
    );
    if (acts.length > 0 && inJson.length === 0) {
      return [notApplicable(journal, id, 'the errors came as HTML, where no code is looked for')];
    }
    return inJson.map((act) => judgeCode(journal, id, act, act.stimulus.codes ?? [], known));
  };
}

function judgeCode(journal: Journal, id: string, act: TokenAct, codes: readonly number[], known: Known): Finding {
  const { exchange } = act;
  if (holdsToken(exchange)) return couldNotTest(journal, id, `not refused, so no code: ${wordsFor(act)}`, exchange);
  const doubt = whyUnproven(journal, act);
  if (doubt !== undefined) return couldNotTest(journal, id, `${wordsFor(act)}: ${doubt}`, exchange);
  const code = codeIn(exchange, known);
  if (code !== undefined && (codes.length === 0 || codes.includes(code))) {
    return right(journal, id, `the error tells ${code}: ${wordsFor(act)}`, exchange);
  }
  return wrong(journal, id, `the error does not name ${wordsFor(act)}`, {
    expected: codes.length === 0 ? 'a documented code' : `the code ${codes.join(' or ')}`,
    observed: code === undefined ? 'no documented code' : `the code ${code}`,
    exchange,
  });
}

function anyCode(journal: Journal, known: Known): Finding[] {
  const id = 'EP-TOK-46.code';
  const acts = describable(journal).filter(
    ({ exchange, stimulus }) => stimulus.format === 'json' && !holdsToken(exchange),
  );
  const inJson = acts.filter(
    ({ exchange, stimulus }) =>
      stimulus.codes?.[0] !== ERROR_FORMAT || mediaType(exchange.response?.headers ?? {}) !== 'text/html',
  );
  if (inJson.length === 0 && describable(journal).length > 0) {
    return [notApplicable(journal, id, 'the errors came as HTML, where no code is looked for')];
  }
  return inJson.map((act) => judgeCode(journal, id, act, [], known));
}

/** EP-TOK-47.class: which class of status a fault belongs to. */
function statusClass(journal: Journal, known: Known): Finding[] {
  const id = 'EP-TOK-47.class';
  return faultsOf(journal).flatMap((act) => {
    const { exchange } = act;
    if (holdsToken(exchange)) return [];
    const doubt = whyUnproven(journal, act);
    if (doubt !== undefined) return [couldNotTest(journal, id, `${wordsFor(act)}: ${doubt}`, exchange)];
    const classes = classesOf(act);
    const status = exchange.response?.status ?? 0;
    if (classes.some((form) => fitsStatus(status, form))) {
      return [right(journal, id, `${answerInWords(exchange, known)}: ${wordsFor(act)}`, exchange)];
    }
    const expected = `HTTP ${classes.join(' or ')}`;
    const seen = answerInWords(exchange, known);
    return [
      wrong(journal, id, `another status than ${wordsFor(act)} calls for`, { expected, observed: seen, exchange }),
    ];
  });
}

function classesOf({ stimulus }: TokenAct): string[] {
  if (isAbout(stimulus.flaw, 'path')) return ['404'];
  const [code = 0] = stimulus.codes ?? [];
  if (isAbout(stimulus.flaw, 'name')) return ['400', '401'];
  // An authenticator that is missing is an argument that is missing, too.
  if (code === AUTHENTICATION[0]) return ['401', '400'];
  if (code === AUTHENTICATION[1]) return ['401'];
  return code === KEY_STORE ? ['400', '50x'] : ['400'];
}

/** EP-TOK-47.pairing: only the operator can know which status goes with which code. */
function pairing(journal: Journal, known: Known): Finding[] {
  const id = 'EP-TOK-47.pairing';
  const declared = known.readings['errors.httpStatus'];
  const findings = describable(journal).flatMap(({ exchange, stimulus }) => {
    const code = stimulus.format === 'json' ? codeIn(exchange, known) : undefined;
    const form = code === undefined ? undefined : declared[String(code)];
    if (code === undefined || form === undefined || exchange.response === undefined) return [];
    const { status } = exchange.response;
    if (fitsStatus(status, form))
      return [right(journal, id, `${code} comes with HTTP ${status}, as declared`, exchange)];
    const detail = { expected: `HTTP ${form}`, observed: `HTTP ${status}`, exchange };
    return [wrong(journal, id, `${code} comes with another status than declared`, detail)];
  });
  if (findings.length > 0) return findings;
  const why = 'the reading errors.httpStatus declares no status for a code that came';
  return [notApplicable(journal, id, why)];
}

/** EP-TOK-A*: no token, and the code of the state. */
function stateFor(id: string, code: number): Check['judge'] {
  return (journal, known) =>
    madeFor(journal, code).map((act) => {
      const refused = judgeRefused(journal, id, act, known);
      return refused.verdict === 'right' ? judgeCode(journal, id, act, [-code], known) : refused;
    });
}

/** Faults that a rule of its own wants refused; how is left to the other checks. */
function refuses(id: string, ...parameters: readonly string[]): Check {
  return {
    id,
    subject: 'token-service',
    judge: (journal, known) =>
      faultsOf(journal)
        .filter(({ stimulus }) => parameters.some((parameter) => isAbout(stimulus.flaw, parameter)))
        .map((act) => judgeRefused(journal, id, act, known)),
  };
}

const subject = 'token-service';

export const REFUSED: readonly Check[] = [
  onEachRefusal('EP-TOK-45', typeProblem, 'application/json where errorFormat is json, else text/html'),
  onEachRefusal('EP-TOK-46.body', bodyProblem, 'a description of the error'),
  { id: 'EP-TOK-46.code', subject, judge: anyCode },
  { id: 'EP-TOK-47.class', subject, judge: statusClass },
  { id: 'EP-TOK-47.pairing', subject, judge: pairing },
  { id: 'EP-TOK-48', subject, judge: noToken },
  refuses('EP-TOK-50', 'name'),
  refuses('EP-TOK-52.refused', 'key-data-kek-with-both-kid-and-ek'),
  refuses('EP-TOK-54.refused', 'cookie'),
  refuses('EP-TOK-58', 'key-data-another-key-with-that-kid'),
  ...CODES.flatMap((code): Check[] => {
    const [refused, told] = [`EP-TOK-E${code}.refused`, `EP-TOK-E${code}.code`];
    return [
      { id: refused, subject, judge: refusedFor(refused, code) },
      { id: told, subject, judge: codeFor(told, code) },
    ];
  }),
  {
    id: 'EP-TOK-E6008.refused',
    subject,
    judge: whereBindingIsRefused('EP-TOK-E6008.refused', refusedFor('EP-TOK-E6008.refused', 6008)),
  },
  {
    id: 'EP-TOK-E6008.code',
    subject,
    judge: whereBindingIsRefused('EP-TOK-E6008.code', codeFor('EP-TOK-E6008.code', 6008)),
  },
  ...STATES.map((code): Check => ({ id: `EP-TOK-A${code}`, subject, judge: stateFor(`EP-TOK-A${code}`, code) })),
];
