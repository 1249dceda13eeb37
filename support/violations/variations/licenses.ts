import type { Handler, HttpResponse } from '../../exchange';
import { tokenOf } from '../../protocol';
import { withHeaders } from '../making';
import type { Variation } from '../variation';
import { serviceAnswering } from './differently';

const denied = (status: number): Variation => ({
  id: `license-refused-with-${String(status)}`,
  aspect: 'license-refusal',
  sentence: `ExpressPlay refuses licenses with HTTP ${String(status)}.`,
  expressplay: serviceAnswering('license', (response) =>
    response.status === 403 ? { ...response, status } : response,
  ),
});

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

const granted = (change: (response: HttpResponse) => HttpResponse): ((handler: Handler) => Handler) =>
  serviceAnswering('license', (response) => (response.status === 200 ? change(response) : response));

const wrapped = (form: string, type: string, wrap: (ckc: string) => string): Variation => ({
  id: `license-as-${form}`,
  aspect: 'license-form',
  sentence: `ExpressPlay hands the CKC out as ${form}.`,
  settings: { readings: { 'license.response': form } },
  where: 'license',
  expressplay: granted((response) => ({
    ...withHeaders(response, { 'content-type': type }),
    body: Buffer.from(wrap(response.body.toString('base64'))),
  })),
});

/** How the license service answers. */
export const LICENSES: readonly Variation[] = [
  denied(400),
  denied(404),
  denied(500),
  {
    id: 'license-refused-in-html',
    aspect: 'license-refusal-text',
    sentence: 'ExpressPlay refuses licenses in HTML, the code in the title.',
    expressplay: serviceAnswering('license', (response) => {
      const code = /-\d{4}/.exec(response.body.toString('latin1'))?.[0];
      if (response.status < 400 || code === undefined) return response;
      return {
        ...withHeaders(response, { 'content-type': 'text/html' }),
        body: Buffer.from(`<html><head><title>Error ${code}</title></head><body></body></html>`),
      };
    }),
  },
  { id: 'tokens-for-one-license', aspect: 'tokens', sentence: 'A token brings one license only.', expressplay: once },
  wrapped('base64', 'text/plain', (ckc) => ckc),
  wrapped('ckc-tag', 'text/xml', (ckc) => `<ckc>${ckc}</ckc>`),
  wrapped('json', 'application/json', (ckc) => JSON.stringify({ ckc })),
  {
    id: 'license-with-a-media-type-of-its-own',
    aspect: 'license-type',
    sentence: 'ExpressPlay names a FairPlay media type for licenses.',
    expressplay: granted((response) => withHeaders(response, { 'content-type': 'application/x-fairplay-ckc' })),
  },
];
