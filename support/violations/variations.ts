import type { Call, Handler, HttpResponse } from '../exchange';
import { parseParameters, queryOf, RIGHTS_PATH, TOKEN_PATH, tokenOf } from '../protocol';
import type { Variation } from './variation';

/** Changes the answers of a handler to requests whose path ends so. */
function answers(path: string, change: (response: HttpResponse) => HttpResponse): (handler: Handler) => Handler {
  return (handler) => async (request) => {
    const response = await handler(request);
    return new URL(request.url).pathname.endsWith(path) ? change(response) : response;
  };
}

function withText(response: HttpResponse, change: (text: string) => string): HttpResponse {
  return { ...response, body: Buffer.from(change(response.body.toString('utf8'))) };
}

/** Every JSON object that an answer consists of. */
function withJson(response: HttpResponse, change: (json: Record<string, unknown>) => object): HttpResponse {
  if (response.headers['content-type']?.startsWith('application/json') !== true) return response;
  return withText(response, (text) => {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? JSON.stringify(change(json as Record<string, unknown>))
      : text;
  });
}

const denied = (status: number): Variation => ({
  id: `license-refused-with-${String(status)}`,
  sentence: `ExpressPlay refuses licenses with HTTP ${String(status)}.`,
  expressplay: answers(RIGHTS_PATH, (response) => (response.status === 403 ? { ...response, status } : response)),
});

/** Another path in front of the license service, which a URL is free to have (C-08). */
function elsewhere(handler: Handler): Handler {
  return async (request) => {
    const response = await handler({ ...request, url: request.url.replace(`/fairplay${RIGHTS_PATH}`, RIGHTS_PATH) });
    if (!new URL(request.url).pathname.endsWith(TOKEN_PATH)) return response;
    return withText(response, (text) => text.replace(RIGHTS_PATH, `/fairplay${RIGHTS_PATH}`));
  };
}

/** A token brings one license: whether it may bring two is written nowhere. */
function once(handler: Handler): Handler {
  const spent = new Set<string>();
  return async (request) => {
    const token = tokenOf(request.url) ?? '';
    if (spent.has(token)) {
      const body = Buffer.from(JSON.stringify({ errorCode: -4010, errorMessage: 'the token was used' }));
      return { status: 403, headers: { 'content-type': 'application/json' }, body };
    }
    const response = await handler(request);
    if (token !== '' && response.status === 200) spent.add(token);
    return response;
  };
}

/** Keeps a record answer that named a device: caching is SEES' own business. */
function keeping(call: Call): Call {
  const kept = new Map<string, HttpResponse>();
  return async (request, options) => {
    const cookie = parseParameters(queryOf(request.url)).find(({ name }) => name === 'cookie')?.value;
    const isLookup = cookie !== undefined && new URL(request.url).pathname.includes('getrecord');
    const before = isLookup ? kept.get(cookie) : undefined;
    if (before !== undefined) return before;
    const response = await call(request, options);
    if (isLookup && response.body.includes('device_id')) kept.set(cookie, response);
    return response;
  };
}

/** Tries once more where the first try failed. */
function again(call: Call): Call {
  return async (request, options) => {
    const first = await call(request, options).catch(() => undefined);
    return first === undefined || first.status >= 400 ? call(request, options) : first;
  };
}

/** Every so often the answer is that there were too many requests. */
function throttled(handler: Handler): Handler {
  let requests = 0;
  return (request) => {
    requests += 1;
    if (requests % 7 !== 0) return handler(request);
    return Promise.resolve({ status: 429, headers: { 'retry-after': '1' }, body: Buffer.alloc(0) });
  };
}

export const VARIATIONS: readonly Variation[] = [
  {
    id: 'refusal-without-url',
    sentence: 'A refusal has no epTokenURL.',
    options: { refusal: { epTokenURL: 'absent' } },
  },
  { id: 'refusal-with-null', sentence: 'A refusal has epTokenURL null.', options: { refusal: { epTokenURL: 'null' } } },
  {
    id: 'refusal-with-403',
    sentence: 'SEES refuses with HTTP 403.',
    options: { refusal: { status: 403 } },
    settings: { readings: { 'denial.status': 'any' } },
  },
  { id: 'token-request-by-post', sentence: 'SEES asks for tokens by POST.', options: { tokenMethod: 'POST' } },
  {
    id: 'json-with-more',
    sentence: 'SEES answers with further JSON properties and a charset.',
    sees: (handler) => async (request) => {
      const response = withJson(await handler(request), (json) => ({ server: 'sees', ...json, trace: { id: 7 } }));
      const type = response.headers['content-type'];
      if (type === undefined) return response;
      return { ...response, headers: { ...response.headers, 'content-type': `${type}; charset=utf-8` } };
    },
  },
  {
    id: 'device-id-spelled-otherwise',
    sentence: 'SEES writes device_id.',
    settings: { readings: { 'names.deviceId': ['device_id', 'deviceid'] } },
  },
  {
    id: 'device-ids-in-upper-case',
    sentence: 'ExpressPlay writes device ids in upper case.',
    settings: { expressplay: { record: { deviceIdForm: 'HEX' } } },
  },
  {
    id: 'device-ids-like-guids',
    sentence: 'ExpressPlay writes device ids like GUIDs.',
    settings: { expressplay: { record: { deviceIdForm: 'guid' } } },
  },
  {
    id: 'records-wrapped',
    sentence: 'Events come in an array under a key.',
    settings: { expressplay: { record: { root: 'events' } } },
  },
  {
    id: 'latest-record-alone',
    sentence: 'The record service answers with the latest event alone.',
    settings: { expressplay: { record: { mode: 'latest', latestForm: 'object', emptyForm: 'object' } } },
  },
  {
    id: 'empty-history-is-404',
    sentence: 'A cookie without events is answered with 404.',
    settings: { expressplay: { record: { emptyForm: '404' } } },
  },
  {
    id: 'uri-list-with-comments',
    sentence: 'The token service adds a comment, CRLF and a blank line.',
    expressplay: answers(TOKEN_PATH, (response) =>
      response.status === 200 ? withText(response, (text) => `# one token\r\n${text.trim()}\r\n\r\n`) : response,
    ),
  },
  { id: 'license-url-elsewhere', sentence: 'The license URL has another path in front.', expressplay: elsewhere },
  {
    id: 'json-errors-of-another-shape',
    sentence: 'ExpressPlay tells its errors in nested JSON, the code as text.',
    expressplay: (handler) => async (request) => {
      const response = await handler(request);
      return response.status < 400
        ? response
        : withJson(response, ({ errorCode }) => ({ status: { code: String(errorCode), description: 'no' } }));
    },
  },
  denied(400),
  denied(401),
  denied(404),
  { id: 'tokens-for-one-license', sentence: 'A token brings one license only.', expressplay: once },
  { id: 'every-seventh-throttled', sentence: 'SEES answers every seventh request with 429.', sees: throttled },
  { id: 'lookups-kept', sentence: 'SEES keeps the device of a cookie.', call: keeping },
  { id: 'calls-tried-again', sentence: 'SEES tries a failed call once more.', call: again },
];
