import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What a hostile server does with a request that it has read. */
export type Misdeed = (request: SeenRequest, response: ServerResponse) => void;

/** A server on loopback that does whatever a test wants, and remembers what it was sent. */
export class HostileServer {
  readonly requests: SeenRequest[] = [];
  /** When each of them began to arrive, in ms of a clock that only goes on. */
  readonly arrivals: number[] = [];
  connections = 0;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly scheme: 'http' | 'https',
  ) {
    server.on('connection', (socket: Socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Speaks HTTP, or HTTPS where `tls` is given. */
  static async http(misdeed: Misdeed, tls?: ServerOptions): Promise<HostileServer> {
    const answer = (incoming: IncomingMessage, response: ServerResponse): void => {
      hostile.arrivals.push(performance.now());
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', () => undefined);
      response.on('error', () => undefined);
      incoming.once('end', () => {
        const { method = '', url = '', headers } = incoming;
        const request = { method, url, headers, body: Buffer.concat(chunks) };
        hostile.requests.push(request);
        misdeed(request, response);
      });
    };
    const server = tls === undefined ? createHttpServer(answer) : createHttpsServer(tls, answer);
    server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
    const hostile = new HostileServer(server, tls === undefined ? 'http' : 'https');
    await hostile.#listen();
    return hostile;
  }

  /** Speaks whatever `misdeed` writes into the connection. */
  static async tcp(misdeed: (socket: Socket) => void): Promise<HostileServer> {
    const hostile = new HostileServer(createTcpServer(misdeed), 'http');
    await hostile.#listen();
    return hostile;
  }

  get origin(): string {
    return `${this.scheme}://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await once(this.server.close(), 'close');
  }

  async #listen(): Promise<void> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
  }
}

/** Writes until the other side has had enough. */
export function pour(response: ServerResponse, chunk: Buffer, chunks = Infinity): void {
  let left = chunks;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(chunk)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}
