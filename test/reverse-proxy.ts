import { createServer, request as plainRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

export interface ReverseProxyOptions {
  /** Path prefix (`/some/prefix`) by port of the plain http server behind it. */
  readonly routes: Readonly<Record<string, number>>;
  /** Whether the prefix is handed on. */
  readonly keepsPrefix?: boolean;
  /** PEM; undefined: plain http. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Awaited before a call is handed on. */
  readonly meanwhile?: (path: string) => Promise<void>;
}

/** What stands in front of many deployments: it ends TLS, and leads by path prefix to servers that nobody else reaches. */
export class ReverseProxy {
  private constructor(
    readonly base: string,
    readonly close: () => Promise<void>,
  ) {}

  static async open(options: ReverseProxyOptions): Promise<ReverseProxy> {
    const serve = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
      handOn(incoming, outgoing, options).catch(() => outgoing.destroy());
    };
    const server = options.tls === undefined ? createServer(serve) : createSecureServer(options.tls, serve);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    return new ReverseProxy(`${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    });
  }
}

async function handOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { routes, keepsPrefix = false, meanwhile }: ReverseProxyOptions,
): Promise<void> {
  const url = incoming.url ?? '/';
  const route = Object.entries(routes).find(([prefix]) => url.startsWith(`${prefix}/`));
  if (route === undefined) {
    outgoing.writeHead(404).end();
    return;
  }
  await meanwhile?.(url);
  const [prefix, port] = route;
  const path = keepsPrefix ? url : url.slice(prefix.length);
  const { method, headers } = incoming;
  const forwarded = plainRequest({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  forwarded.once('error', () => outgoing.destroy());
  incoming.pipe(forwarded);
}
