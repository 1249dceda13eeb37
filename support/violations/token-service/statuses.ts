import { TOKEN_PATH } from '../../protocol';
import { valueOf, parametersOf, serviceOf } from '../making';
import type { Applied, Violation } from '../violation';
import type { Handler, HttpResponse } from '../../exchange';
import { statusIs } from './errors';

const CLASS = 'EP-TOK-47.class';

/** A token request to a path that is none of the service's. @returns undefined: the right answer */
function elsewhere(
  handler: Handler,
  applied: Applied,
  answer: (retry: () => Promise<HttpResponse>, right: HttpResponse) => Promise<HttpResponse> | HttpResponse,
): Handler {
  return async (request) => {
    const right = await handler(request);
    const isMeant = serviceOf(request) === undefined && valueOf(parametersOf(request), 'contentKey') !== undefined;
    if (right.status !== 404 || !isMeant) return right;
    applied();
    const query = /\?.*/.exec(request.url)?.[0] ?? '';
    return answer(() => handler({ ...request, url: `${new URL(request.url).origin}${TOKEN_PATH}${query}` }), right);
  };
}

/** Statuses that belong to another class of errors. */
export const STATUSES: readonly Violation[] = [
  statusIs(
    {
      id: 'wrong-authenticator-is-an-argument',
      sentence: 'ExpressPlay answers an authenticator that nobody has with 400.',
      breaks: [CLASS],
      consequences: [],
    },
    -2018,
    400,
  ),
  statusIs(
    {
      id: 'wrong-authenticator-is-forbidden',
      sentence: 'ExpressPlay answers an authenticator that nobody has with 403.',
      breaks: [CLASS, 'EP-TOK-E2018.refused'],
      consequences: [],
    },
    -2018,
    403,
  ),
  statusIs(
    {
      id: 'no-authenticator-is-not-found',
      sentence: 'ExpressPlay answers a request without an authenticator with 404.',
      breaks: [CLASS],
      consequences: [],
    },
    -2017,
    404,
  ),
  statusIs(
    {
      id: 'bad-iv-is-a-crash',
      sentence: 'ExpressPlay fails with 500 over an IV that is no hex.',
      breaks: [CLASS],
      consequences: [],
    },
    -6003,
    500,
    ({ asked }) => asked('iv')?.length === 32,
  ),
  statusIs(
    {
      id: 'bad-key-in-a-form-is-a-crash',
      sentence: 'ExpressPlay fails with 500 over a fault that comes in a form.',
      breaks: [CLASS],
      consequences: [],
    },
    -2027,
    500,
    ({ request }) => request.method === 'POST',
  ),
  statusIs(
    {
      id: 'half-a-wrapped-key-is-unprocessable',
      sentence: 'ExpressPlay answers half a wrapped key with 422.',
      breaks: [CLASS, 'EP-TOK-E4024.refused'],
      consequences: [],
    },
    -4024,
    422,
    ({ asked }) => asked('ek')?.length === 24,
  ),
  statusIs(
    {
      id: 'long-name-is-a-long-url',
      sentence: 'ExpressPlay answers a kid of ^ and 65 characters with 414.',
      breaks: [CLASS, 'EP-TOK-E4021.refused'],
      consequences: [],
    },
    -4021,
    414,
  ),
  statusIs(
    {
      id: 'json-errors-are-successes',
      sentence: 'ExpressPlay answers wrong flags with 200 where the error is JSON.',
      breaks: [CLASS, 'EP-TOK-E5003.refused'],
      consequences: [],
    },
    -5003,
    200,
    ({ isJson }) => isJson,
  ),
  statusIs(
    {
      id: 'pages-are-successes',
      sentence: 'ExpressPlay answers a wrong rental with 200 where the error is a page.',
      breaks: [CLASS, 'EP-TOK-E6007.refused'],
      consequences: [],
    },
    -6007,
    200,
    ({ isJson }) => !isJson,
  ),
  {
    id: 'unknown-path-is-an-argument',
    party: 'expressplay',
    sentence: 'ExpressPlay answers a path that nobody knows with 400.',
    breaks: [CLASS],
    consequences: [],
    expressplay: (handler, applied) => elsewhere(handler, applied, (_, right) => ({ ...right, status: 400 })),
  },
  {
    id: 'unknown-path-leads-home',
    party: 'expressplay',
    sentence: 'ExpressPlay sends whoever asks at a path that nobody knows to another page.',
    breaks: [CLASS],
    consequences: [],
    expressplay: (handler, applied) =>
      elsewhere(handler, applied, (_, right) => ({
        ...right,
        status: 302,
        headers: { ...right.headers, location: '/' },
      })),
  },
  {
    id: 'any-path-is-the-token-service',
    party: 'expressplay',
    sentence: 'ExpressPlay gives tokens at paths beside that of its token service.',
    breaks: ['EP-TOK-48'],
    consequences: [],
    expressplay: (handler, applied) => elsewhere(handler, applied, (retry) => retry()),
  },
];
