import type { HttpRequest, HttpResponse } from '../../exchange';
import { codeTold, parametersOf, serviceAnswers, valueOf, type Facts } from '../making';
import type { Violation } from '../violation';

/** One refusal of the token service, and what it was asked. */
export interface Refused {
  readonly code: number | undefined;
  readonly isJson: boolean;
  /** Of a parameter of the request; undefined: it has none. */
  readonly asked: (name: string) => string | undefined;
  readonly request: HttpRequest;
}

/** @param change the wrong error made from the right one; the same one where nothing is to go wrong */
export function errorsAre(facts: Facts, change: (error: HttpResponse, refused: Refused) => HttpResponse): Violation {
  return serviceAnswers(facts, 'token', () => (answer, request) => {
    if (answer.status < 400) return answer;
    const parameters = parametersOf(request);
    return change(answer, {
      code: codeTold(answer),
      isJson: answer.headers['content-type']?.startsWith('application/json') === true,
      asked: (name) => valueOf(parameters, name),
      request,
    });
  });
}

/** The refusal of a fault of this code has another status. */
export function statusIs(
  facts: Facts,
  code: number,
  status: number,
  when: (refused: Refused) => boolean = () => true,
): Violation {
  return errorsAre(facts, (error, refused) => (refused.code === code && when(refused) ? { ...error, status } : error));
}

/** The same error written otherwise. */
export function written(error: HttpResponse, type: string | undefined, body: string): HttpResponse {
  const { 'content-type': right, ...rest } = error.headers;
  const headers = type === undefined || right === undefined ? rest : { ...rest, 'content-type': type };
  return { ...error, headers, body: Buffer.from(body) };
}
