import http from 'node:http';
import https from 'node:https';
import { ProxyServer } from './proxy';
import { TunnelAgent } from './tunnel-agent';

/** The proxy for a URL (absolute, http or https), as a URL; undefined: none. */
export type ProxyFor = (url: string) => string | undefined;

interface Agents {
  readonly proxy: ProxyServer;
  /** To the proxy itself. */
  readonly plain: http.Agent;
  /** Through it. */
  readonly tunnel: TunnelAgent;
}

/** How one request travels by its proxy. */
export interface Route {
  readonly proxy: ProxyServer;
  /** Undefined: through a tunnel of this agent, as if there were no proxy. */
  readonly absoluteForm: http.Agent | undefined;
  readonly tunnel: https.Agent;
}

/** The connections of a transport by way of proxies: http in absolute form (RFC 9112 3.2.2), https through tunnels. */
export class ProxiedWay {
  readonly #agents = new Map<string, Agents>();

  constructor(
    private readonly proxyFor: ProxyFor,
    private readonly pool: http.AgentOptions,
    private readonly tls: https.AgentOptions,
    private readonly timeoutMs: number,
  ) {}

  routeTo(origin: string): Route | undefined {
    const url = this.proxyFor(origin);
    if (url === undefined) return undefined;
    const { proxy, plain, tunnel } = this.#agentsOf(url);
    return { proxy, tunnel, absoluteForm: origin.startsWith('https:') ? undefined : plain };
  }

  close(): void {
    for (const { plain, tunnel } of this.#agents.values()) {
      plain.destroy();
      tunnel.destroy();
    }
  }

  #agentsOf(url: string): Agents {
    const known = this.#agents.get(url);
    if (known !== undefined) return known;
    const proxy = new ProxyServer(url);
    const made = {
      proxy,
      plain: proxy.secure ? new https.Agent({ ...this.pool, rejectUnauthorized: true }) : new http.Agent(this.pool),
      tunnel: new TunnelAgent(proxy, this.timeoutMs, { ...this.pool, ...this.tls, rejectUnauthorized: true }),
    };
    this.#agents.set(url, made);
    return made;
  }
}
