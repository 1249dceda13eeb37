import http from 'node:http';
import https from 'node:https';
import { createSecureContext, type PeerCertificate, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { classifyError, transportError } from './classify-error';
import { Ending, whenAborted } from './ending';
import type { Call, CallOptions, HttpHeaders, HttpRequest, HttpResponse } from './http';
import { HEADER_BYTES, LIMITS } from './limits';
import { loadedAxios } from './loaded-axios';
import { proxyRefusal, unreachable } from './proxy';
import { ProxiedWay, type ProxyFor, type Route } from './proxied-way';
import { TimeLimit } from './time-limit';
import { splitUrl } from './wire-url';

/** PEM text or bytes. */
export type Pem = string | Buffer;

export interface TransportOptions {
  readonly tls?: {
    /** Authorities to trust instead of the platform's. */
    readonly ca?: Pem | readonly Pem[];
    /** Client certificate with its chain, and its key. */
    readonly cert?: Pem;
    readonly key?: Pem;
    readonly passphrase?: string;
    /** Name to ask for and to check the certificate against; default: the host of the URL. */
    readonly servername?: string;
    /** What is wrong with the name in a certificate whose chain is sound; default: what node's own comparison says. */
    readonly checkServerIdentity?: (host: string, certificate: PeerCertificate) => Error | undefined;
  };
  /** For the whole exchange: name lookup, connect, TLS, headers and body. Default 10,000. */
  readonly timeoutMs?: number;
  /** Cap on the body, counted after content decoding. Default 1 MiB. */
  readonly maxResponseBytes?: number;
  /** Keep connections for later calls; default true. If not, every call has its own and `maxSockets` does not count. */
  readonly keepAlive?: boolean;
  /** How long an idle connection is kept; default 1,000. */
  readonly idleMs?: number;
  /** Connections to one host at the same time; further calls wait, and their timeout runs. Default 256. */
  readonly maxSockets?: number;
  /** Calls go by the proxy it names for their URL. Default: none does, whatever the environment says. */
  readonly proxyFor?: ProxyFor;
  /** Carries the call instead of axios and sockets (direct hosting). */
  readonly adapter?: Carrier;
}

/**
 * Takes a request to whoever answers it, in this process.
 * @param limits the body may have `maxBytes` once decoded; `ending` ends the call
 * @throws whatever {@link classifyError} knows
 */
export type Carrier = (
  request: HttpRequest,
  limits: { readonly maxBytes: number; readonly ending: Ending },
) => Promise<HttpResponse>;

/** A {@link Call} that owns connections. */
export type Transport = Call & {
  /** Ends every connection, also those in use; the transport can go on to be used. */
  readonly close: () => void;
};

export const DEFAULT_TIMEOUT_MS = LIMITS.timeouts.entitlementMs.default;
export const DEFAULT_MAX_RESPONSE_BYTES = LIMITS.limits.responseBytes.default;

/**
 * Idle connections are let go sooner than any usual server lets go of them: a call on a connection that the server is
 * just closing fails with a reset, and it may not be repeated, since nobody can tell whether it was received.
 */
const IDLE_MS = 1_000;

/** `false` keeps axios from adding the header. */
const NO_DEFAULT_HEADERS = { accept: false, 'content-type': false, 'user-agent': false, 'accept-encoding': false };

/**
 * The way to a server: one set of connections and one TLS identity.
 *
 * * Any status is an answer; redirects are never followed, so credentials never travel on.
 * * No proxy but that of `proxyFor`, no cookies, no headers but those given (and `host`, `connection` and, where there is a body or the method
 *   is meant to have one, `content-length`, which HTTP itself asks for).
 * * Path and query go out as spelled; see {@link splitUrl} for what a request line cannot hold.
 * * Server certificates are always checked; NODE_TLS_REJECT_UNAUTHORIZED changes nothing.
 * * The answer's headers are as sent, its body is decoded (gzip, deflate, br).
 *
 * @throws {TransportError} (from the call) when no complete answer came
 */
export function createTransport(options: TransportOptions = {}): Transport {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const maxBytes = options.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES;
  const keepAlive = options.keepAlive ?? true;
  // node keeps connections of an agent with a finite number of sockets alive, whatever keepAlive says.
  const maxSockets = keepAlive ? (options.maxSockets ?? LIMITS.limits.sockets.default) : Infinity;
  const pool = { keepAlive, maxSockets, timeout: options.idleMs ?? IDLE_MS };
  const httpAgent = new http.Agent(pool);
  const httpsAgent = new https.Agent({ ...pool, ...tlsOptions(options), rejectUnauthorized: true });
  const proxied =
    options.proxyFor === undefined ? undefined : new ProxiedWay(options.proxyFor, pool, tlsOptions(options), timeoutMs);
  let made: AxiosInstance | undefined;
  const client = (): AxiosInstance =>
    (made ??= loadedAxios().create({
      adapter: 'http',
      httpAgent,
      httpsAgent,
      proxy: false,
      maxRedirects: 0,
      maxContentLength: maxBytes,
      responseType: 'arraybuffer',
      decompress: true,
      validateStatus: () => true,
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
    }));
  // Now, and not at the first call: loading it is nobody's answering time.
  if (options.adapter === undefined) client();

  const overSockets = async (
    { method, url, headers, body }: HttpRequest,
    ending: Ending,
    route: Route | undefined,
  ): Promise<HttpResponse> => {
    const controller = new AbortController();
    ending.onEnd(() => controller.abort());
    const { origin, target } = splitUrl(url);
    const wire = new WireRequest(origin, target, headers, route);
    const response = await client().request<unknown>({
      method,
      url: origin + target,
      headers: { ...NO_DEFAULT_HEADERS, ...headers },
      ...(body.length > 0 ? { data: body } : {}),
      signal: controller.signal,
      transport: wire,
    });
    const answered = wire.answerHeaders ?? headersOf(response);
    if (route?.absoluteForm !== undefined && isOfProxy(response.status, answered)) {
      throw proxyRefusal(route.proxy, response.status, method);
    }
    return { status: response.status, headers: answered, body: bytesOf(response.data) };
  };

  const call = async (request: HttpRequest, callOptions: CallOptions = {}): Promise<HttpResponse> => {
    const { signal, ending = new Ending() } = callOptions;
    if (signal?.aborted === true) throw transportError('aborted', request, undefined);
    const limit = new TimeLimit(timeoutMs, () => ending.end('timeout'));
    if (options.adapter === undefined) limit.start();
    const stayed = signal && whenAborted(signal, () => ending.end('aborted'));
    let route: Route | undefined;
    try {
      if (options.adapter === undefined) route = proxied?.routeTo(splitUrl(request.url).origin);
      const complete = { ...request, headers: completeHeaders(request) };
      const response =
        options.adapter === undefined
          ? await overSockets(complete, ending, route)
          : await options.adapter(complete, { maxBytes, ending });
      if (response.body.length > maxBytes)
        throw transportError('too-large', request, undefined, `over ${String(maxBytes)} bytes`);
      return response;
    } catch (error) {
      if (ending.reason === 'timeout') throw transportError('timeout', request, undefined, lateness(timeoutMs, route));
      if (ending.reason === 'aborted') throw transportError('aborted', request, undefined);
      const classified = classifyError(error, request);
      // Nobody but the proxy is connected to.
      if (route?.absoluteForm !== undefined && /^(refused|dns|tls)$/.test(classified.failure)) {
        throw classifyError(unreachable(route.proxy, error as Error), request);
      }
      if (classified.failure !== 'too-large') throw classified;
      throw transportError('too-large', request, undefined, `over ${String(maxBytes)} bytes`);
    } finally {
      limit.callOff();
      stayed?.();
    }
  };
  return Object.assign(call, {
    close: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
      proxied?.close();
    },
  });
}

