import { jsonOf, withHeaders, withJson } from '../making';
import type { Variation } from '../variation';
import { answering, isRefused } from './differently';

/** How SEES says no. */
export const REFUSALS: readonly Variation[] = [
  {
    id: 'refusal-without-url',
    aspect: 'refusal-url',
    sentence: 'A refusal has no epTokenURL.',
    options: { refusal: { epTokenURL: 'absent' } },
    where: 'refusal',
  },
  {
    id: 'refusal-with-null',
    aspect: 'refusal-url',
    sentence: 'A refusal has epTokenURL null.',
    options: { refusal: { epTokenURL: 'null' } },
    where: 'refusal',
  },
  {
    id: 'refusal-with-403',
    aspect: 'refusal-status',
    sentence: 'SEES refuses with HTTP 403.',
    options: { refusal: { status: 403 } },
    settings: { readings: { 'denial.status': 'any' } },
    where: 'refusal',
  },
  {
    id: 'refusal-text-in-another-language',
    aspect: 'refusal-text',
    sentence: 'SEES words its refusals in German, with umlauts.',
    sees: answering((response) =>
      isRefused(response)
        ? withJson(response, {
            ...jsonOf(response),
            errorText: 'Für dieses Gerät gibt es keine Lizenz – bitte registrieren.',
          })
        : response,
    ),
  },
  {
    id: 'refusal-text-short',
    aspect: 'refusal-text',
    sentence: 'SEES words every refusal as "no".',
    sees: answering((response) =>
      isRefused(response) ? withJson(response, { ...jsonOf(response), errorText: 'no' }) : response,
    ),
  },
  {
    id: 'refusal-numbers-negative',
    aspect: 'refusal-number',
    sentence: 'SEES numbers its own refusals from -100000 downwards.',
    sees: answering((response) => {
      const answer = jsonOf(response);
      const error = answer?.error;
      if (answer?.isAllowed !== false || typeof error !== 'number' || error < 0) return response;
      return withJson(response, { ...answer, error: -100_000 - error });
    }),
  },
  {
    id: 'malformed-is-422',
    aspect: 'malformed',
    sentence: 'SEES answers malformed requests with 422 and plain text.',
    sees: answering((response) =>
      response.status === 400
        ? {
            status: 422,
            headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
            body: Buffer.from('This is no entitlement request.\n'),
          }
        : response,
    ),
  },
  {
    id: 'malformed-without-body',
    aspect: 'malformed',
    sentence: 'SEES answers malformed requests with 400 and nothing else.',
    sees: answering((response) =>
      response.status === 400
        ? { status: 400, headers: { 'cache-control': 'no-store' }, body: Buffer.alloc(0) }
        : response,
    ),
  },
  {
    id: 'too-large-closes',
    aspect: 'too-large',
    sentence: 'SEES answers what is too large with 400 instead of 413.',
    sees: answering((response) => (response.status === 413 ? { ...response, status: 400 } : response)),
  },
  {
    id: 'refusals-with-retry-after',
    sentence: 'SEES sends refusals with a Retry-After header.',
    sees: answering((response) => (isRefused(response) ? withHeaders(response, { 'retry-after': '30' }) : response)),
  },
];
