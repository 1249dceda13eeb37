import type { Handler } from '../../exchange';
import type { Variation } from '../variation';
import { jsonOf, withHeaders, withJson, withText } from '../making';
import { answering, isGranted, serviceAnswering, withObject } from './differently';

/** Every so often the answer is that there were too many requests. */
function throttled(handler: Handler): Handler {
  let requests = 0;
  return (request) => {
    requests += 1;
    if (requests % 7 !== 0) return handler(request);
    return Promise.resolve({ status: 429, headers: { 'retry-after': '1' }, body: Buffer.alloc(0) });
  };
}

/** How SEES writes its answers. */
export const ENTITLEMENTS: readonly Variation[] = [
  {
    id: 'json-with-more',
    sentence: 'SEES answers with further JSON properties and a charset.',
    sees: (handler) => async (request) => {
      const response = await handler(request);
      const json = jsonOf(response);
      if (json === undefined) return response;
      const type = response.headers['content-type'] ?? '';
      return withHeaders(withJson(response, { server: 'sees', ...json, trace: { id: 7 } }), {
        'content-type': `${type}; charset=utf-8`,
      });
    },
  },
  {
    id: 'json-indented',
    aspect: 'json-text',
    sentence: 'SEES indents its JSON and ends it with a line feed.',
    sees: answering((response) => {
      const json = jsonOf(response);
      return json === undefined ? response : withText(response, () => `${JSON.stringify(json, null, 2)}\n`);
    }),
  },
  {
    id: 'json-with-escapes',
    aspect: 'json-text',
    sentence: 'SEES escapes slashes and everything beyond ASCII in its JSON.',
    sees: answering((response) =>
      jsonOf(response) === undefined
        ? response
        : withText(response, (text) =>
            text
              .replaceAll('/', String.raw`\/`)
              .replace(/[\u0080-\uffff]/g, (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
          ),
    ),
  },
  {
    id: 'json-the-other-way-round',
    aspect: 'json-order',
    sentence: 'SEES writes the members of its JSON in the opposite order.',
    sees: answering(withObject((answer) => Object.fromEntries(Object.entries(answer).reverse()))),
  },
  {
    id: 'media-type-in-capitals',
    aspect: 'media-type',
    sentence: 'SEES writes the media type in capitals.',
    sees: answering((response) =>
      jsonOf(response) === undefined ? response : withHeaders(response, { 'content-type': 'APPLICATION/JSON' }),
    ),
  },
  {
    id: 'media-type-with-quoted-charset',
    aspect: 'media-type',
    sentence: 'SEES writes the charset in quotation marks.',
    sees: answering((response) =>
      jsonOf(response) === undefined
        ? response
        : withHeaders(response, { 'content-type': 'application/json;charset="UTF-8"' }),
    ),
  },
  {
    id: 'grants-with-empty-error',
    aspect: 'grant-members',
    sentence: 'SEES writes error 0 and an empty errorText into grants.',
    sees: answering((response) =>
      isGranted(response) ? withJson(response, { ...jsonOf(response), error: 0, errorText: '' }) : response,
    ),
  },
  {
    id: 'more-headers',
    sentence: 'SEES sends further headers, and so does ExpressPlay with licenses.',
    sees: answering((response) =>
      withHeaders(response, {
        server: 'entitlements/7.1',
        'x-request-id': '0f8b6c1e',
        'strict-transport-security': 'max-age=63072000',
        vary: 'accept-encoding',
        date: new Date(0).toUTCString(),
      }),
    ),
    expressplay: serviceAnswering('license', (response) =>
      response.status === 200
        ? withHeaders(response, { 'access-control-allow-origin': '*', 'x-served-by': 'edge-3', server: 'fp/2' })
        : response,
    ),
  },
  {
    id: 'cache-control-with-more',
    aspect: 'cache-control',
    sentence: 'SEES forbids caching in more words.',
    sees: answering((response) =>
      response.headers['cache-control'] === undefined
        ? response
        : withHeaders(response, {
            'cache-control': 'private, no-cache, no-store, must-revalidate, max-age=0',
            pragma: 'no-cache',
          }),
    ),
  },
  { id: 'every-seventh-throttled', sentence: 'SEES answers every seventh request with 429.', sees: throttled },
];
