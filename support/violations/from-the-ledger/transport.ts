import { queryOf, parseParameters } from '../../protocol';
import { jsonOf, seesAnswers, seesReads, withHeaders, withJson } from '../making';
import type { Violation } from '../violation';

export const TRANSPORT: readonly Violation[] = [
  seesReads(
    {
      id: 'put-taken-as-post',
      sentence: 'SEES routes PUT to the handler of POST.',
      breaks: ['SEES-TRN-08'],
      consequences: [],
    },
    () => (request) => (request.method === 'PUT' ? { ...request, method: 'POST' } : request),
  ),
  seesReads(
    {
      id: 'query-cookie-wins',
      sentence: 'SEES takes a customerCookie of the query in place of the one of the body.',
      breaks: ['SEES-TRN-13'],
      consequences: [],
    },
    () => (request) => {
      const inQuery = parseParameters(queryOf(request.url)).find(({ name }) => name === 'customerCookie');
      const body = jsonOf(request);
      if (inQuery === undefined || body === undefined || body.customerCookie === inQuery.value) return request;
      return withJson(request, { ...body, customerCookie: inQuery.value });
    },
  ),
  seesAnswers(
    {
      id: 'faults-labeled-as-text',
      sentence: 'SEES labels as text/plain the refusals that its handler of upstream faults writes.',
      breaks: ['SEES-TRN-10'],
      consequences: [],
    },
    () => (answer) => {
      const error = jsonOf(answer)?.error;
      const upstream = typeof error === 'number' && (error < 0 || error >= 1030);
      return upstream ? withHeaders(answer, { 'content-type': 'text/plain; charset=utf-8' }) : answer;
    },
  ),
  seesAnswers(
    {
      id: 'unknown-content-is-not-found',
      sentence: 'SEES answers with status 404 where it does not know the content.',
      breaks: ['SEES-TRN-11'],
      consequences: [],
    },
    () => (answer) => (jsonOf(answer)?.error === 1010 ? { ...answer, status: 404 } : answer),
  ),
];
