import type { HttpRequest } from '../../exchange';
import { TOKEN_PATH } from '../../protocol';
import { forFewCookies, parametersOf, seesAsks, withHeaders, type Parameters, type RequestChange } from '../making';
import type { Violation } from '../violation';
import { isRegistration, isRentedForATime, isWrapped } from './parameters';

const FORM = 'application/x-www-form-urlencoded';

const where =
  (kind: (parameters: Parameters) => boolean, change: (request: HttpRequest, parameters: Parameters) => HttpRequest) =>
  (): RequestChange =>
  (request) => {
    const parameters = parametersOf(request);
    return kind(parameters) ? change(request, parameters) : request;
  };

const path =
  (other: string) =>
  (request: HttpRequest): HttpRequest => ({ ...request, url: request.url.replace(TOKEN_PATH, other) });

function carrying(request: HttpRequest, method: string, type: string, body: string): HttpRequest {
  const url = request.url.replace(/\?.*$/, '');
  return { ...withHeaders(request, { 'content-type': type }), method, url, body: Buffer.from(body) };
}

function formOf(request: HttpRequest): string {
  return request.url.replace(/^[^?]*\?/, '');
}

/** Where token requests go, and what carries them. */
export const ADDRESSES: readonly Violation[] = [
  seesAsks(
    {
      id: 'token-path-in-another-case',
      sentence: 'SEES writes the path of the token service with a capital where a title is rented.',
      breaks: ['EP-TOK-01'],
      consequences: [],
    },
    'token',
    where(isRentedForATime, path('/hms/fp/Token')),
  ),
  seesAsks(
    {
      id: 'slash-behind-token-path',
      sentence: 'SEES puts a slash behind the path of the token service where a title is rented.',
      breaks: ['EP-TOK-01'],
      consequences: [],
    },
    'token',
    where(isRentedForATime, path(`${TOKEN_PATH}/`)),
  ),
  seesAsks(
    {
      id: 'token-path-of-another-drm',
      sentence: 'SEES asks the token service of another DRM where a key is wrapped.',
      breaks: ['EP-TOK-01'],
      consequences: [],
    },
    'token',
    where(isWrapped, path('/hms/wv/token')),
  ),
  seesAsks(
    {
      id: 'token-request-as-json',
      sentence: 'SEES posts a JSON object to the token service where a key is wrapped.',
      breaks: ['EP-TOK-02'],
      consequences: [],
    },
    'token',
    where(isWrapped, (request, parameters) =>
      carrying(request, 'POST', 'application/json', JSON.stringify(Object.fromEntries(parameters))),
    ),
  ),
  seesAsks(
    {
      id: 'token-request-as-multipart',
      sentence: 'SEES posts a multipart form to the token service where a title is rented.',
      breaks: ['EP-TOK-02'],
      consequences: [],
    },
    'token',
    where(isRentedForATime, (request, parameters) => {
      const parts = parameters.map(
        ([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      );
      return carrying(request, 'POST', 'multipart/form-data; boundary=x', `${parts.join('')}--x--\r\n`);
    }),
  ),
  seesAsks(
    {
      id: 'form-under-another-label',
      sentence: 'SEES posts the form of a rented title as plain text.',
      breaks: ['EP-TOK-02'],
      consequences: [],
    },
    'token',
    where(isRentedForATime, (request) => carrying(request, 'POST', 'text/plain', formOf(request))),
  ),
  seesAsks(
    {
      id: 'token-request-by-put',
      sentence: 'SEES puts its form to the token service where a key is wrapped.',
      breaks: ['EP-TOK-02'],
      consequences: [],
    },
    'token',
    where(isWrapped, (request) => carrying(request, 'PUT', FORM, formOf(request))),
  ),
  forFewCookies(
    seesAsks(
      {
        id: 'post-without-a-form',
        sentence:
          'SEES posts to the token service without a form, its parameters in the query, when a client registers.',
        breaks: ['EP-TOK-02'],
        consequences: [],
      },
      'token',
      where(isRegistration, (request) => ({ ...request, method: 'POST' })),
    ),
  ),
];
