import { brotliDecompressSync, unzipSync } from 'node:zlib';
import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { splitUrl, type Handler, type HttpHeaders, type HttpResponse } from '../exchange';
import { answer, endToEnd, headerLines, warnOfHandlerError, type OnHandlerError } from './answer';
import { Gate } from './gate';

export interface DirectOptions {
  readonly onError?: OnHandlerError;
  /** Ends what is under way. */
  readonly gate?: Gate;
}

/**
 * An axios adapter without sockets: calls go straight to the handler of their origin.
 *
 * The handler gets method, URL, headers and body exactly as a port would hand them over. Limits of the transport
 * hold, but its timeout counts real time: a virtual clock never makes a direct call late. A call to an origin without a
 * handler fails like a refused connection.
 *
 * @param routes by origin, spelled as URL.origin does: lower case, no default port
 */
export function directAdapter(routes: ReadonlyMap<string, Handler>, options: DirectOptions = {}): AxiosAdapter {
  const onError = options.onError ?? warnOfHandlerError;
  const gate = options.gate ?? new Gate();
  return async (config) => {
    const { origin, target } = splitUrl(config.url ?? '');
    const handler = routes.get(origin);
    if (handler === undefined) {
      throw Object.assign(new Error(`nobody is hosted at ${origin}`), { code: 'ECONNREFUSED' });
    }
    const request = {
      method: (config.method ?? 'GET').toUpperCase(),
      url: origin + target,
      headers: requestHeaders(config, origin),
      body: Buffer.isBuffer(config.data) ? config.data : Buffer.alloc(0),
    };
    const signal = config.signal instanceof AbortSignal ? config.signal : undefined;
    const response = await gate.pass(answer(handler, request, onError), signal);
    return forAxios(response, config);
  };
}

function requestHeaders(config: InternalAxiosRequestConfig, origin: string): HttpHeaders {
  const headers: Record<string, string> = { host: origin.replace(/^https?:\/\//, '') };
  for (const [name, value] of Object.entries(config.headers.toJSON())) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return endToEnd(headers);
}

function forAxios(response: HttpResponse, config: InternalAxiosRequestConfig): AxiosResponse<Buffer> {
  const headers: Record<string, string | string[]> = { ...response.headers };
  const cookies = headerLines(response.headers).filter(([name]) => name === 'set-cookie');
  if (cookies.length > 0) headers['set-cookie'] = cookies.map(([, value]) => value);
  const data = decoded(response, config.maxContentLength);
  return { status: response.status, statusText: '', headers, config, data };
}

/** Does what axios' own adapter does after the socket, with the cap on the decoded bytes. */
function decoded({ headers, body }: HttpResponse, cap: number | undefined): Buffer {
  const limit = cap !== undefined && cap > 0 ? { maxOutputLength: cap } : {};
  switch (body.length === 0 ? '' : headers['content-encoding']?.toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return unzipSync(body, limit);
    case 'br':
      return brotliDecompressSync(body, limit);
    default:
      return body;
  }
}
