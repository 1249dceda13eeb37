import type { HttpResponse } from '../../exchange';
import { jsonOf, nowAndThen, seesAnswers, seesReads, withHeaders, withJson, type Facts } from '../making';
import type { Violation } from '../violation';

const isDecision = (response: HttpResponse): boolean => jsonOf(response)?.isAllowed !== undefined;

/** What is a decision now and then bears another content type. */
function labeled(
  id: string,
  sentence: string,
  type: string | undefined,
  meant: (response: HttpResponse) => boolean = isDecision,
): Violation {
  const facts = { id, sentence, breaks: ['SEES-TRN-10'], consequences: [] };
  const always = seesAnswers(facts, () => (response) => {
    if (!meant(response)) return response;
    if (type !== undefined) return withHeaders(response, { 'content-type': type });
    const { 'content-type': _type, ...headers } = response.headers;
    return { ...response, headers };
  });
  return nowAndThen(always);
}

/** A decision with another status. */
function withStatus(
  { id, sentence, consequences }: Pick<Facts, 'id' | 'sentence' | 'consequences'>,
  status: number,
  error: (error: unknown) => boolean,
): Violation {
  return seesAnswers({ id, sentence, breaks: ['SEES-TRN-11'], consequences }, () => (response) => {
    const answer = jsonOf(response);
    return answer?.isAllowed === false && response.status === 200 && error(answer.error)
      ? { ...response, status }
      : response;
  });
}

/** What answers say of themselves, and what requests have to. */
export const LABEL_VIOLATIONS: readonly Violation[] = [
  labeled('json-as-text', 'SEES labels its answers text/plain.', 'text/plain'),
  labeled('json-as-a-web-page', 'SEES labels its answers text/html.', 'text/html; charset=utf-8'),
  labeled('json-by-its-old-name', 'SEES labels its answers application/x-json.', 'application/x-json'),
  labeled('json-without-a-label', 'SEES labels its answers with nothing.', undefined),
  labeled(
    'refusal-as-text',
    'SEES labels its refusals text/json.',
    'text/json',
    (response) => jsonOf(response)?.isAllowed === false,
  ),
  withStatus(
    { id: 'not-entitled-is-forbidden', sentence: 'SEES answers who is not entitled with HTTP 403.', consequences: [] },
    403,
    (error) => error === 1011,
  ),
  withStatus(
    {
      id: 'no-device-is-not-found',
      sentence: 'SEES answers a cookie without a device with HTTP 404.',
      consequences: [],
    },
    404,
    (error) => error === 1020,
  ),
  withStatus({ id: 'refused-as-accepted', sentence: 'SEES refuses with HTTP 202.', consequences: [] }, 202, () => true),
  withStatus(
    {
      id: 'upstream-code-is-a-bad-gateway',
      sentence: 'SEES answers with HTTP 400 where ExpressPlay refused.',
      consequences: [],
    },
    400,
    (error) => typeof error === 'number' && error < 0,
  ),
  {
    id: 'exact-content-type-alone',
    party: 'sees',
    sentence: 'SEES takes requests only whose content type is application/json without a charset.',
    breaks: ['SEES-TRN-12.json'],
    consequences: [],
    sees: (handler, applied) => (request) => {
      if (!/^application\/json\s*;/i.test(request.headers['content-type'] ?? '')) return handler(request);
      applied();
      const headers = { 'content-type': 'text/plain' };
      return Promise.resolve({ status: 415, headers, body: Buffer.from('application/json is needed') });
    },
  },
  seesReads(
    {
      id: 'form-after-a-form',
      sentence: 'SEES still looks for the contentID in a form after the request before was one.',
      breaks: ['SEES-TRN-12.json'],
      consequences: [],
    },
    () => {
      let wasForm = false;
      return (request) => {
        const type = request.headers['content-type'] ?? '';
        const json = jsonOf(request);
        const misread = wasForm && type.startsWith('application/json') && json !== undefined;
        if (type !== '') wasForm = type.startsWith('application/x-www-form-urlencoded');
        return misread ? withJson(request, { ...json, contentID: '' }) : request;
      };
    },
  ),
];
