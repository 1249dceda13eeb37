import type { HttpRequest } from '../../exchange';
import { parametersOf, serviceOf, valueOf, without, withParameters, type Facts, type Parameters } from '../making';
import type { Violation } from '../violation';

const AUTHENTICATOR = 'customerAuthenticator';

const nameOf = (parameters: Parameters): string | undefined => valueOf(parameters, AUTHENTICATOR);

/**
 * The record service serves a request as if an account had asked that did not.
 * @param whose among the accounts that ever were given events or tokens; undefined: the one that asks
 */
function asksAs(
  facts: Facts,
  whose: (asked: string | undefined, request: HttpRequest, accounts: readonly string[]) => string | undefined,
  status?: number,
): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplay: (handler, applied) => {
      const accounts = new Set<string>();
      return async (request) => {
        const right = await handler(request);
        const parameters = parametersOf(request);
        const asked = nameOf(parameters);
        if (right.status === 200 && asked !== undefined) accounts.add(asked);
        const other = serviceOf(request) === 'record' ? whose(asked, request, [...accounts]) : undefined;
        if (other === undefined || other === asked) return right;
        const others = without(parameters, AUTHENTICATOR);
        const wrong = await handler(withParameters(request, [[AUTHENTICATOR, other], ...others]));
        if (wrong.body.equals(right.body)) return right;
        applied();
        return status === undefined ? wrong : { ...wrong, status };
      };
    },
  };
}

const selects = (request: HttpRequest, name: string): boolean =>
  parametersOf(request).some(([found]) => found === name);

export const PRIVACY: readonly Violation[] = [
  asksAs(
    {
      id: 'records-without-authenticator',
      sentence: 'ExpressPlay takes a record request without an authenticator for one of its first account.',
      breaks: ['EP-REC-25.records'],
      consequences: [],
    },
    (asked, _request, [first]) => (asked === undefined ? first : undefined),
  ),
  asksAs(
    {
      id: 'records-for-an-unknown-authenticator',
      sentence: 'ExpressPlay does not look whose an authenticator is where records are asked for.',
      breaks: ['EP-REC-25.records'],
      consequences: [],
    },
    (asked, _request, accounts) => (asked === undefined || accounts.includes(asked) ? undefined : accounts[0]),
  ),
  asksAs(
    {
      id: 'records-beside-a-refusal',
      sentence: 'ExpressPlay says 401 where the authenticator is unknown, and tells the records all the same.',
      breaks: ['EP-REC-25.records'],
      consequences: [],
    },
    (asked, _request, accounts) => (asked === undefined || accounts.includes(asked) ? undefined : accounts[0]),
    401,
  ),
  asksAs(
    {
      id: 'records-by-cookie-for-every-account',
      sentence: 'ExpressPlay tells every account of the events of a cookie.',
      breaks: ['EP-REC-30'],
      consequences: [],
    },
    (asked = '', request, accounts) =>
      accounts.includes(asked) && selects(request, 'cookie') ? accounts[0] : undefined,
  ),
  asksAs(
    {
      id: 'recent-records-for-every-account',
      sentence: 'ExpressPlay tells every account of the most recent events of all.',
      breaks: ['EP-REC-30'],
      consequences: [],
    },
    (_asked, request, [first]) =>
      ['cookie', 'id', 'start'].some((name) => selects(request, name)) ? undefined : first,
  ),
];
