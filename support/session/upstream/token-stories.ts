import type { HttpRequest, HttpResponse, Upstream } from '../../exchange';
import { errorCode, readUriList } from '../../protocol';
import type { MadeUpAnswer } from '../../target';
import { answer, html, json, redirect, uriList } from './answers';
import { parametersIn } from './parameters-in';
import { idOf, phraseOf } from './phrase';

/** What the token service says instead of its usual answer, and what checks know of it. */
export interface TokenStory {
  readonly upstream: Upstream;
  /** SEES is right to grant all the same. */
  readonly sound: boolean;
  readonly answer: MadeUpAnswer;
}

type Kind = Upstream['kind'];

interface Row {
  readonly kind: Kind;
  readonly status?: number;
  readonly answer: (elsewhere: string) => MadeUpAnswer;
}

const always =
  (made: HttpResponse): Row['answer'] =>
  () =>
  () =>
    made;

/** Texts that only look like token URLs. */
const LOOKS_LIKE_ONE = 'ready-to-use license address follows separately';
const WITHOUT_SCHEME = 'licenses.conformance.test/hms/fp/rights/?ExpressPlayToken=none';
/** A token URL of no service, for answers that hold one and are no list. */
const NOBODYS = `https://${WITHOUT_SCHEME}`;

const ROWS: Readonly<Record<string, Row>> = {
  // SEES-ERR-04, SEES-ERR-05
  'an unknown address': trouble(404, 'Not found'),
  'an internal error': trouble(500, 'Internal error'),
  'a passing outage': trouble(503, 'Out of service'),
  // SEES-ERR-06
  'no connection': { kind: 'unreachable', answer: () => () => ({ noAnswer: 'refused' }) },
  'a connection that breaks': { kind: 'unreachable', answer: () => () => ({ noAnswer: 'reset' }) },
  silence: { kind: 'unreachable', answer: () => () => ({ noAnswer: 'silent' }) },
  // SEES-ERR-07
  'an empty body': { kind: 'unusable', status: 200, answer: always(uriList('')) },
  'a web page': { kind: 'unusable', status: 200, answer: always(html(200, 'Sign in', 'Please sign in.')) },
  'a JSON object': { kind: 'unusable', status: 200, answer: always(json(200, { status: 'ok' })) },
  'a JSON error': {
    kind: 'unusable',
    status: 200,
    answer: always(json(200, { errorCode: -2030, errorMessage: 'administrative fault' })),
  },
  'a web page with a token URL in it': {
    kind: 'unusable',
    status: 200,
    answer: always(html(200, 'License', `<a href="${NOBODYS}">${NOBODYS}</a>`)),
  },
  'a JSON object with a token URL in it': {
    kind: 'unusable',
    status: 200,
    answer: always(json(200, { url: NOBODYS })),
  },
  'a token URL without its scheme': {
    kind: 'unusable',
    status: 200,
    answer: always(uriList(`${WITHOUT_SCHEME}\r\n`)),
  },
  'a text that is no URL': { kind: 'unusable', status: 200, answer: always(uriList(`${LOOKS_LIKE_ONE}\r\n`)) },
  'a comment alone': { kind: 'unusable', status: 200, answer: always(uriList('# no license today\r\n')) },
  // SEES-ERR-08
  'ends the line as RFC 2483 has it': rewritten((url) => `${url}\r\n`),
  'ends the line with a line feed': rewritten((url) => `${url}\n`),
  'puts blank lines around the URL': rewritten((url) => `\r\n${url}\r\n\r\n`),
  'puts a comment before the URL': rewritten((url) => `# license\r\n${url}\r\n`),
  'puts comments and blank lines around the URL': rewritten((url) => `# license\r\n\r\n${url}\r\n# end\r\n`),
  // SEES-RES-05
  'writes the default port into the URL': rewritten((url) =>
    url.replace(
      /^(https?):\/\/([^/:?]+|\[[^\]]*\])(?::\d+)?/i,
      (_all, scheme: string, host: string) => `${scheme}://${host}:${scheme === 'https' ? '443' : '80'}`,
    ),
  ),
  'adds another parameter to the URL': rewritten((url) => `${url}&id=7`),
  // SEES-ERR-15
  'as JSON': { kind: 'echo', status: 401, answer: () => (request) => json(401, echo(request)) },
  'as a web page': {
    kind: 'echo',
    status: 401,
    answer: () => (request) => html(401, 'Error -2018', echo(request).errorMessage),
  },
  // SEES-ERR-16
  'for this once': { kind: 'redirect', status: 302, answer: (elsewhere) => () => redirect(302, elsewhere) },
  'for good': { kind: 'redirect', status: 301, answer: (elsewhere) => () => redirect(301, elsewhere) },
  'for good, with the same method': {
    kind: 'redirect',
    status: 308,
    answer: (elsewhere) => () => redirect(308, elsewhere),
  },
  'with the same method': { kind: 'redirect', status: 307, answer: (elsewhere) => () => redirect(307, elsewhere) },
};

