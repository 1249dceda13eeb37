import type { HttpRequest, HttpResponse } from '../../exchange';
import { parseJson } from '../../protocol';
import { jsonOf, refusalOf, seesAnswers, seesReads, withJson, withText } from '../making';
import type { Violation } from '../violation';

const LONG = 1024 * 1024;

/** SEES makes a request out of a body that is none. */
function read(id: string, sentence: string, change: (text: string, body: Buffer) => string | undefined): Violation {
  return seesReads({ id, sentence, breaks: ['SEES-REQ-29.grant'], consequences: [] }, () => (request) => {
    const text = change(request.body.toString('utf8'), request.body);
    return text === undefined || request.method !== 'POST' ? request : { ...request, body: Buffer.from(text) };
  });
}

const isLong = (request: HttpRequest): boolean => {
  const messageID = jsonOf(request)?.messageID;
  return typeof messageID === 'string' && messageID.length >= LONG;
};

/** SEES refuses the request that follows one that it cannot stand. */
function stumbles(id: string, after: string, check: string, over: (request: HttpRequest) => boolean): Violation {
  const sentence = `SEES refuses the request that follows ${after}.`;
  return seesAnswers({ id, sentence, breaks: [check], consequences: [] }, () => {
    let stumbled = false;
    return (answer, request) => {
      const now = stumbled;
      stumbled = over(request);
      const { messageID, isAllowed } = jsonOf(answer) ?? {};
      if (!now || isAllowed !== true) return answer;
      return withJson(answer, refusalOf(messageID, 1099, 'Try again later.'));
    };
  });
}

const DOWN = (answer: HttpResponse): HttpResponse => ({
  ...withText(answer, () => 'Internal Server Error'),
  status: 500,
  headers: { 'content-type': 'text/plain' },
});

const unreadable = (request: HttpRequest): boolean =>
  request.method === 'POST' && parseJson(request.body.toString()) === undefined;

/** Bodies that are no request, and requests that are too long. */
export const BODIES: readonly Violation[] = [
  read('array-of-a-request-read', 'SEES reads the request in an array of one.', (text) => {
    const value = parseJson(text);
    return Array.isArray(value) && value.length === 1 ? JSON.stringify(value[0]) : undefined;
  }),
  read('request-as-json-text-read', 'SEES reads the request that is written as a JSON text.', (text) => {
    const value = parseJson(text);
    return typeof value === 'string' ? value : undefined;
  }),
  read('junk-before-request-skipped', 'SEES skips bytes in front of a request that are no UTF-8.', (text) =>
    text.startsWith('\ufffd') ? text.replace(/^\ufffd+/, '') : undefined,
  ),
  seesReads(
    {
      id: 'nothing-is-the-last-request',
      sentence: 'SEES keeps the last request and answers it again where a body is empty.',
      breaks: ['SEES-REQ-29.grant'],
      consequences: [],
    },
    () => lastWhere((body) => body.length === 0),
  ),
  seesReads(
    {
      id: 'scalar-is-the-last-request',
      sentence: 'SEES answers the last request again where a body is a number or null.',
      breaks: ['SEES-REQ-29.grant'],
      consequences: [],
    },
    () => lastWhere((body) => /^(null|\d+)$/.test(body.toString())),
  ),
  seesReads(
    {
      id: 'broken-off-request-filled-up',
      sentence: 'SEES fills up a request that breaks off with what the last one said.',
      breaks: ['SEES-REQ-29.grant'],
      consequences: [],
    },
    () => lastWhere((body) => body[0] === 0x7b && parseJson(body.toString()) === undefined),
  ),
  seesReads(
    {
      id: 'broken-off-request-kept',
      sentence: 'SEES keeps a body that breaks off and puts it in front of the next.',
      breaks: ['SEES-REQ-29.stays'],
      // What it makes of both is no JSON, so that its answer repeats nothing and decides nothing.
      consequences: ['SEES-TRN-11', 'SEES-RES-01', 'SEES-RES-02', 'SEES-RES-03', 'SEES-RES-07', 'SEES-RES-12'],
    },
    () => {
      let kept = Buffer.alloc(0);
      return (request) => {
        const body = Buffer.concat([kept, request.body]);
        kept =
          body[0] === 0x7b && kept.length === 0 && parseJson(body.toString()) === undefined ? body : Buffer.alloc(0);
        return { ...request, body };
      };
    },
  ),
  stumbles('next-after-no-json-refused', 'one that is no JSON', 'SEES-REQ-29.stays', unreadable),
  stumbles('next-after-null-refused', 'a body of null', 'SEES-REQ-29.stays', ({ body }) => body.toString() === 'null'),
  stumbles('next-after-long-refused', 'one with a messageID of 1 MiB', 'SEES-REQ-30.stays', isLong),
  seesAnswers(
    {
      id: 'long-message-id-breaks-it',
      sentence: 'SEES answers a request with a messageID of 1 MiB with HTTP 500.',
      breaks: ['SEES-REQ-30.answer'],
      consequences: [],
    },
    () => (answer, request) => (isLong(request) ? DOWN(answer) : answer),
  ),
  seesAnswers(
    {
      id: 'long-message-id-answer-breaks-off',
      sentence: 'SEES answers a request with a messageID of 1 MiB with JSON that breaks off.',
      breaks: ['SEES-REQ-30.answer'],
      consequences: [],
    },
    () => (answer, request) =>
      isLong(request) ? { ...withText(answer, (text) => text.slice(0, -20)), status: 200 } : answer,
  ),
  seesReads(
    {
      id: 'long-message-id-cut',
      sentence: 'SEES grants a request with a messageID of 1 MiB under its first 64 characters.',
      breaks: ['SEES-REQ-30.answer'],
      consequences: [],
    },
    () => (request) =>
      isLong(request) ? withText(request, (text) => text.replace(/m{65,}/, (long) => long.slice(0, 64))) : request,
  ),
];

function lastWhere(unusable: (body: Buffer) => boolean): (request: HttpRequest) => HttpRequest {
  let last: Buffer | undefined;
  return (request) => {
    if (request.method !== 'POST') return request;
    if (unusable(request.body)) return last === undefined ? request : { ...request, body: last };
    if (jsonOf(request) !== undefined) last = request.body;
    return request;
  };
}