const NODES_OWN = http.ClientRequest;

/**
 * axios parses the URL (which respells it) and adds headers of its own; this stands between it and node's http module
 * and puts back what the caller said.
 */
class WireRequest {
  answerHeaders: HttpHeaders | undefined;

  constructor(
    private readonly origin: string,
    private readonly target: string,
    private readonly headers: HttpHeaders,
    private readonly route: Route | undefined,
  ) {}

  // An arrow: axios takes the function off the object.
  readonly request = (
    given: https.RequestOptions,
    onResponse: (response: http.IncomingMessage) => void,
  ): http.ClientRequest => {
    const options = { ...given, path: this.target, headers: { ...this.headers }, maxHeaderSize: HEADER_BYTES };
    const answered = (response: http.IncomingMessage): void => {
      this.answerHeaders = joined(linesOf(response.rawHeaders));
      onResponse(response);
    };
    const { route } = this;
    if (route?.absoluteForm !== undefined) {
      const host = this.origin.replace(/^https?:\/\//, '');
      const headers = { host, ...options.headers, ...route.proxy.headers };
      const path = this.origin + this.target;
      return route.proxy.request({ ...options, path, headers, agent: route.absoluteForm }, answered);
    }
    const routed = route === undefined ? options : { ...options, agent: route.tunnel };
    // Looked up at call time, because nock replaces it and the functions of these modules. Of the two ways into nock this one is
    // its own; behind `request` the interceptors that it shares with others turn every call into a fetch and back.
    const { ClientRequest } = http;
    if (ClientRequest !== NODES_OWN) return new ClientRequest(withScheme(routed), answered);
    const { request } = given.protocol === 'https:' ? https : http;
    return request(routed, answered);
  };
}

/** nock does not find it in the agent. */
function withScheme(options: https.RequestOptions): https.RequestOptions & { proto: string } {
  return { ...options, proto: options.protocol === 'https:' ? 'https' : 'http' };
}

/** node's own `headersDistinct` is empty on answers that nock makes. */
function linesOf(rawHeaders: readonly string[]): Readonly<Record<string, string[]>> {
  // Without a prototype: a header may be called `__proto__`.
  const lists = Object.create(null) as Record<string, string[]>;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    (lists[name.toLowerCase()] ??= []).push(value);
  }
  return lists;
}

