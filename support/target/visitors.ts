import type { HttpRequest } from '../exchange';
import { parseParameters, queryOf } from '../protocol';

/** Calls of one kind that belong to no scenario. */
export interface StrayCall {
  readonly method: string;
  /** Path without query, as it came over the wire: to be redacted by whoever shows it. */
  readonly path: string;
  /** Whether they bore the authenticator of this run. */
  readonly authenticator: 'ours' | 'another' | 'none';
  readonly calls: number;
}

/** How connections to the played ExpressPlay ended before there was a request. */
export type ConnectionTrouble =
  /** The caller did not like our certificate. */
  | 'distrusts-us'
  /** Plain HTTP to a listener that speaks https. */
  | 'plain-to-tls'
  /** TLS to a listener that speaks plain HTTP. */
  | 'tls-to-plain'
  /** A caller without a certificate that `expressplay.listen.tls.clientCa` vouches for. */
  | 'no-certificate'
  | 'other';

/** Kinds of strays that are told apart; whatever comes later counts as the last of them. */
const MOST_KINDS = 50;
const LONGEST_PATH = 200;

/** Who came to the played ExpressPlay without being of any scenario: kept apart, counted, never judged. */
export class Visitors {
  readonly #strays = new Map<string, StrayCall>();
  readonly #troubles = new Map<ConnectionTrouble, number>();
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly authenticator: string | undefined) {}

  get strays(): readonly StrayCall[] {
    return [...this.#strays.values()].sort((a, b) => b.calls - a.calls);
  }

  troubles(kind: ConnectionTrouble): number {
    return this.#troubles.get(kind) ?? 0;
  }

  stray(request: HttpRequest): void {
    const { method } = request;
    const path = pathOf(request.url).slice(0, LONGEST_PATH);
    const authenticator = this.#authenticatorOf(request);
    const key = `${method} ${path} ${authenticator}`;
    const known = this.#strays.get(key);
    const full = known === undefined && this.#strays.size >= MOST_KINDS;
    const kind = full
      ? { method: 'any', path: 'other paths', authenticator: 'none' as const }
      : { method, path, authenticator };
    const place = full ? '' : key;
    this.#strays.set(place, { ...kind, calls: (this.#strays.get(place)?.calls ?? 0) + 1 });
  }

  trouble(kind: ConnectionTrouble): void {
    this.#troubles.set(kind, this.troubles(kind) + 1);
    for (const told of this.#waiting.splice(0)) told();
  }

  /** Resolves when a connection has ended in trouble, at the latest after `ms`: a caller may know of it sooner than we do. */
  async troubled(ms: number): Promise<void> {
    if (this.#troubles.size > 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** What the listener said of a connection that ended before a request. */
  connectionError(error: Error & { readonly code?: string; readonly rawPacket?: Buffer }): void {
    this.trouble(troubleOf(error));
  }

  #authenticatorOf(request: HttpRequest): StrayCall['authenticator'] {
    const form = request.method === 'GET' ? '' : request.body.subarray(0, 65_536).toString('utf8');
    const sent = [...parseParameters(queryOf(request.url)), ...parseParameters(form)].find(
      ({ name }) => name === 'customerAuthenticator',
    );
    if (sent === undefined) return 'none';
    return sent.value === this.authenticator ? 'ours' : 'another';
  }
}

const TLS_HELLO = 0x16;

function troubleOf({
  code = '',
  message,
  rawPacket,
}: Error & { code?: string; rawPacket?: Buffer }): ConnectionTrouble {
  if (code === 'ERR_SSL_HTTP_REQUEST' || /http request/i.test(message)) return 'plain-to-tls';
  if (rawPacket?.[0] === TLS_HELLO) return 'tls-to-plain';
  if (code === 'LEFT_HANDSHAKE') return 'distrusts-us';
  if (/ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_)/.test(code)) return 'distrusts-us';
  return 'other';
}

function pathOf(url: string): string {
  return /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? url;
}
