import { codeTold, parametersOf, replaced, serviceOf, valueOf, withParameters, type Facts } from '../making';
import type { Violation } from '../violation';

/**
 * The token service takes an authenticator for one that it has served before.
 * @param find among the known ones, the latest last
 */
function mistakes(
  facts: Facts,
  code: number,
  find: (known: readonly string[], given: string | undefined) => string | undefined,
): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplay: (handler, applied) => {
      const known: string[] = [];
      return async (request) => {
        const right = await handler(request);
        if (serviceOf(request) !== 'token') return right;
        const parameters = parametersOf(request);
        const given = valueOf(parameters, 'customerAuthenticator');
        if (right.status === 200 && given !== undefined && !known.includes(given)) known.push(given);
        if (codeTold(right) !== code) return right;
        const taken = find(known, given);
        if (taken === undefined) return right;
        applied();
        return handler(withParameters(request, replaced(parameters, 'customerAuthenticator', taken)));
      };
    },
  };
}

const UNKNOWN = ['EP-TOK-E2018.refused', 'EP-TOK-48'];

/** Who asks is not looked at closely enough. */
export const AUTHENTICATORS_TAKEN: readonly Violation[] = [
  mistakes(
    {
      id: 'authenticator-remembered',
      sentence: 'ExpressPlay takes a request without an authenticator for one of the customer before.',
      breaks: ['EP-TOK-E2017.refused', 'EP-TOK-48'],
      // A misspelled name names no authenticator.
      consequences: ['EP-TOK-50'],
    },
    -2017,
    (known) => known.at(-1),
  ),
  mistakes(
    {
      id: 'account-by-its-number',
      sentence: 'ExpressPlay compares the number in an authenticator and not the secret behind it.',
      breaks: UNKNOWN,
      consequences: [],
    },
    -2018,
    (known, given = '') => known.find((one) => one.split(',')[0] === given.split(',')[0]),
  ),
  mistakes(
    {
      id: 'beginning-of-an-authenticator',
      sentence: 'ExpressPlay is content with the beginning of an authenticator.',
      breaks: UNKNOWN,
      consequences: [],
    },
    -2018,
    (known, given = '') => known.find((one) => one.startsWith(given)),
  ),
  mistakes(
    {
      id: 'authenticator-of-the-right-form',
      sentence: 'ExpressPlay looks at the form of an authenticator alone.',
      breaks: UNKNOWN,
      consequences: [],
    },
    -2018,
    (known, given = '') => (/^\d+,[0-9a-f]{32}$/.test(given) ? known.at(-1) : undefined),
  ),
  mistakes(
    {
      id: 'exhausted-account-served',
      sentence: 'ExpressPlay gives an account tokens that has none left.',
      breaks: ['EP-TOK-A2019'],
      consequences: [],
    },
    -2019,
    (known) => known.at(-1),
  ),
  mistakes(
    {
      id: 'disabled-account-served',
      sentence: 'ExpressPlay gives a disabled account tokens.',
      breaks: ['EP-TOK-A2031'],
      consequences: [],
    },
    -2031,
    (known) => known.at(-1),
  ),
];
