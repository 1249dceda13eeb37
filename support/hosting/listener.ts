import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { ConnectionFault, HEADER_BYTES, LIMITS, type Handler, type Pem } from '../exchange';
import { answer, endToEnd, headerLines, warnOfHandlerError, type OnHandlerError } from './answer';
import { readBody } from './read-body';
import { joined } from '../exchange';

export interface ListenerTls {
  readonly cert: Pem;
  readonly key: Pem;
  /** Authorities of client certificates. */
  readonly ca?: Pem | readonly Pem[];
  /** Mutual TLS: a client without a certificate from `ca` gets no further than the handshake. */
  readonly requestClientCertificate?: boolean;
  /**
   * Asks for certificates without demanding one, and is asked about each client once its handshake is over: who serves it.
   * Undefined: nobody, the connection ends.
   */
  readonly admit?: (client: TlsClient) => Handler | undefined;
}

/** A client of a TLS listener, after the handshake. */
export interface TlsClient {
  /** Undefined: it showed none. */
  readonly certificate: PeerCertificate | undefined;
  /** What OpenSSL has against its certificate, e.g. `CERT_HAS_EXPIRED`; undefined: nothing. */
  readonly problem: string | undefined;
}

export interface ListenOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Needed for a host that other machines can reach. */
  readonly allowNonLoopback?: boolean;
  readonly tls?: ListenerTls;
  /** What stands before the path in the URLs that the handler gets, where it is not the listening address. */
  readonly publicOrigin?: string;
  readonly onError?: OnHandlerError;
  /**
   * Told of connections that ended before a request: failed handshakes, broken HTTP, and (`code` LEFT_HANDSHAKE) clients
   * that left during the handshake or right after it, as those do that do not like our certificate.
   */
  readonly onConnectionError?: (error: Error) => void;
  /** A larger request body is answered with 413. Default 1 MiB. */
  readonly maxRequestBytes?: number;
  /** Further ones are cut at once. Default: as many as the system allows. */
  readonly maxConnections?: number;
  readonly timeouts?: {
    /** From connecting to the end of the headers; default 10,000. */
    readonly headersMs?: number;
    /** From connecting to the end of the body; default 30,000. */
    readonly requestMs?: number;
    /** How long an idle connection is kept; default 5,000. */
    readonly keepAliveMs?: number;
  };
}

