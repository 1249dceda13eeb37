import type { HttpRequest, HttpResponse } from '../exchange';
import { parseParameters, queryOf, type Readings } from '../protocol';

function jsonError(status: number, code: number, message: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ errorCode: code, errorMessage: message })),
  };
}

/** What a token service answers to arguments it does not like (FP-TOK: 400 with a JSON error). */
export function refusalAnswer(): HttpResponse {
  return jsonError(400, -2002, 'the token expiration time is not valid');
}

/** -6008 to a request with a device restriction; undefined, that is the usual answer, to any other (C-03). */
export function withoutBindingAnswer(request: HttpRequest, readings: Readings): HttpResponse | undefined {
  const form = request.method === 'POST' ? request.body.toString('utf8') : '';
  const parameters = [...parseParameters(queryOf(request.url)), ...parseParameters(form)];
  const names = readings['names.deviceId'].map((name) => name.toLowerCase());
  const bound = parameters.some((parameter) => names.includes(parameter.name.toLowerCase()));
  return bound ? jsonError(400, -6008, 'device id binding is not supported for FairPlay') : undefined;
}
