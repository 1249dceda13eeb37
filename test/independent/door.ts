/** A listener on loopback that reads whole requests and gives whole answers. */
import { once } from 'node:events';
import { createServer as createPlainServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
}

export type Ask = (request: IncomingMessage, url: URL, body: Buffer) => Answer | Promise<Answer>;

const LARGEST_BODY = 65_536;

const tooMuch: Answer = { status: 413, type: 'text/plain', body: 'too much' };

export class Door {
  private constructor(
    private readonly server: Server,
    readonly base: string,
  ) {}

  static async open(tls?: ServerOptions): Promise<Door> {
    const server: Server = tls ? createSecureServer(tls) : createPlainServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    return new Door(server, `${tls ? 'https' : 'http'}://127.0.0.1:${port}`);
  }

  serve(ask: Ask): void {
    this.server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      let size = 0;
      request.on('data', (part: Buffer) => {
        size += part.length;
        if (size <= LARGEST_BODY) parts.push(part);
      });
      request.on('end', () => {
        const answer =
          size > LARGEST_BODY
            ? tooMuch
            : ask(request, new URL(request.url ?? '/', 'http://here'), Buffer.concat(parts));
        Promise.resolve(answer).then(
          ({ status, type, body }) => {
            response.writeHead(status, { 'CONTENT-TYPE': type, 'x-served-by': 'independent' });
            response.end(request.method === 'HEAD' ? undefined : body);
          },
          (error: unknown) => {
            response.destroy(error instanceof Error ? error : undefined);
          },
        );
      });
    });
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
