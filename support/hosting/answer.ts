import { validateHeaderName, validateHeaderValue } from 'node:http';
import { ConnectionFault, type Handler, type HttpHeaders, type HttpRequest, type HttpResponse } from '../exchange';

/** Told of every fault of a handler; the caller got a 500. */
export type OnHandlerError = (error: unknown, request: HttpRequest) => void;

/** Statuses whose answers have no body, whatever a handler says. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** Headers that belong to one connection and not to the message; handlers of every hosting never see them. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'te',
  'upgrade',
]);

/** Without anything better to do, a fault is shown rather than lost. */
export const warnOfHandlerError: OnHandlerError = (error, request) => {
  const what = error instanceof Error ? error.message : String(error);
  process.emitWarning(`A hosted handler failed on ${request.method}: ${what}`);
};

/**
 * Runs a handler the way every hosting does: its faults become a plain 500 and are reported, its answer gets a
 * `content-length`, and an answer that HTTP gives no body (HEAD, 204, 205, 304) has none.
 * @throws {ConnectionFault} when the handler will not answer; of a silence not before it is over
 */
export async function answer(handler: Handler, request: HttpRequest, onError: OnHandlerError): Promise<HttpResponse> {
  try {
    return framed(await handler(request), request.method);
  } catch (error) {
    if (error instanceof ConnectionFault) {
      if (error.kind === 'silent') await error.over;
      throw error;
    }
    onError(error, request);
    return framed({ status: 500, headers: {}, body: Buffer.alloc(0) }, request.method);
  }
}

/** The request headers that are part of the message. */
export function endToEnd(headers: HttpHeaders): HttpHeaders {
  if (!Object.keys(headers).some((name) => HOP_BY_HOP.has(name))) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

/** One entry per header line: a set-cookie text with line feeds becomes several lines. */
export function headerLines(headers: HttpHeaders): [name: string, value: string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    name === 'set-cookie' ? value.split('\n').map((line): [string, string] => [name, line]) : [[name, value]],
  );
}

/** @throws {Error} when it cannot be sent */
function framed({ status, headers: given, body }: HttpResponse, method: string): HttpResponse {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError(`A handler answers with a status from 200 to 599, not ${String(status)}`);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!PLAIN_NAME.test(name) || !PLAIN_VALUE.test(value)) check(name, value);
    headers[name.toLowerCase()] = value;
  }
  const bodiless = BODILESS.has(status);
  if (!bodiless && !('content-length' in headers) && !('transfer-encoding' in headers)) {
    headers['content-length'] = String(body.length);
  }
  return { status, headers, body: bodiless || method.toUpperCase() === 'HEAD' ? Buffer.alloc(0) : body };
}

/** Nothing for node to object to. */
const PLAIN_NAME = /^[a-z-]+$/i;
const PLAIN_VALUE = /^[\x20-\x7e]*$/;

function check(name: string, value: string): void {
  for (const [one, line] of headerLines({ [name]: value })) {
    validateHeaderName(one);
    validateHeaderValue(one, line);
  }
}
