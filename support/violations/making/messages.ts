import type { HttpHeaders, HttpRequest, HttpResponse } from '../../exchange';
import {
  isJsonObject,
  parseJson,
  parseParameters,
  queryOf,
  RECORD_PATH,
  RIGHTS_PATH,
  TOKEN_PATH,
} from '../../protocol';

/** Which service of ExpressPlay a request is for; the path may have anything in front. */
export type Service = 'token' | 'record' | 'license';

const PATHS: readonly (readonly [string, Service])[] = [
  [TOKEN_PATH, 'token'],
  [RECORD_PATH, 'record'],
  [RIGHTS_PATH, 'license'],
];

/** Undefined: none of them. */
export function serviceOf({ url }: HttpRequest): Service | undefined {
  const path = /^[^?#]*/.exec(url)?.[0] ?? '';
  return PATHS.find(([end]) => path.endsWith(end) || `${path}/`.endsWith(end))?.[1];
}

export type Json = Readonly<Record<string, unknown>>;

/** The JSON object that a message consists of; undefined: it is something else. */
export function jsonOf({ body }: { readonly body: Buffer }): Json | undefined {
  const value = parseJson(body.toString('utf8'));
  return isJsonObject(value) ? value : undefined;
}

export function withText<M extends { readonly body: Buffer }>(message: M, change: (text: string) => string): M {
  return { ...message, body: Buffer.from(change(message.body.toString('utf8'))) };
}

export function withHeaders<M extends { readonly headers: HttpHeaders }>(message: M, headers: HttpHeaders): M {
  return { ...message, headers: { ...message.headers, ...headers } };
}

/** The same message with this JSON as its body. */
export function withJson<M extends { readonly body: Buffer }>(message: M, json: unknown): M {
  return { ...message, body: Buffer.from(JSON.stringify(json)) };
}

export type Parameters = readonly (readonly [name: string, value: string])[];

/** The parameters of a query or a form, in their order. */
export function parametersOf(request: HttpRequest): Parameters {
  const text = isForm(request) ? request.body.toString('ascii') : queryOf(request.url);
  return parseParameters(text).map(({ name, value }) => [name, value]);
}

/** The first value of a parameter. */
export function valueOf(parameters: Parameters, name: string): string | undefined {
  return parameters.find(([one]) => one === name)?.[1];
}

export function without(parameters: Parameters, name: string): Parameters {
  return parameters.filter(([one]) => one !== name);
}

/** The same request with these parameters, where its own were. */
export function withParameters(
  request: HttpRequest,
  parameters: Parameters,
  encode: (text: string) => string = encodeURIComponent,
): HttpRequest {
  const text = parameters.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  if (isForm(request)) return { ...request, body: Buffer.from(text, 'utf8') };
  return { ...request, url: `${/^[^?#]*/.exec(request.url)?.[0] ?? ''}?${text}` };
}

export function sameRequest(a: HttpRequest, b: HttpRequest): boolean {
  return a === b || (a.method === b.method && a.url === b.url && sameRest(a, b));
}

export function sameResponse(a: HttpResponse, b: HttpResponse): boolean {
  return a === b || (a.status === b.status && sameRest(a, b));
}

function sameRest(a: HttpRequest | HttpResponse, b: HttpRequest | HttpResponse): boolean {
  return a.body.equals(b.body) && JSON.stringify(a.headers) === JSON.stringify(b.headers);
}

function isForm({ method, headers }: HttpRequest): boolean {
  return method === 'POST' && headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}
