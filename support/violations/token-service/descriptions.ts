import { jsonOf, parametersOf, replaced, serviceOf, withJson, withParameters, codeTold } from '../making';
import type { HttpResponse } from '../../exchange';
import type { Violation } from '../violation';
import { errorsAre } from './errors';

const BODY = 'EP-TOK-46.body';
const CODE = 'EP-TOK-46.code';

/** JSON errors of this code tell it in a way that nobody can read. */
function unreadable(
  id: string,
  sentence: string,
  code: number,
  tell: (error: Readonly<Record<string, unknown>>) => unknown,
) {
  return errorsAre(
    { id, sentence, breaks: [CODE, `EP-TOK-E${String(-code)}.code`], consequences: [] },
    (error, refused) => {
      const json = jsonOf(error);
      return json === undefined || refused.code !== code ? error : withJson(error, tell(json));
    },
  );
}

/** A refusal in which a token can be read. @param mended the value with which the request would have been sound */
function withToken(
  { id, sentence, breaks }: Pick<Violation, 'id' | 'sentence' | 'breaks'>,
  code: number,
  [name, mended]: readonly [string, string],
  answer: (refusal: HttpResponse, url: string) => HttpResponse,
): Violation {
  return {
    id,
    party: 'expressplay',
    sentence,
    breaks,
    consequences: [],
    expressplay: (handler, applied) => async (request) => {
      const right = await handler(request);
      if (serviceOf(request) !== 'token' || codeTold(right) !== code) return right;
      const given = await handler(withParameters(request, replaced(parametersOf(request), name, mended)));
      if (given.status !== 200) return right;
      applied();
      return answer(right, given.body.toString('utf8').trim());
    },
  };
}

/** Errors that say nothing, or too much. */
export const DESCRIPTIONS: readonly Violation[] = [
  errorsAre(
    {
      id: 'page-without-content',
      sentence: 'ExpressPlay answers failed authentication without a body where a page is due.',
      breaks: [BODY, 'EP-TOK-E2017.refused', 'EP-TOK-E2018.refused'],
      consequences: [],
    },
    (error, { isJson }) => (error.status === 401 && !isJson ? { ...error, body: Buffer.alloc(0) } : error),
  ),
  errorsAre(
    {
      id: 'json-without-content',
      sentence: 'ExpressPlay answers a kek alone with an empty line where JSON is due.',
      breaks: [BODY, CODE, 'EP-TOK-E4018.refused', 'EP-TOK-E4018.code'],
      consequences: [],
    },
    (error, { code, isJson }) => (code === -4018 && isJson ? { ...error, body: Buffer.from('\r\n') } : error),
  ),
  unreadable(
    'code-without-its-sign',
    'ExpressPlay tells the code of a wrong extension type without its minus sign.',
    -2036,
    (error) => ({ ...error, errorCode: 2036 }),
  ),
  unreadable('code-left-out', 'ExpressPlay tells inconsistent key data in words alone.', -6005, ({ errorMessage }) => ({
    errorMessage,
  })),
  unreadable('code-by-name', 'ExpressPlay tells a wrong cookie by a name instead of its code.', -2033, (error) => ({
    ...error,
    errorCode: 'INVALID_COOKIE',
  })),
  unreadable('code-of-its-own', 'ExpressPlay tells a wrong kid by a code that no document has.', -4022, (error) => ({
    ...error,
    errorCode: -9999,
  })),
  withToken(
    {
      id: 'warns-and-gives',
      sentence: 'ExpressPlay tells that a cookie is too long, and a token for the cookie that it cut.',
      breaks: ['EP-TOK-48', 'EP-TOK-54.refused', 'EP-TOK-E2033.refused'],
    },
    -2033,
    ['cookie', 'cut'],
    (refusal, url) => withJson(refusal, { errorCode: -2033, errorMessage: 'the cookie was cut', url }),
  ),
  withToken(
    {
      id: 'token-in-a-header',
      sentence: 'ExpressPlay refuses a wrong rental, and leads to a token without one by a header.',
      breaks: ['EP-TOK-48', 'EP-TOK-E6007.refused'],
    },
    -6007,
    ['rentalDuration', '0'],
    (refusal, url) => ({ ...refusal, status: 303, headers: { ...refusal.headers, location: url } }),
  ),
];
