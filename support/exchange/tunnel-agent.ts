import type http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { ProxyError, proxyRefusal, unreachable, type ProxyServer } from './proxy';

type Created = (error: Error | null, socket: Duplex) => void;

/**
 * Connects to https servers through a proxy (CONNECT, RFC 9110 9.3.6). Inside the tunnel everything is as it is without
 * a proxy, because node's own agent does it: TLS with the options given (client certificate, authorities, name), kept
 * connections and their number. What the proxy itself says never passes for an answer of the server.
 */
export class TunnelAgent extends https.Agent {
  readonly #asking = new Set<http.ClientRequest>();

  /** @param timeoutMs after so long a proxy that says nothing is given up, also when nobody waits for it any more */
  constructor(
    private readonly proxy: ProxyServer,
    private readonly timeoutMs: number,
    options: https.AgentOptions,
  ) {
    super(options);
  }

  override createConnection(options: https.RequestOptions, created?: Created): undefined {
    const host = options.host ?? options.hostname ?? '';
    const authority = `${host.includes(':') ? `[${host}]` : host}:${String(options.port ?? 443)}`;
    const headers = { host: authority, ...this.proxy.headers };
    const asking = this.proxy.request({ method: 'CONNECT', path: authority, headers, agent: false });
    const timer = setTimeout(() => asking.destroy(new ProxyError(`${this.proxy.shown} is silent`)), this.timeoutMs);
    this.#asking.add(asking);
    const over = (): void => {
      clearTimeout(timer);
      this.#asking.delete(asking);
    };
    // Node passes either an error or a socket on; the typings know both only.
    const fail = created as ((error: Error) => void) | undefined;
    asking.once('connect', (response, socket, head) => {
      over();
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 299) {
        socket.destroy();
        fail?.(proxyRefusal(this.proxy, status, `CONNECT ${authority}`));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      const secure = super.createConnection({ ...options, socket } as https.RequestOptions);
      if (secure) created?.(null, secure);
    });
    asking.once('error', (error) => {
      over();
      fail?.(error instanceof ProxyError ? error : unreachable(this.proxy, error));
    });
    asking.end();
    return undefined;
  }

  override destroy(): void {
    for (const asking of this.#asking) asking.destroy();
    super.destroy();
  }
}
