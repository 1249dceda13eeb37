import { jsonOf, parametersOf, refusalTo, serviceOf, valueOf, withJson, withParameters } from '../making';
import type { Violation } from '../violation';

const CROSSED = ['SEES-SEC-05.crossed', 'SEQ-53.crossed'];
const ALL = ['SEES-SEC-05.all', 'SEQ-53.all'];

/** What comes of entitlements that run at the same time (SEES-SEC-05), and of tokens that are kept (SEES-SEC-06). */
export const CONCURRENCY_VIOLATIONS: readonly Violation[] = [
  {
    id: 'one-message-id-for-all-at-once',
    party: 'sees',
    sentence: 'SEES keeps the messageID in one place for all requests under way.',
    breaks: CROSSED,
    consequences: ['SEES-RES-01', 'SEES-RES-07', 'SEQ-51.paired', ...ALL],
    sees: (handler, applied) => {
      let current: unknown;
      return async (request) => {
        const own = jsonOf(request)?.messageID;
        if (own !== undefined) current = own;
        const response = await handler(request);
        const answer = jsonOf(response);
        if (answer?.messageID === undefined || answer.messageID === current) return response;
        applied();
        return withJson(response, { ...answer, messageID: current });
      };
    },
  },
  {
    id: 'one-url-for-all-at-once',
    party: 'sees',
    sentence: 'SEES keeps the token URL in one place for all requests under way.',
    breaks: CROSSED,
    consequences: ALL,
    sees: (handler, applied) => {
      let url: unknown;
      return async (request) => {
        const response = await handler(request);
        const answer = jsonOf(response);
        if (answer?.isAllowed !== true) return response;
        url = answer.epTokenURL;
        await new Promise(setImmediate);
        if (url === answer.epTokenURL) return response;
        applied();
        return withJson(response, { ...answer, epTokenURL: url });
      };
    },
  },
  {
    id: 'one-cookie-for-all-at-once',
    party: 'sees',
    sentence: 'SEES asks for a bound token under the cookie that it last asked the records for.',
    breaks: CROSSED,
    // The call is taken for one of the client whose cookie it bears: neither key nor device are that one's.
    consequences: [...ALL, 'EP-TOK-05', 'EP-TOK-06', 'EP-TOK-07', 'EP-TOK-18.value', 'EP-TOK-18.bytes', 'EP-REC-07'],
    call: (call, applied) => {
      let last: string | undefined;
      return async (request, options) => {
        const parameters = parametersOf(request);
        const cookie = valueOf(parameters, 'cookie');
        if (serviceOf(request) === 'record') last = cookie;
        const isBound = parameters.some(([name]) => /^device_?id$/i.test(name));
        if (serviceOf(request) !== 'token' || !isBound || last === undefined || last === cookie)
          return call(request, options);
        applied();
        const other = last;
        const wrong = parameters.map(([name, value]) => [name, name === 'cookie' ? other : value] as const);
        return call(withParameters(request, wrong), options);
      };
    },
  },
  {
    id: 'not-more-than-eight-at-once',
    party: 'sees',
    sentence: 'SEES refuses whoever comes while eight requests are under way.',
    breaks: ALL,
    consequences: [],
    sees: (handler, applied) => {
      let underWay = 0;
      return async (request) => {
        if (underWay >= 8) {
          applied();
          return refusalTo(request, 1050, 'Busy.');
        }
        underWay += 1;
        try {
          return await handler(request);
        } finally {
          underWay -= 1;
        }
      };
    },
  },
  {
    id: 'kept-token-for-the-next-client',
    party: 'sees',
    sentence:
      'SEES keeps the token of a registration that was asked for twice, and gives it to whoever registers next.',
    breaks: ['SEES-SEC-06.reused'],
    consequences: ['SEQ-52'],
    sees: (handler, applied) => {
      let before: { readonly cookie: unknown; readonly times: number; readonly url: unknown } | undefined;
      return async (request) => {
        const { requestType, customerCookie: cookie } = jsonOf(request) ?? {};
        const response = await handler(request);
        const answer = jsonOf(response);
        if (requestType !== 2 || answer?.isAllowed !== true) return response;
        const kept = before;
        const times = kept?.cookie === cookie ? (kept?.times ?? 0) + 1 : 1;
        before = { cookie, times, url: answer.epTokenURL };
        if (kept === undefined || kept.cookie === cookie || kept.times < 2) return response;
        applied();
        return withJson(response, { ...answer, epTokenURL: kept.url });
      };
    },
  },
];