/** A handler on a port. */
export interface Listener {
  readonly origin: string;
  readonly port: number;
  /** From the next handshake on, other certificates; connections that stand stay as they are. */
  swapCertificate(tls: ListenerTls): void;
  /**
   * On how many connections a client has said anything so far, be it the beginning of a handshake; at a TLS port without those
   * that speak plain HTTP.
   */
  heard(): number;
  /** Cuts every connection at once; `reset` does it with a TCP reset. New ones are welcome. */
  dropConnections(how?: { readonly reset?: boolean }): void;
  /**
   * Takes no more connections, ends idle ones at once and those in use after `graceMs` (default 0), answered or not.
   * A second call waits for the first.
   */
  close(how?: { readonly graceMs?: number }): Promise<void>;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/**
 * Puts a handler on a port, over http, https or mutual TLS.
 * @throws {Error} when the address is taken or not allowed; the message names it
 */
export async function listen(handler: Handler, options: ListenOptions = {}): Promise<Listener> {
  const { host = '127.0.0.1', port: wanted = 0 } = options;
  if (!LOOPBACK.test(host) && options.allowNonLoopback !== true) {
    throw new Error(`${host} can be reached from other machines; listen on 127.0.0.1, or say allowNonLoopback`);
  }
  const server = createServer(options);
  if (options.maxConnections !== undefined) server.maxConnections = options.maxConnections;
  const sockets = new Set<Socket>();
  let heardBefore = 0;
  let plainAtTls = 0;
  // Of TLS servers too this is the plain connection, so handshakes under way are among them.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      heardBefore += Number(socket.bytesRead > 0);
    });
  });
  let closing: Promise<void> | undefined;
  const servedBy = new WeakMap<Socket, Handler>();
  const admit = options.tls?.admit;
  if (admit !== undefined) {
    server.on('secureConnection', (socket: TLSSocket) => {
      const serving = admit(clientOn(socket));
      if (serving === undefined) socket.destroy();
      else servedBy.set(socket, serving);
    });
  }
  await bind(server, host, wanted);
  const { port } = server.address() as AddressInfo;
  const scheme = options.tls === undefined ? 'http' : 'https';
  const origin = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    // A kept connection that was in use when the listener closed is idle now, and would be waited for.
    response.once('close', () => {
      if (closing !== undefined) setImmediate(() => server.closeIdleConnections());
    });
    const serving = admit === undefined ? handler : servedBy.get(request.socket);
    // What came along with the end of the handshake is read although the connection has ended.
    if (serving === undefined) return;
    void serve(serving, options.publicOrigin ?? origin, options, request, response).catch((error: unknown) => {
      // A connection that stands can no longer be refused: it ends without a byte.
      const reset = error instanceof ConnectionFault && error.kind === 'reset';
      cut([beneath(request.socket)], reset);
    });
  });
  reportConnectionErrors(server, options);
  server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
    plainAtTls += Number(error.code === 'ERR_SSL_HTTP_REQUEST');
  });

  // Only the plain connection can be reset, and a TLS socket does not tell which one it stands on.
  const beneath = (socket: Socket): Socket =>
    [...sockets].find(
      ({ remoteAddress, remotePort }) => remoteAddress === socket.remoteAddress && remotePort === socket.remotePort,
    ) ?? socket;
  const dropConnections: Listener['dropConnections'] = ({ reset = false } = {}) => {
    cut(sockets, reset);
  };
  return {
    origin,
    port,
    heard: () => [...sockets].reduce((sum, { bytesRead }) => sum + Number(bytesRead > 0), heardBefore) - plainAtTls,
    dropConnections,
    swapCertificate: (tls) => {
      if (!(server instanceof https.Server))
        throw new Error(`${origin} speaks plain http: it has no certificate to swap`);
      server.setSecureContext(secureContext(tls));
    },
    close: ({ graceMs = 0 } = {}) => {
      closing ??= new Promise((resolve) => {
        const timer = setTimeout(dropConnections, graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
        if (graceMs === 0) dropConnections();
      });
      return closing;
    },
  };
}

function cut(sockets: Iterable<Socket>, reset: boolean): void {
  for (const socket of sockets) {
    if (reset) socket.resetAndDestroy();
    else socket.destroy();
  }
}

function createServer(options: ListenOptions): http.Server | https.Server {
  const headersTimeout = options.timeouts?.headersMs ?? LIMITS.timeouts.requestMs.default;
  const requestTimeout = Math.max(headersTimeout, options.timeouts?.requestMs ?? 30_000);
  const settings = {
    maxHeaderSize: HEADER_BYTES,
    headersTimeout,
    requestTimeout,
    keepAliveTimeout: options.timeouts?.keepAliveMs ?? 5_000,
    // node looks for late requests at this interval only, every 30 s unless told.
    connectionsCheckingInterval: Math.max(50, Math.min(1_000, headersTimeout / 2)),
  };
  if (options.tls === undefined) return http.createServer(settings);
  const mutual = options.tls.requestClientCertificate === true;
  return https.createServer({
    ...settings,
    ...secureContext(options.tls),
    requestCert: mutual || options.tls.admit !== undefined,
    rejectUnauthorized: mutual && options.tls.admit === undefined,
    handshakeTimeout: headersTimeout,
  });
}

function clientOn(socket: TLSSocket): TlsClient {
  const certificate = socket.getPeerCertificate();
  // The typings say Error; it is the code of one.
  const problem: unknown = socket.authorizationError;
  return {
    certificate: Object.keys(certificate).length === 0 ? undefined : certificate,
    problem: socket.authorized ? undefined : String(problem),
  };
}

