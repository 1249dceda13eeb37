import type { HttpRequest, HttpResponse } from '../../exchange';
import { findErrorCode, mentionedErrorCodes } from '../../protocol';
import type { Violation } from '../violation';
import type { Facts } from './answers';
import { parametersOf, serviceOf, without, withParameters, type Parameters } from './messages';

/** The same parameters with another value of this one; undefined: without it. */
export function replaced(parameters: Parameters, name: string, value: string | undefined): Parameters {
  const rest = without(parameters, name);
  return value === undefined ? rest : [...rest, [name, value]];
}

/** The code that an error tells, in either format; undefined: it tells none, or is no error. */
export function codeTold({ status, headers, body }: HttpResponse): number | undefined {
  if (status < 400) return undefined;
  const text = body.toString('utf8');
  return headers['content-type']?.startsWith('application/json') === true
    ? findErrorCode(text)
    : mentionedErrorCodes(text)[0];
}

/**
 * The token service lets a fault of this code pass.
 * @param change what it takes the request for; undefined: it refuses this one after all
 */
export function serviceForgives(
  facts: Facts,
  code: number,
  change: (parameters: Parameters, request: HttpRequest) => Parameters | undefined,
): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplay: (handler, applied) => async (request) => {
      const right = await handler(request);
      if (serviceOf(request) !== 'token' || codeTold(right) !== code) return right;
      const taken = change(parametersOf(request), request);
      if (taken === undefined) return right;
      const wrong = await handler(withParameters(request, taken));
      if (wrong.status !== 200) return right;
      applied();
      return wrong;
    },
  };
}
