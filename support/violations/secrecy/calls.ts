import { parametersOf, serviceOf, withParameters, type Service } from '../making';
import type { Violation } from '../violation';

/** SEES tries a call that failed once more, with another authenticator or with none. */
function triedAgain(
  id: string,
  sentence: string,
  service: Service,
  other: (own: string) => string | undefined,
): Violation {
  return {
    id,
    party: 'sees',
    sentence,
    breaks: ['SEES-SEC-04'],
    // What the call has to carry says the same.
    consequences: service === 'token' ? ['EP-TOK-03'] : ['EP-REC-02'],
    call: (call, applied) => async (request, options) => {
      const first = await call(request, options);
      if (first.status < 400 || serviceOf(request) !== service) return first;
      applied();
      const parameters = parametersOf(request).flatMap(([name, value]) => {
        if (name !== 'customerAuthenticator') return [[name, value] as const];
        const another = other(value);
        return another === undefined ? [] : [[name, another] as const];
      });
      await call(withParameters(request, parameters), options);
      return first;
    },
  };
}

/** Which authenticator SEES shows ExpressPlay (SEES-SEC-04). */
export const CALL_VIOLATIONS: readonly Violation[] = [
  triedAgain(
    'token-asked-for-as-another',
    'SEES tries a refused token request again with the authenticator of another environment.',
    'token',
    (own) => own.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
  ),
  triedAgain(
    'records-asked-for-as-nobody',
    'SEES tries a refused record request again without its authenticator.',
    'record',
    () => undefined,
  ),
  triedAgain(
    'authenticator-cut-off',
    'SEES tries a refused token request again with the id of its authenticator alone.',
    'token',
    (own) => own.replace(/,.*$/, ''),
  ),
];
