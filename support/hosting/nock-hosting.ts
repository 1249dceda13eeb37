import timers from 'node:timers';
import { joined, type Handler, type HttpRequest } from '../exchange';
import { answer, endToEnd, headerLines, warnOfHandlerError, type OnHandlerError } from './answer';
import { Gate } from './gate';
import type { Hosted } from './hosted';

type Nock = typeof import('nock');

/** What nock calls a request: node's own class with nock's bookkeeping tacked on. */
interface NockRequest {
  readonly method: string;
  readonly path: string;
  headers: Record<string, unknown>;
  readonly requestBodyBuffers?: readonly Buffer[];
  getHeaders(): NodeJS.Dict<number | string | string[]>;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)(:\d+)?$/;

let hosts = 0;
let leaveActive = false;

/**
 * Answers every call of this process to `origin` with the handler. While anything is hosted so, other hosts than
 * loopback cannot be reached.
 *
 * What nock cannot keep: no handshake takes place. For calls by other ways than our transport (`http.request`, fetch) it also
 * parses URLs (`'` in a query arrives as `%27`, dot segments are resolved).
 *
 * @param origin e.g. `https://sees.test`
 */
export function hostBehindNock(handler: Handler, origin: string, options: { onError?: OnHandlerError } = {}): Hosted {
  const onError = options.onError ?? warnOfHandlerError;
  const nock = enter();
  const gate = new Gate();
  const scope = nock(origin).persist();
  // nock parses JSON bodies before it asks for a reply and fails the call on bad JSON. It looks at this copy of the
  // headers only, so without a content type it leaves the bytes alone.
  scope.on('request', (request: NockRequest) => {
    request.headers = {};
  });
  const interceptors = METHODS.map((method) => scope.intercept(() => true, method));
  for (const interceptor of interceptors) {
    interceptor.reply(async function reply(this: { req: unknown }) {
      const request = requestOf(this.req as NockRequest, origin);
      const response = await gate.pass(answer(handler, request, onError));
      return [response.status, response.body, headerLines(response.headers).flat()] as const;
    });
  }
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    gate.close();
    for (const interceptor of interceptors) nock.removeInterceptor(interceptor);
    // Calls that the gate just ended fail a few ticks later; with nock gone by then, they would become answers.
    for (let turns = 0; turns < 3; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    leave(nock);
  };
  return { origin, close: () => (closing ??= close()) };
}

function requestOf(request: NockRequest, origin: string): HttpRequest {
  const lists: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(request.getHeaders())) {
    if (value !== undefined) lists[name.toLowerCase()] = Array.isArray(value) ? value : [String(value)];
  }
  return {
    method: request.method,
    url: origin + request.path,
    headers: endToEnd(joined(lists)),
    body: Buffer.concat(request.requestBodyBuffers ?? []),
  };
}

/** Loads nock only when it is needed: loading costs time and replaces functions of node's http module. */
function enter(): Nock {
  const loaded = require.resolve('nock') in require.cache;
  const nock = loaded ? (require('nock') as Nock) : loadedWithoutIdling();
  if (hosts === 0) {
    leaveActive = loaded && nock.isActive();
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    nock.enableNetConnect(LOOPBACK);
  }
  hosts += 1;
  return nock;
}

/**
 * nock puts off each answer twice by a timer of 0 ms (its delays, none of which is used here), and a timer takes a whole
 * millisecond. The timer that it takes hold of when it is loaded gives such a turn at once instead, in the same order.
 */
function loadedWithoutIdling(): Nock {
  const { setTimeout: patient } = timers;
  const prompt = (callback: (...given: unknown[]) => void, ms?: number, ...given: unknown[]): unknown =>
    ms === undefined || ms > 0 ? patient(callback, ms, ...given) : setImmediate(callback, ...given);
  try {
    Object.assign(timers, { setTimeout: prompt });
    return require('nock') as Nock;
  } finally {
    Object.assign(timers, { setTimeout: patient });
  }
}

function leave(nock: Nock): void {
  hosts -= 1;
  if (hosts > 0) return;
  nock.enableNetConnect();
  if (!leaveActive) nock.restore();
}
