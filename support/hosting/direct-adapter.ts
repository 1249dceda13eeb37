import { brotliDecompressSync, unzipSync } from 'node:zlib';
import { splitUrl, type Carrier, type Handler, type HttpHeaders, type HttpResponse } from '../exchange';
import { answer, endToEnd, warnOfHandlerError, type OnHandlerError } from './answer';
import { Gate } from './gate';

export interface DirectOptions {
  readonly onError?: OnHandlerError;
  /** Ends what is under way. */
  readonly gate?: Gate;
}

/**
 * A way without sockets: calls go straight to the handler of their origin.
 *
 * The handler gets method, URL, headers and body exactly as a port would hand them over. Limits of the transport
 * hold, but its timeout counts real time: a virtual clock never makes a direct call late. A call to an origin without a
 * handler fails like a refused connection.
 *
 * @param routes by origin, spelled as URL.origin does: lower case, no default port
 */
export function directAdapter(routes: ReadonlyMap<string, Handler>, options: DirectOptions = {}): Carrier {
  const onError = options.onError ?? warnOfHandlerError;
  const gate = options.gate ?? new Gate();
  return async (asked, { maxBytes, ending }) => {
    const { origin, target } = splitUrl(asked.url);
    const handler = routes.get(origin);
    if (handler === undefined) {
      throw Object.assign(new Error(`nobody is hosted at ${origin}`), { code: 'ECONNREFUSED' });
    }
    const request = {
      method: asked.method.toUpperCase(),
      url: origin + target,
      headers: requestHeaders(asked.headers, origin),
      body: asked.body,
    };
    const response = await gate.pass(answer(handler, request, onError), ending);
    return { ...response, body: decoded(response, maxBytes) };
  };
}

function requestHeaders(headers: HttpHeaders, origin: string): HttpHeaders {
  return endToEnd({ host: origin.slice(origin.indexOf('//') + 2), ...headers });
}

/** Does what axios' own adapter does after the socket, with the cap on the decoded bytes. */
function decoded({ headers, body }: HttpResponse, maxOutputLength: number): Buffer {
  switch (body.length === 0 ? '' : headers['content-encoding']?.toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return unzipSync(body, { maxOutputLength });
    case 'br':
      return brotliDecompressSync(body, { maxOutputLength });
    default:
      return body;
  }
}
