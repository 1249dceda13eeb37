import {
  jsonOf,
  nowAndThen,
  parametersOf,
  refusalOf,
  seesAnswers,
  seesAsks,
  valueOf,
  withJson,
  without,
  withParameters,
  type Parameters,
} from '../making';
import type { Violation } from '../violation';
import { reads } from './reads';

/** Request types that start the flow of another one. */
export const FLOWS: readonly Violation[] = [
  reads('cookie-makes-it-bound', 'SEES takes a time-based request with a cookie for one for a bound title.', {
    property: 'requestType',
    where: (value, { customerCookie }) => value === 1 && typeof customerCookie === 'string',
    as: () => 3,
    breaks: ['SEES-REQ-26.calls'],
    // The same lookup, by the rule for all time-based requests.
    consequences: ['EP-REC-05.time'],
  }),
  reads('cookie-of-time-based-refused', 'SEES refuses a time-based request because it has a cookie.', {
    property: 'customerCookie',
    where: (value, { requestType }) => requestType === 1 && typeof value === 'string',
    as: () => 'x'.repeat(33),
    breaks: ['SEES-REQ-26.calls'],
  }),
  nowAndThen(
    {
      id: 'registration-of-a-known-cookie-bound',
      party: 'sees',
      sentence: 'SEES answers a registration under a cookie that has a device with a token for that device.',
      breaks: ['SEES-REQ-12'],
      // The same device restriction, by the rule for all registrations.
      consequences: ['EP-TOK-20.registration'],
      sees: (handler, applied) => async (request) => {
        const asked = jsonOf(request);
        if (asked?.requestType !== 2 || typeof asked.customerCookie !== 'string') return handler(request);
        const bound = await handler(withJson(request, { ...asked, requestType: 3 }));
        if (jsonOf(bound)?.isAllowed !== true) return handler(request);
        applied();
        return bound;
      },
    },
    4,
  ),
  seesAsks(
    {
      id: 'cookie-not-repeated',
      sentence: 'SEES leaves the cookie out of a registration when it registered that cookie before.',
      breaks: ['SEES-REQ-12'],
      // The same cookie missed by the rule for all registrations; a second device of the cookie is not recorded.
      consequences: ['EP-TOK-16', 'SEQ-46'],
    },
    'token',
    () => {
      const registrations = new Registrations();
      return (request) => {
        const parameters = parametersOf(request);
        return registrations.count(parameters) > 1 && !has(parameters, 'deviceid')
          ? withParameters(request, without(parameters, 'cookie'))
          : request;
      };
    },
  ),
  seesAsks(
    {
      id: 'bound-title-unbound-after-second-registration',
      sentence: 'SEES asks for a bound title without a device when the cookie was registered twice.',
      breaks: ['SEES-REQ-13'],
      // The same by the rule for all such token requests; with two devices under a cookie neither counts.
      consequences: ['EP-TOK-18.value', 'SEQ-46'],
    },
    'token',
    () => {
      const registrations = new Registrations();
      return (request) => {
        const parameters = parametersOf(request);
        return registrations.count(parameters) > 1 && has(parameters, 'deviceid')
          ? withParameters(request, without(parameters, 'deviceid'))
          : request;
      };
    },
  ),
  {
    id: 'time-based-bound-after-registration',
    party: 'sees',
    sentence: 'SEES binds a time-based request that follows a registration to the device that is recorded for it.',
    breaks: ['SEES-REQ-11'],
    // The same by the rule for all time-based token requests.
    consequences: ['EP-TOK-20.time'],
    sees: (handler, applied) => {
      let registered: unknown;
      return async (request) => {
        const asked = jsonOf(request);
        const cookie = registered;
        if (asked?.requestType !== undefined) registered = undefined;
        if (asked?.requestType === 1 && cookie !== undefined) {
          const bound = await handler(withJson(request, { ...asked, requestType: 3, customerCookie: cookie }));
          if (jsonOf(bound)?.isAllowed === true) {
            applied();
            return bound;
          }
        }
        const answer = await handler(request);
        if (asked?.requestType === 2 && jsonOf(answer)?.isAllowed === true) registered = asked.customerCookie;
        return answer;
      };
    },
  },
  seesAnswers(
    {
      id: 'version-one-outdated-for-known-clients',
      sentence: 'SEES refuses version 1 to clients that are registered and register again.',
      breaks: ['SEES-REQ-08'],
      consequences: ['SEES-REQ-20.one'],
    },
    () => {
      const known = new Set<unknown>();
      return (response, request) => {
        const asked = jsonOf(request);
        const answer = jsonOf(response);
        if (asked?.requestType !== 2 || answer?.isAllowed !== true) return response;
        if (!known.has(asked.customerCookie)) {
          known.add(asked.customerCookie);
          return response;
        }
        return withJson(response, refusalOf(answer.messageID, 1004, 'Version 2 is needed.'));
      };
    },
  ),
];

const has = (parameters: Parameters, wanted: string): boolean => parameters.some(([name]) => name === wanted);

/** How often cookies were registered, as token requests tell. */
class Registrations {
  readonly #counts = new Map<string, number>();

  count(parameters: Parameters): number {
    const cookie = valueOf(parameters, 'cookie');
    if (cookie === undefined) return 0;
    const count = (this.#counts.get(cookie) ?? 0) + (has(parameters, 'deviceid') ? 0 : 1);
    this.#counts.set(cookie, count);
    return count;
  }
}
