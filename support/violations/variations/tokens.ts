import type { Handler, HttpResponse } from '../../exchange';
import { RIGHTS_PATH, TOKEN_PATH } from '../../protocol';
import { jsonOf, serviceOf, withHeaders, withJson, withText } from '../making';
import type { Variation } from '../variation';
import { answering, isError, serviceAnswering } from './differently';

/** Another path in front of the license service, which a URL is free to have (C-08). */
function elsewhere(handler: Handler): Handler {
  return async (request) => {
    const response = await handler({ ...request, url: request.url.replace(`/fairplay${RIGHTS_PATH}`, RIGHTS_PATH) });
    if (!new URL(request.url).pathname.endsWith(TOKEN_PATH)) return response;
    return withText(response, (text) => text.replace(RIGHTS_PATH, `/fairplay${RIGHTS_PATH}`));
  };
}

/** What is added to a license URL is taken off again before it is read. */
function urlWith(add: (url: string) => string, remove: (url: string) => string): (handler: Handler) => Handler {
  return (handler) => async (request) => {
    const license = serviceOf(request) === 'license';
    const response = await handler(license ? { ...request, url: remove(request.url) } : request);
    if (serviceOf(request) !== 'token' || response.status !== 200) return response;
    return withText(response, (text) => `${add(text.trim())}\r\n`);
  };
}

const listed = (change: (text: string) => string): ((handler: Handler) => Handler) =>
  serviceAnswering('token', (response) => (response.status === 200 ? withText(response, change) : response));

/** Errors of ExpressPlay in another form; the code stays what it is. */
const errors = (change: (response: HttpResponse, code: unknown) => HttpResponse): ((handler: Handler) => Handler) =>
  answering((response) => {
    const json = isError(response) ? jsonOf(response) : undefined;
    return json?.errorCode === undefined ? response : change(response, json.errorCode);
  });

/** How the token service answers, and how ExpressPlay tells its errors. */
export const TOKENS: readonly Variation[] = [
  {
    id: 'uri-list-with-comments',
    aspect: 'uri-list',
    sentence: 'The token service adds a comment, CRLF and a blank line.',
    expressplay: listed((text) => `# one token\r\n${text.trim()}\r\n\r\n`),
  },
  {
    id: 'uri-list-without-line-end',
    aspect: 'uri-list',
    sentence: 'The token service ends its list without a line end.',
    expressplay: listed((text) => text.trim()),
  },
  {
    id: 'uri-list-with-line-feeds',
    aspect: 'uri-list',
    sentence: 'The token service ends its lines with a line feed alone.',
    expressplay: listed((text) => `${text.trim()}\n`),
  },
  {
    id: 'uri-list-with-charset',
    aspect: 'uri-list-type',
    sentence: 'The token service names a charset.',
    expressplay: serviceAnswering('token', (response) =>
      response.status === 200 ? withHeaders(response, { 'content-type': 'text/uri-list;charset=UTF-8' }) : response,
    ),
  },
  {
    id: 'license-url-elsewhere',
    aspect: 'license-url',
    sentence: 'The license URL has another path in front.',
    expressplay: elsewhere,
  },
  {
    id: 'license-url-with-more',
    aspect: 'license-url',
    sentence: 'The license URL has further parameters in front of the token and behind it.',
    expressplay: urlWith(
      (url) => `${url.replace('?', '?v=2&')}&region=eu-1`,
      (url) =>
        url
          .replace(/[?&]region=eu-1/, '')
          .replace(/[?]v=2&?/, '?')
          .replace(/[?]$/, ''),
    ),
  },
  {
    id: 'json-errors-of-another-shape',
    aspect: 'error-shape',
    sentence: 'ExpressPlay tells its errors in nested JSON, the code as text.',
    expressplay: errors((response, code) => withJson(response, { status: { code: String(code), description: 'no' } })),
  },
  {
    id: 'json-errors-in-a-list',
    aspect: 'error-shape',
    sentence: 'ExpressPlay tells its errors as a list of one.',
    expressplay: errors((response, code) => withJson(response, { errors: [{ code, message: 'no' }] })),
  },
  {
    id: 'json-errors-under-error',
    aspect: 'error-shape',
    sentence: 'ExpressPlay tells its errors as an object named error.',
    expressplay: errors((response, code) => withJson(response, { error: { code, text: 'no' } })),
  },
  {
    id: 'json-errors-with-charset',
    aspect: 'error-type',
    sentence: 'ExpressPlay names a charset with its errors.',
    expressplay: errors((response) => withHeaders(response, { 'content-type': 'application/json;charset=utf-8' })),
  },
];