const SENTENCES: Readonly<Partial<Record<Kind, string>>> = {
  unreachable: 'the token service gives',
  unusable: 'the token service answers as if it worked, with',
  'uri-list': 'the token service',
  echo: 'the token service repeats authenticator and keys in its error text,',
  redirect: 'the token service sends SEES to another host,',
};

/**
 * The story behind a cell of a table.
 * @throws {Error} when no story is told in these words
 */
export function tokenStory(words: string, elsewhere: string): TokenStory {
  const [phrase, row] = phraseOf(ROWS, words, 'answer of the token service');
  const { kind, status } = row;
  return {
    upstream: {
      at: 'token',
      kind,
      id: idOf(phrase),
      sentence: `${SENTENCES[kind] ?? 'the token service answers with'} ${phrase}`,
      ...(status === undefined ? {} : { status }),
    },
    sound: kind === 'uri-list',
    answer: row.answer(elsewhere),
  };
}

/**
 * A documented error code as the token service would report it, with the status of its class; 400 where none is known.
 * @throws {Error} for a number that is not in the table of the documents
 */
export function codeStory(code: number, format: 'json' | 'html'): TokenStory {
  const known = errorCode(code);
  if (known === undefined) throw new Error(`${String(code)} is none of the documented error codes`);
  const status = known.status === '50x' ? 500 : (known.status ?? 400);
  const made =
    format === 'json'
      ? json(status, { errorCode: code, errorMessage: known.sense })
      : html(status, `Error ${String(code)}`, known.sense);
  return {
    upstream: {
      at: 'token',
      kind: format === 'json' ? 'json-error' : 'html-error',
      id: `${format}${String(code)}`,
      sentence: `the token service answers ${String(code)} as ${format === 'json' ? 'JSON' : 'HTML'}`,
      status,
      code,
    },
    sound: false,
    answer: () => made,
  };
}

function trouble(status: number, title: string): Row {
  return { kind: 'html-error', status, answer: always(html(status, title)) };
}

/** The usual answer with its URL written otherwise; an answer without a URL stays as it is. */
function rewritten(write: (url: string) => string): Row {
  return {
    kind: 'uri-list',
    status: 200,
    answer: () => async (_request, usual) => {
      const made = await usual();
      const { url } = readUriList(made.body.toString('utf8'));
      return made.status === 200 && url !== undefined ? answer(200, 'text/uri-list', write(url)) : made;
    },
  };
}

/** -2018 with a text that says what it did not like. */
function echo(request: HttpRequest): { errorCode: number; errorMessage: string } {
  const sent = parametersIn(request)
    .filter(({ name }) => ['customerAuthenticator', 'contentKey', 'iv', 'kek', 'ek'].includes(name))
    .map(({ name, value }) => `${name}=${value}`);
  return { errorCode: -2018, errorMessage: `customer authenticator is not valid in ${sent.join(', ')}` };
}