/**
 * In absolute form the proxy's own answers look like those of the server. 407 is the proxy's by definition; a gateway's failure
 * in anything but the services' JSON is more likely its than theirs, and decides nothing in either case.
 */
function isOfProxy(status: number, headers: HttpHeaders): boolean {
  const gateways = status === 502 || status === 503 || status === 504;
  return status === 407 || (gateways && !/\bjson\b/i.test(headers['content-type'] ?? ''));
}

function lateness(timeoutMs: number, route: Route | undefined): string {
  return `${String(timeoutMs)} ms${route === undefined ? '' : ` through the proxy ${route.proxy.shown}`}`;
}

function completeHeaders(request: HttpRequest): HttpHeaders {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  const hasBody = request.body.length > 0 || /^(post|put|patch)$/i.test(request.method);
  if (hasBody && !('content-length' in headers) && !('transfer-encoding' in headers)) {
    headers['content-length'] = String(request.body.length);
  }
  return headers;
}

function tlsOptions({ tls }: TransportOptions): https.AgentOptions {
  if (tls === undefined) return {};
  const { ca, cert, key, passphrase, ...rest } = tls;
  const identity = {
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' || Buffer.isBuffer(ca) ? ca : [...ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
  // Read once: left to node, every connection parses every authority again, and every call spells them out.
  return { ...rest, ...(contextOf(identity) ?? identity) };
}

/** undefined: something in it cannot be read, which every connection is going to say. */
function contextOf(identity: SecureContextOptions): { secureContext: SecureContext } | undefined {
  try {
    return { secureContext: createSecureContext(identity) };
  } catch {
    return undefined;
  }
}

function bytesOf(data: unknown): Buffer {
  if (Buffer.isBuffer(data)) return data;
  if (data instanceof Uint8Array) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return typeof data === 'string' ? Buffer.from(data) : Buffer.alloc(0);
}

function headersOf(response: AxiosResponse<unknown>): HttpHeaders {
  const lists: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value === undefined || value === null) continue;
    lists[name.toLowerCase()] = Array.isArray(value) ? value.map(String) : [String(value)];
  }
  return joined(lists);
}

/** Several lines of one name as one text: `, ` between them, a line feed for set-cookie, whose values hold commas. */
export function joined(lists: Readonly<Record<string, readonly string[] | undefined>>): HttpHeaders {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(lists)) {
    if (values !== undefined) headers[name] = values.join(name === 'set-cookie' ? '\n' : ', ');
  }
  return headers;
}
