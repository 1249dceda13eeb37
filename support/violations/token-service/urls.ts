import type { HttpRequest, HttpResponse } from '../../exchange';
import { RIGHTS_PATH, TOKEN_PARAMETER } from '../../protocol';
import { parametersOf, serviceAnswers, valueOf, withHeaders, withText, type Facts } from '../making';
import type { Violation } from '../violation';

const TOKEN_URL = 'EP-TOK-40';
const BY_POST = 'EP-TOK-41';

/** Answers with a token are otherwise. */
function tokensAre(facts: Facts, change: (answer: HttpResponse, request: HttpRequest) => HttpResponse): Violation {
  return serviceAnswers(
    facts,
    'token',
    () => (answer, request) => (answer.status === 200 ? change(answer, request) : answer),
  );
}

/** The same where a parameter is sent. */
function tokensWith(name: string, facts: Facts, change: (answer: HttpResponse) => HttpResponse): Violation {
  return tokensAre(facts, (answer, request) =>
    valueOf(parametersOf(request), name) === undefined ? answer : change(answer),
  );
}

function tokensByPost(facts: Facts, change: (answer: HttpResponse) => HttpResponse): Violation {
  return tokensAre(facts, (answer, { method }) => (method === 'POST' ? change(answer) : answer));
}

const breaking = (...breaks: string[]) => ({ breaks, consequences: [] });
const error = (answer: HttpResponse, status: number, code: number): HttpResponse => ({
  ...withHeaders(answer, { 'content-type': 'application/json' }),
  status,
  body: Buffer.from(JSON.stringify({ errorCode: code, errorMessage: 'no' })),
});

/** Answers that should be one URL with a token. */
export const URLS: readonly Violation[] = [
  tokensByPost(
    { id: 'tokens-are-created', sentence: 'ExpressPlay answers a form with 201.', ...breaking(TOKEN_URL, BY_POST) },
    (answer) => ({ ...answer, status: 201 }),
  ),
  tokensByPost(
    { id: 'forms-not-allowed', sentence: 'ExpressPlay takes no token request by POST.', ...breaking(BY_POST) },
    (answer) => error(answer, 405, -2035),
  ),
  tokensByPost(
    {
      id: 'forms-not-read',
      sentence: 'ExpressPlay looks for the parameters of a form in its query.',
      ...breaking(BY_POST),
    },
    (answer) => error(answer, 401, -2017),
  ),
  tokensByPost(
    {
      id: 'url-without-host',
      sentence: 'ExpressPlay answers a form with a path alone.',
      ...breaking(TOKEN_URL, BY_POST),
    },
    (answer) => withText(answer, (text) => text.replace(/^https?:\/\/[^/]+/, '')),
  ),
  tokensByPost(
    {
      id: 'form-answered-by-a-page',
      sentence: 'ExpressPlay labels its answer to a form text/html.',
      ...breaking(TOKEN_URL, BY_POST),
    },
    (answer) => withHeaders(answer, { 'content-type': 'text/html' }),
  ),
  tokensWith(
    'useHttps',
    { id: 'url-of-either-scheme', sentence: 'ExpressPlay answers useHttps with two URLs.', ...breaking(TOKEN_URL) },
    (answer) => withText(answer, (text) => `${text}${text.replace(/^https/, 'http')}`),
  ),
  tokensWith(
    'rightsType',
    {
      id: 'url-without-token',
      sentence: 'ExpressPlay answers a parameter that it does not know with a URL that holds no token.',
      ...breaking(TOKEN_URL),
    },
    (answer) => withText(answer, (text) => text.replace(/=[^\r\n]*/, '=')),
  ),
  tokensWith(
    'generalFlags',
    {
      id: 'tokens-as-plain-text',
      sentence: 'ExpressPlay labels tokens with flags text/plain.',
      ...breaking(TOKEN_URL, 'EP-TOK-57'),
    },
    (answer) => withHeaders(answer, { 'content-type': 'text/plain' }),
  ),
  tokensWith(
    'generalFlags',
    {
      id: 'tokens-in-a-redirect',
      sentence: 'ExpressPlay redirects to a token with flags.',
      ...breaking(TOKEN_URL, 'EP-TOK-57'),
    },
    (answer) => ({ ...withHeaders(answer, { location: answer.body.toString('utf8').trim() }), status: 302 }),
  ),
  tokensAre(
    {
      id: 'tokens-labeled-like-errors',
      sentence: 'ExpressPlay labels tokens application/json where errorFormat is json.',
      ...breaking(TOKEN_URL, BY_POST, 'EP-TOK-52.accepted', 'EP-TOK-53', 'EP-TOK-54.accepted', 'EP-TOK-57'),
    },
    (answer, request) =>
      valueOf(parametersOf(request), 'errorFormat') === 'json'
        ? withHeaders(answer, { 'content-type': 'application/json' })
        : answer,
  ),
  tokensAre(
    {
      id: 'rights-path-without-slash',
      sentence: 'ExpressPlay leaves the slash at the end of the license path out.',
      ...breaking('EP-TOK-42'),
    },
    (answer) => withText(answer, (text) => text.replace(RIGHTS_PATH, RIGHTS_PATH.slice(0, -1))),
  ),
  tokensByPost(
    {
      id: 'forms-lead-elsewhere',
      sentence: 'ExpressPlay answers a form with the path of another license service.',
      ...breaking('EP-TOK-42'),
    },
    (answer) => withText(answer, (text) => text.replace('/fp/', '/wv/')),
  ),
  tokensByPost(
    {
      id: 'token-name-in-lower-case',
      sentence: 'ExpressPlay writes expressplaytoken in its answer to a form.',
      ...breaking(TOKEN_URL, BY_POST),
    },
    (answer) => withText(answer, (text) => text.replace(TOKEN_PARAMETER, TOKEN_PARAMETER.toLowerCase())),
  ),
];
