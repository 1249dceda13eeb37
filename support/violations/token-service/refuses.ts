import type { HttpRequest } from '../../exchange';
import { errorOf, parametersOf, serviceAnswers, valueOf, type Facts } from '../making';
import type { Violation } from '../violation';

/** What is asked: the value of a parameter, undefined where there is none. */
export type Asked = (name: string) => string | undefined;

/**
 * The token service refuses a request that is sound.
 * @param code the fault that it believes to see
 */
export function refuses(
  facts: Facts,
  code: number,
  when: (asked: Asked, request: HttpRequest) => boolean,
  status = 400,
): Violation {
  return serviceAnswers(facts, 'token', () => (answer, request) => {
    if (answer.status !== 200) return answer;
    const parameters = parametersOf(request);
    return when((name) => valueOf(parameters, name), request) ? errorOf(code, status) : answer;
  });
}

/** The same by what one parameter says. */
export function refusesValue(facts: Facts, code: number, name: string, when: (value: string) => boolean): Violation {
  return refuses(facts, code, (asked) => {
    const value = asked(name);
    return value !== undefined && when(value);
  });
}
