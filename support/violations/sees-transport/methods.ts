import type { HttpRequest, HttpResponse } from '../../exchange';
import { parseParameters, queryOf } from '../../protocol';
import { jsonOf, seesReads, withJson, type Json } from '../making';
import type { Violation } from '../violation';

/** The members of an entitlement request in the query, numbers as such. */
function inQuery({ url }: HttpRequest): Json {
  const numbers = ['version', 'requestType'];
  return Object.fromEntries(
    parseParameters(queryOf(url)).map(({ name, value }) => [name, numbers.includes(name) ? Number(value) : value]),
  );
}

/** The request of another method taken for a posted one. */
function taken(id: string, sentence: string, method: string): Violation {
  return seesReads({ id, sentence, breaks: ['SEES-TRN-08'], consequences: [] }, () => (request) => {
    if (request.method !== method) return request;
    const posted = { ...request, method: 'POST' };
    return request.body.length > 0 ? posted : withJson(posted, inQuery(request));
  });
}

/** Some member comes from the query where that has it. */
function fromQuery(id: string, sentence: string, member: string): Violation {
  return seesReads({ id, sentence, breaks: ['SEES-TRN-13'], consequences: [] }, () => (request) => {
    const json = jsonOf(request);
    const value = inQuery(request)[member];
    if (request.method !== 'POST' || json === undefined || value === undefined) return request;
    return withJson(request, { ...json, [member]: value });
  });
}

export const METHOD_VIOLATIONS: readonly Violation[] = [
  taken('granted-by-get', 'SEES reads the request from the query of a GET.', 'GET'),
  taken('granted-by-put', 'SEES takes a PUT for a POST.', 'PUT'),
  taken('granted-by-delete', 'SEES takes a DELETE for a POST.', 'DELETE'),
  {
    id: 'token-got-for-head',
    party: 'sees',
    sentence: 'SEES does for a HEAD what it does for a POST, and leaves out the body of its answer.',
    breaks: ['SEES-TRN-08'],
    consequences: [],
    sees: (handler, applied) => async (request) => {
      if (request.method !== 'HEAD') return handler(request);
      applied();
      const posted = withJson({ ...request, method: 'POST' }, inQuery(request));
      return { ...(await handler(posted)), body: Buffer.alloc(0) };
    },
  },
  {
    id: 'post-answered-from-the-status-page',
    party: 'sees',
    sentence: 'SEES keeps the status page that it answers a GET with, and answers the next POST with it.',
    breaks: ['SEES-TRN-07'],
    // Words in the place of JSON.
    consequences: ['SEES-TRN-09'],
    sees: (handler, applied) => {
      let kept: HttpResponse | undefined;
      return async (request) => {
        const page = kept;
        if (request.method === 'POST' && page !== undefined) {
          kept = undefined;
          applied();
          return page;
        }
        const answer = await handler(request);
        if (request.method === 'GET') kept = answer;
        return answer;
      };
    },
  },
  fromQuery('message-id-from-the-query', 'SEES takes the messageID from the query where one is there.', 'messageID'),
  fromQuery('content-from-the-query', 'SEES takes the contentID from the query where one is there.', 'contentID'),
  fromQuery(
    'request-type-from-the-query',
    'SEES takes the requestType from the query where one is there.',
    'requestType',
  ),
  fromQuery(
    'cookie-from-the-query',
    'SEES takes the customerCookie from the query where one is there.',
    'customerCookie',
  ),
];
