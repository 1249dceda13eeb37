import type { HttpRequest, HttpResponse } from '../../exchange';
import { jsonOf, parametersOf, refusalOf, seesAnswers, serviceOf, valueOf, withJson, type Facts } from '../making';
import { ALL_AT_ONCE } from '../consequences';
import type { Violation } from '../violation';
import { phaseOf } from './phases';

const CROSSED = ['SEQ-53.crossed', 'SEES-SEC-05.crossed'];
const ALL = ['SEQ-53.all', 'SEES-SEC-05.all'];

/** Requests to ExpressPlay at the same time that SEES takes for the same one share an answer. */
function sharing(facts: Facts, keyOf: (request: HttpRequest) => string | undefined): Violation {
  return {
    ...facts,
    party: 'sees',
    call: (call, applied) => {
      const underWay = new Map<string, { readonly url: string; readonly answer: Promise<HttpResponse> }>();
      return (request, options) => {
        const key = keyOf(request);
        const other = key === undefined ? undefined : underWay.get(key);
        if (other !== undefined) {
          if (other.url !== request.url) applied();
          return other.answer;
        }
        const answer = call(request, options);
        if (key !== undefined) {
          underWay.set(key, { url: request.url, answer });
          const done = (): void => void underWay.delete(key);
          answer.then(done, done);
        }
        return answer;
      };
    },
  };
}

export const ISOLATION: readonly Violation[] = [
  sharing(
    {
      id: 'token-requests-shared-by-title',
      sentence: 'SEES asks once for the same title where several clients ask for bound tokens at the same time.',
      breaks: CROSSED,
      consequences: [],
    },
    (request) => {
      const parameters = parametersOf(request);
      if (serviceOf(request) !== 'token' || phaseOf(parameters) !== 3) return undefined;
      return valueOf(parameters, 'contentKey');
    },
  ),
  {
    id: 'ten-requests-at-a-time',
    party: 'sees',
    sentence: 'SEES refuses a bound title while it works on ten other requests for one.',
    breaks: ALL,
    consequences: [],
    sees: (handler, applied) => {
      let busy = 0;
      return async (request) => {
        const asked = jsonOf(request);
        if (asked?.requestType !== 3) return handler(request);
        busy += 1;
        const isTooMuch = busy > 10;
        try {
          const response = await handler(request);
          if (!isTooMuch || jsonOf(response)?.isAllowed !== true) return response;
          applied();
          return withJson(response, refusalOf(asked.messageID, 1040, 'Busy.'));
        } finally {
          busy -= 1;
        }
      };
    },
  },
  seesAnswers(
    {
      id: 'one-client-at-a-time',
      sentence: 'SEES serves the bound titles of the client that registered last, and no other client.',
      breaks: ALL_AT_ONCE,
      consequences: [],
    },
    () => {
      let last: unknown;
      return (response, request) => {
        const [asked, answer] = [jsonOf(request), jsonOf(response)];
        if (asked?.requestType === 2) last = asked.customerCookie;
        if (asked?.requestType !== 3 || answer?.isAllowed !== true || last === asked.customerCookie) return response;
        return withJson(response, refusalOf(asked.messageID, 1011, 'Not entitled.'));
      };
    },
  ),
  seesAnswers(
    {
      id: 'answers-kept-by-question',
      sentence: 'SEES gives the answer to the same question of a client again, with the messageID of the first time.',
      breaks: ['SEQ-51.paired', 'SEES-RES-01'],
      consequences: ['SEES-SEC-06.reused'],
    },
    () => {
      const kept = new Map<string, HttpResponse>();
      return (response, request) => {
        const [asked, answer] = [jsonOf(request), jsonOf(response)];
        if (asked === undefined || answer?.isAllowed !== true || asked.requestType !== 3) return response;
        const question = JSON.stringify({ ...asked, messageID: '' });
        const first = kept.get(question) ?? response;
        kept.set(question, first);
        return first;
      };
    },
  ),
  {
    id: 'busy-after-a-client-went-away',
    party: 'sees',
    sentence: 'SEES keeps a cookie locked for the rest of a request whose client went away, and refuses it.',
    breaks: ['SEQ-52'],
    consequences: [],
    sees: (handler, applied) => {
      const locked = new Set<unknown>();
      return async (request) => {
        const asked = jsonOf(request);
        const cookie = asked?.customerCookie;
        if (asked?.requestType !== 3) return handler(request);
        if (locked.has(cookie)) {
          const response = await handler(request);
          if (jsonOf(response)?.isAllowed !== true) return response;
          applied();
          return withJson(response, refusalOf(asked.messageID, 1041, 'Locked.'));
        }
        locked.add(cookie);
        try {
          const response = await handler(request);
          // It has more to do before it lets go; only a client that did not wait for the answer gets in between.
          for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
          return response;
        } finally {
          locked.delete(cookie);
        }
      };
    },
  },
];
