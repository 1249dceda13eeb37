import { AsyncLocalStorage } from 'node:async_hooks';
import type { HttpResponse } from '../../exchange';
import { jsonOf, nowAndThen, parametersOf, serviceOf, valueOf, withHeaders, withJson, type Facts } from '../making';
import type { Violation } from '../violation';

interface Asking {
  url?: string;
  deviceId?: string;
}

/** SEES answers with what it knows of its own calls. */
function answersWithCalls(facts: Facts, change: (answer: HttpResponse, asking: Asking) => HttpResponse): Violation {
  const askings = new AsyncLocalStorage<Asking>();
  return {
    ...facts,
    party: 'sees',
    sees: (handler, applied) => async (request) => {
      const asking: Asking = {};
      const right = await askings.run(asking, () => handler(request));
      const wrong = change(right, asking);
      // An answer without a call: the calls are made out of sight, by a SEES that this one only shadows.
      if (wrong !== right || asking.url === undefined) applied();
      return wrong;
    },
    call: (call) => (request, options) => {
      const asking = askings.getStore();
      if (asking !== undefined && serviceOf(request) === 'token') {
        asking.url = request.url;
        const deviceId = valueOf(parametersOf(request), 'deviceid');
        if (deviceId !== undefined) asking.deviceId = deviceId;
      }
      return call(request, options);
    },
  };
}

export const SECRECY: readonly Violation[] = [
  nowAndThen(
    answersWithCalls(
      {
        id: 'call-in-a-debug-header',
        sentence: 'SEES repeats its failed token request, in base64, in a header of its refusal.',
        breaks: ['SEES-SEC-01', 'SEES-SEC-02'],
        // The token request of a bound title names the device, and the answer is one to an error that repeats secrets, too.
        consequences: ['SEES-SEC-03', 'SEES-ERR-15'],
      },
      (answer, { url }) =>
        url === undefined || jsonOf(answer)?.isAllowed !== false
          ? answer
          : withHeaders(answer, { 'x-debug-upstream': Buffer.from(url).toString('base64') }),
    ),
  ),
  nowAndThen(
    answersWithCalls(
      {
        id: 'device-id-in-capitals-in-a-header',
        sentence: 'SEES names the device it bound to, in capitals, in a header of its answer.',
        breaks: ['SEES-SEC-03'],
        consequences: [],
      },
      (answer, { deviceId }) =>
        deviceId === undefined ? answer : withHeaders(answer, { 'x-bound-to': deviceId.toUpperCase() }),
    ),
  ),
  {
    id: 'bound-url-of-the-device-before',
    party: 'sees',
    sentence:
      'SEES keeps a device-bound URL by content and cookie and hands it out although it asked for one bound to another device.',
    breaks: ['SEES-SEC-06.reused'],
    consequences: [],
    sees: (handler, applied) => {
      const kept = new Map<string, unknown>();
      return async (request) => {
        const right = await handler(request);
        const { requestType, contentID, customerCookie, messageID } = jsonOf(request) ?? {};
        const answer = jsonOf(right);
        if (requestType !== 3 || answer?.isAllowed !== true) return right;
        const key = JSON.stringify([contentID, customerCookie]);
        if (!kept.has(key)) {
          kept.set(key, answer.epTokenURL);
          return right;
        }
        applied();
        return withJson(right, { messageID, version: 1, isAllowed: true, epTokenURL: kept.get(key) });
      };
    },
  },
  {
    id: 'requests-joined-by-content',
    party: 'sees',
    sentence:
      'SEES joins requests of one type for one content that arrive together and forgets that their cookies differ.',
    breaks: ['SEES-SEC-05.crossed'],
    // Who joins another's request is not looked up, and gets no license.
    consequences: [
      'SEES-SEC-05.all',
      'SEES-SEC-06.reused',
      'SEQ-43.crossed',
      'SEQ-53.crossed',
      'SEQ-53.all',
      'EP-REC-05.bound',
    ],
    sees: (handler, applied) => {
      const running = new Map<string, Promise<HttpResponse>>();
      return async (request) => {
        const { requestType, contentID, messageID } = jsonOf(request) ?? {};
        if (requestType !== 2 && requestType !== 3) return handler(request);
        const key = JSON.stringify([requestType, contentID]);
        const other = running.get(key);
        if (other !== undefined) {
          applied();
          const answer = await other;
          return withJson(answer, { ...jsonOf(answer), messageID });
        }
        const own = handler(request);
        running.set(key, own);
        try {
          return await own;
        } finally {
          running.delete(key);
        }
      };
    },
  },
  {
    id: 'answers-kept-by-message-id',
    party: 'sees',
    sentence: 'SEES repeats its answer to a messageID that it has seen, whoever asks with it.',
    breaks: ['SEES-SEC-06.reused'],
    consequences: [],
    sees: (handler, applied) => {
      const kept = new Map<string, { readonly body: string; readonly answer: HttpResponse }>();
      return async (request) => {
        const messageID = jsonOf(request)?.messageID;
        if (typeof messageID !== 'string') return handler(request);
        const seen = kept.get(messageID);
        const body = request.body.toString('utf8');
        if (seen !== undefined) {
          if (seen.body !== body) applied();
          return seen.answer;
        }
        const answer = await handler(request);
        if (jsonOf(answer)?.isAllowed === true) kept.set(messageID, { body, answer });
        return answer;
      };
    },
  },
];
