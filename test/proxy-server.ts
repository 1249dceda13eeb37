import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CertificatePair } from '../support/hosting';

export interface ProxyOptions {
  /** `user:password` that it wants; undefined: anybody may. */
  readonly credentials?: string;
  /** Answers with this status whatever comes after so many requests (default 0). */
  readonly refuses?: number;
  readonly after?: number;
  /** Takes requests and never answers. */
  readonly hangs?: boolean;
  /** Speaks https itself. */
  readonly tls?: CertificatePair;
  /** Where names lead that no server of names knows: host to port on loopback. */
  readonly names?: Readonly<Record<string, number>>;
}

/** A small HTTP proxy on loopback: absolute-form requests and CONNECT, both told. */
export class ProxyStandIn {
  /** `CONNECT host:port`, or method and absolute URL without its query. */
  readonly asked: string[] = [];
  /** The request targets as they came. */
  readonly targets: string[] = [];
  readonly #sockets = new Set<Duplex>();
  readonly #server;

  private constructor(private readonly options: ProxyOptions) {
    const { tls } = options;
    const serve = (incoming: IncomingMessage, response: ServerResponse): void => this.#forward(incoming, response);
    this.#server = tls === undefined ? createServer(serve) : createHttpsServer(tls, serve);
    this.#server.on('connection', (socket: Socket) => this.#keep(socket));
    this.#server.on('connect', (incoming: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#tunnel(incoming, socket, head),
    );
  }

  static async open(options: ProxyOptions = {}): Promise<ProxyStandIn> {
    const proxy = new ProxyStandIn(options);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}`;
  }

  /** The URL with user and password in it. */
  urlFor(credentials: string): string {
    const [user = '', ...password] = credentials.split(':');
    const encoded = `${encodeURIComponent(user)}:${encodeURIComponent(password.join(':'))}`;
    return this.url.replace('//', `//${encoded}@`);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server.close(), 'close');
  }

  #keep(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #refusal({ headers }: IncomingMessage): number | undefined {
    const { credentials, refuses, after = 0 } = this.options;
    if (refuses !== undefined && this.asked.length > after) return refuses;
    const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    return wanted === undefined || headers['proxy-authorization'] === wanted ? undefined : 407;
  }

  #forward(incoming: IncomingMessage, response: ServerResponse): void {
    const url = new URL(incoming.url ?? '');
    this.asked.push(`${incoming.method ?? ''} ${url.origin}${url.pathname}`);
    this.targets.push(incoming.url ?? '');
    if (this.options.hangs === true) return;
    const refusal = this.#refusal(incoming);
    if (refusal !== undefined) {
      response.writeHead(refusal, { 'content-type': 'text/html' }).end('<h1>the proxy says no</h1>');
      return;
    }
    const { 'proxy-authorization': _own, ...headers } = incoming.headers;
    const path = url.pathname + url.search;
    const onward = httpRequest(
      { host: '127.0.0.1', port: this.#portOf(url.hostname, url.port), method: incoming.method, path, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      },
    );
    onward.once('error', () => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>gateway</h1>'));
    incoming.pipe(onward);
  }

  #tunnel(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#keep(socket);
    this.asked.push(`CONNECT ${incoming.url ?? ''}`);
    this.targets.push(incoming.url ?? '');
    if (this.options.hangs === true) return;
    const refusal = this.#refusal(incoming);
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 3\r\n\r\nno\n`);
      return;
    }
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(incoming.url ?? '') ?? [];
    const onward = connect(this.#portOf(host, port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    this.#keep(onward);
    onward.once('error', () => socket.end('HTTP/1.1 502 No\r\n\r\n'));
  }

  #portOf(host: string, port: string): number {
    return this.options.names?.[host] ?? Number(port);
  }
}