function secureContext({ cert, key, ca }: ListenerTls): { cert: Pem; key: Pem; ca?: Pem | Pem[] } {
  if (ca === undefined) return { cert, key };
  return { cert, key, ca: typeof ca === 'string' || Buffer.isBuffer(ca) ? ca : [...ca] };
}

function bind(server: http.Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const where = `${host}:${String(port)}`;
      const why: Record<string, string> = {
        EADDRINUSE: `Port ${where} is taken by another program; choose another port, or 0 for any free one`,
        EACCES: `This user may not listen on ${where}; choose a port above 1023`,
        EADDRNOTAVAIL: `${where} is no address of this machine`,
      };
      reject(new Error(why[error.code ?? ''] ?? `Cannot listen on ${where}: ${error.message}`, { cause: error }));
    });
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function reportConnectionErrors(server: http.Server, options: ListenOptions): void {
  const report = (error: Error): void => options.onConnectionError?.(error);
  server.on('error', report);
  // node's own listener would hand failed handshakes on to clientError, where they are no HTTP to answer.
  server.removeAllListeners('tlsClientError');
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    report(error.code === 'ECONNRESET' ? leftHandshake() : error);
    socket.destroy();
  });
  if (options.onConnectionError !== undefined) reportLeaving(server, report);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    report(error);
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
}

function leftHandshake(): Error {
  return Object.assign(new Error('the client left during the handshake or right after it'), { code: 'LEFT_HANDSHAKE' });
}

/** Whoever finds our certificate wrong by rules of its own completes the handshake, hangs up and says nothing. */
function reportLeaving(server: http.Server, report: (error: Error) => void): void {
  const asked = new WeakSet<Socket>();
  server.on('request', ({ socket }: http.IncomingMessage) => asked.add(socket));
  server.on('clientError', (_error: Error, socket: Socket) => asked.add(socket));
  server.on('secureConnection', (socket: TLSSocket) => {
    socket.once('close', () => {
      if (asked.has(socket)) return;
      report(leftHandshake());
    });
  });
}

const LINGER_MS = 200;
const LINGER_BYTES = 8 * 1024 * 1024;

/**
 * Throws away some of a body that was refused before it closes the connection: closing with bytes unread resets it, and
 * the sender would lose the answer.
 */
function linger(incoming: http.IncomingMessage): void {
  const { socket } = incoming;
  let left = LINGER_BYTES;
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  incoming.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) socket.destroy();
  });
  incoming.once('end', () => {
    socket.destroySoon();
  });
  socket.once('close', () => {
    clearTimeout(timer);
  });
  incoming.resume();
}

/** @throws {ConnectionFault} when the handler will not answer */
async function serve(
  handler: Handler,
  origin: string,
  options: ListenOptions,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
): Promise<void> {
  const target = incoming.url ?? '/';
  const request = {
    method: incoming.method ?? 'GET',
    // A client that takes us for a proxy sends the absolute form.
    url: /^https?:\/\//i.test(target) ? target : `${origin}${target.startsWith('/') ? '' : '/'}${target}`,
    headers: endToEnd(joined(incoming.headersDistinct)),
  };
  const body = await readBody(incoming, options.maxRequestBytes ?? LIMITS.limits.requestBytes.default);
  if (body === 'gone') return;
  outgoing.sendDate = false;
  if (body === 'too-large') {
    options.onConnectionError?.(new Error('a request body beyond the limit was refused'));
    outgoing.writeHead(413, { connection: 'close', 'content-length': '0' });
    outgoing.end(() => {
      linger(incoming);
    });
    return;
  }
  const response = await answer(handler, { ...request, body }, options.onError ?? warnOfHandlerError);
  if (outgoing.destroyed) return;
  for (const [name, value] of headerLines(response.headers)) outgoing.appendHeader(name, value);
  outgoing.writeHead(response.status);
  outgoing.end(response.body);
}
