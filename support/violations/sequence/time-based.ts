import type { Call, HttpRequest } from '../../exchange';
import { RECORD_PATH, TOKEN_PATH } from '../../protocol';
import {
  jsonOf,
  parametersOf,
  seesAnswers,
  seesAsksWith,
  serviceOf,
  valueOf,
  withJson,
  without,
  type Facts,
} from '../making';
import type { Violation } from '../violation';
import { phaseOf } from './phases';

/** SEES makes a call of its own around a token request for a time. */
function calling(facts: Facts, around: (call: Call, request: HttpRequest) => ReturnType<Call>): Violation {
  return {
    ...facts,
    party: 'sees',
    call: (call, applied) => (request, options) => {
      if (serviceOf(request) !== 'token' || phaseOf(parametersOf(request)) !== 1) return call(request, options);
      applied();
      return around((next) => call(next, options), request);
    },
  };
}

const EMPTY = Buffer.alloc(0);

export const TIME_BASED: readonly Violation[] = [
  seesAsksWith(
    {
      id: 'rental-left-out-for-a-time',
      sentence: 'SEES leaves the rental out of a token request that names no device.',
      breaks: ['SEQ-02', 'EP-TOK-28'],
      consequences: [],
    },
    'token',
    (parameters) => (phaseOf(parameters) === 1 ? without(parameters, 'rentalDuration') : parameters),
  ),
  seesAsksWith(
    {
      id: 'time-based-without-an-end',
      sentence: 'SEES sends no expirationTime where the token is bound to nothing.',
      breaks: ['SEQ-02', 'EP-TOK-14'],
      consequences: [],
    },
    'token',
    (parameters) => (phaseOf(parameters) === 1 ? without(parameters, 'expirationTime') : parameters),
  ),
  seesAsksWith(
    {
      id: 'time-based-with-the-key-for-an-iv',
      sentence: 'SEES sends the content key in the place of the IV where the token is bound to nothing.',
      breaks: ['SEQ-02', 'EP-TOK-06', 'EP-TOK-07'],
      // And so the license does not open the title.
      consequences: ['EP-LIC-01', 'EP-LIC-07', 'EP-LIC-08', 'SEQ-06', 'SEQ-08'],
    },
    'token',
    (parameters) => {
      const key = valueOf(parameters, 'contentKey');
      if (phaseOf(parameters) !== 1 || key === undefined) return parameters;
      return parameters.map(([name, value]) => [name, name === 'iv' ? key : value]);
    },
  ),
  calling(
    {
      id: 'two-tokens-for-one-answer',
      sentence: 'SEES asks for a time-based token twice and hands out the second.',
      breaks: ['SEQ-07.counts'],
      consequences: [],
    },
    async (call, request) => {
      await call(request);
      return call(request);
    },
  ),
  calling(
    {
      id: 'lookup-without-a-binding',
      sentence: 'SEES reads the latest records before it asks for a time-based token.',
      breaks: ['SEQ-07.counts', 'EP-REC-05.time'],
      // A lookup for a client without a cookie is by no cookie of its own.
      consequences: ['EP-REC-03', 'SEES-REQ-26.calls'],
    },
    async (call, request) => {
      const authenticator = valueOf(parametersOf(request), 'customerAuthenticator') ?? '';
      const origin = request.url.slice(0, request.url.indexOf(TOKEN_PATH));
      const url = `${origin}${RECORD_PATH}?customerAuthenticator=${encodeURIComponent(authenticator)}`;
      await call({ method: 'GET', url, headers: { accept: 'application/json' }, body: EMPTY });
      return call(request);
    },
  ),
  calling(
    {
      id: 'url-tried-before-it-is-handed-out',
      sentence: 'SEES sends an empty license request to a time-based token URL to see that it is there.',
      breaks: ['SEQ-07.counts'],
      consequences: [],
    },
    async (call, request) => {
      const answer = await call(request);
      if (answer.status !== 200) return answer;
      const headers = { 'content-type': 'application/octet-stream' };
      await call({ method: 'POST', url: answer.body.toString().trim(), headers, body: EMPTY });
      return answer;
    },
  ),
  seesAnswers(
    {
      id: 'one-token-behind',
      sentence: 'SEES asks for a token for the next client and hands out the one it asked for before, title by title.',
      breaks: ['SEQ-07.order', 'SEQ-04', 'SEES-RES-05.token'],
      consequences: ['SEES-RES-05.unchanged'],
    },
    () => {
      const kept = new Map<unknown, unknown>();
      return (response, request) => {
        const [asked, answer] = [jsonOf(request), jsonOf(response)];
        if (asked?.requestType !== 1 || answer?.isAllowed !== true) return response;
        const before = kept.get(asked.contentID) ?? answer.epTokenURL;
        kept.set(asked.contentID, answer.epTokenURL);
        return before === answer.epTokenURL ? response : withJson(response, { ...answer, epTokenURL: before });
      };
    },
  ),
  seesAnswers(
    {
      id: 'last-token-when-there-is-none',
      sentence: 'SEES hands out the last time-based token of a title where the token service refuses a new one.',
      breaks: ['SEQ-09'],
      consequences: [],
    },
    () => {
      const kept = new Map<unknown, unknown>();
      return (response, request) => {
        const [asked, answer] = [jsonOf(request), jsonOf(response)];
        if (asked?.requestType !== 1 || answer === undefined) return response;
        if (answer.isAllowed === true) kept.set(asked.contentID, answer.epTokenURL);
        const epTokenURL = kept.get(asked.contentID);
        if (answer.isAllowed === true || epTokenURL === undefined || !isUpstream(answer.error)) return response;
        return withJson(response, { messageID: answer.messageID, version: 1, isAllowed: true, epTokenURL });
      };
    },
  ),
  seesAnswers(
    {
      id: 'allowed-with-an-error',
      sentence: 'SEES leaves isAllowed at true where the token service gives it no time-based token.',
      breaks: ['SEQ-09', 'SEES-RES-14'],
      consequences: ['SEES-RES-04'],
    },
    () => (response, request) => {
      const [asked, answer] = [jsonOf(request), jsonOf(response)];
      if (asked?.requestType !== 1 || answer?.isAllowed !== false || !isUpstream(answer.error)) return response;
      return withJson(response, { ...answer, isAllowed: true });
    },
  ),
];

/** A code of ExpressPlay, or what the reference SEES says where there is none. */
function isUpstream(error: unknown): boolean {
  return typeof error === 'number' && (error < 0 || error === 1031);
}
