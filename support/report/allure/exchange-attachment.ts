import type { HttpExchange } from 'allure-js-commons/http';
import type { DescribedExchange, DescribedMessage } from '../../exchange';

/** Drawn by allure-commandline from 2.46 and by Allure 3's `allure2` plugin, in their single files too. */
export const HTTP_EXCHANGE = { type: 'application/vnd.allure.http+json', extension: 'httpexchange' } as const;

/** The shape both reports draw as an HTTP exchange. */
export function httpExchange(exchange: DescribedExchange): HttpExchange {
  const { request, response, failure, startMs, endMs } = exchange;
  return {
    schemaVersion: 1,
    request: { method: request.method, url: request.url, headers: headersOf(request), ...bodyOf(request) },
    ...(response && { response: { status: response.status, headers: headersOf(response), ...bodyOf(response) } }),
    ...(failure !== undefined && { error: { name: 'No complete answer', message: failure } }),
    start: startMs,
    ...(endMs !== undefined && { stop: endMs }),
  };
}

function headersOf({ headers }: DescribedMessage): { name: string; value: string }[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

function bodyOf({ headers, body }: DescribedMessage): {
  body?: { contentType: string; encoding: 'utf8'; value: string };
} {
  // A binary body is described in words; its own media type would make a report decode them.
  const declared = headers['content-type'] ?? '';
  const contentType = /json|text|xml|urlencoded/u.test(declared) ? declared : 'text/plain';
  return body === '' ? {} : { body: { contentType, encoding: 'utf8', value: body } };
}
