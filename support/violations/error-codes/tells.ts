import {
  codeTold,
  jsonOf,
  parametersOf,
  serviceAnswers,
  valueOf,
  withJson,
  type Facts,
  type Parameters,
} from '../making';
import type { Violation } from '../violation';

type Named = Pick<Facts, 'id' | 'sentence'> & Partial<Pick<Facts, 'breaks' | 'settings'>>;

/** Requests in which a parameter has a value like that; without it, an empty one. */
export const has =
  (name: string, pattern: RegExp) =>
  (parameters: Parameters): boolean =>
    pattern.test(valueOf(parameters, name) ?? '');

/**
 * A fault is refused as it should be, and the JSON error tells the code of another one.
 * @param when the requests in which it does; default: all
 */
export function tells(
  code: number,
  other: number,
  { breaks = [`EP-TOK-E${String(-code)}.code`], ...facts }: Named,
  when: (parameters: Parameters) => boolean = () => true,
): Violation {
  return serviceAnswers({ ...facts, breaks, consequences: [] }, 'token', () => (answer, request) => {
    const json = jsonOf(answer);
    if (json === undefined || codeTold(answer) !== code || !when(parametersOf(request))) return answer;
    return withJson(answer, { ...json, errorCode: other });
  });
}
