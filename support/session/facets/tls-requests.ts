import { ask, type AskOptions } from '../acts/ask';
import { BlockedError, NotObservableError } from '../blocked';
import type { Grant } from '../grant';
import type { Scenario } from '../scenario';

type Door = NonNullable<Awaited<ReturnType<Scenario['run']['target']['tls']>>>;
type Met = Pick<ReturnType<NonNullable<Door['misnameExpressPlay']>>, 'wasMet'>;
type Credential = Parameters<Door['as']>[0];

const CREDENTIALS: Readonly<Record<string, Credential>> = {
  'no certificate': 'none',
  'a certificate of another issuer': 'untrusted',
  'an expired certificate': 'expired',
  'a certificate that is not valid yet': 'premature',
};

/** How often SEES is asked until it opens a connection of its own. */
const MOST_TRIES = 3;

/** Entitlement requests over TLS, with the right and the wrong certificates on both of its ways. */
export class TlsRequests {
  constructor(private readonly scenario: Scenario) {}

  /** @throws {BlockedError} when SEES does not even grant over TLS what it should */
  async granted(name: string): Promise<void> {
    const grant = await this.#ask(name, 'trusted');
    if (grant?.url !== undefined) return;
    const number = grant === undefined ? '' : ` (exchange ${String(grant.exchange.number)})`;
    throw new BlockedError(`SEES did not grant a title over TLS${number}: ${grant?.exchange.failure?.message ?? ''}`);
  }

  ask(name: string): Promise<Grant | undefined> {
    return this.#ask(name, 'trusted');
  }

  /** Only where a client certificate counts; one that is not configured is left out. */
  async tryCertificates(name: string, certificates: readonly string[]): Promise<void> {
    if (this.scenario.run.target.known.tls.mode !== 'mutual') return;
    for (const words of certificates) {
      const credential = CREDENTIALS[words];
      if (credential === undefined) {
        throw new Error(
          `no client certificate is known as "${words}"; there are: ${Object.keys(CREDENTIALS).join(', ')}`,
        );
      }
      await this.#ask(name, credential, {
        flaw: { id: `certificate-${credential}`, sentence: `the client shows ${words}` },
      });
      await this.#ask(name, 'trusted');
    }
  }

  /** Plain HTTP to the port that speaks TLS. */
  async withoutTls(name: string): Promise<void> {
    const door = await this.#door();
    // A laboratory without TLS, as its operator declared (C-04): the check says that it does not apply.
    if (!door.secure) return;
    const url = new URL(door.seesUrl);
    const port = url.port === '' ? '443' : url.port;
    const plain = `http://${url.hostname}:${port}${url.pathname}${url.search}`;
    await this.#ask(name, 'none', { flaw: { id: 'plain-http', sentence: 'the client speaks plain HTTP' } }, plain);
    await this.#ask(name, 'trusted');
  }

  /**
   * SEES asks for a token of a cookie of its own while ExpressPlay shows the certificate of another host, and once more after.
   * A registration: a token for it can hardly be kept from before.
   */
  async whileMisnamed(name: string): Promise<void> {
    const { misnameExpressPlay } = await this.#door();
    if (misnameExpressPlay === undefined) {
      throw new NotObservableError(
        'SEES does not itself connect to a TLS listener of the harness (expressplay.listen.tls, publicUrl)',
      );
    }
    await this.register(name);
    const fault = 'ExpressPlay shows the certificate of another host';
    const disguise = misnameExpressPlay();
    this.scenario.releases.push(() => {
      disguise.end();
    });
    this.scenario.journal.note(`switched on: ${fault}`);
    await this.#untilMet(disguise, () => this.register(name, { fault }));
    disguise.end();
    this.scenario.journal.note('ExpressPlay shows its own certificate again');
    await this.register(name);
  }

  /**
   * A SEES whose kept connection was cut may notice it only when it asks on it, and refuse for that: it is asked again, since whom
   * it would trust shows when it connects anew. One that never does leaves nothing to judge it by.
   */
  async #untilMet(disguise: Met, request: () => Promise<Grant | undefined>): Promise<void> {
    const { journal } = this.scenario;
    // By another way than to this listener, e.g. plain HTTP.
    const calls = (): number => journal.exchanges.filter(({ operation }) => operation === 'token').length;
    const before = calls();
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const grant = await request();
      if (disguise.wasMet() || calls() > before || grant?.url !== undefined) return;
      grant?.exchange.repeat();
    }
    journal.note(
      `SEES opened no connection to ExpressPlay for ${String(MOST_TRIES)} requests, so it saw no certificate`,
    );
  }

  /** Asks for registration under a fresh cookie. */
  async register(name: string, options: Partial<AskOptions> = {}): Promise<Grant | undefined> {
    const { contentID } = this.scenario.run.titles.registration;
    const cookie = this.scenario.identities.cookie();
    return this.#ask(name, 'trusted', { requestType: 2, contentID, cookie, ...options });
  }

  async #ask(
    name: string,
    credential: Credential,
    options: Partial<AskOptions> = {},
    url?: string,
  ): Promise<Grant | undefined> {
    const door = await this.#door();
    const call = door.as(credential);
    if (call === undefined) return undefined;
    return ask(this.scenario, this.scenario.player(name), {
      requestType: 1,
      contentID: this.scenario.run.titles.main.contentID,
      ...options,
      way: { url: url ?? door.seesUrl, call },
    });
  }

  async #door(): Promise<Door> {
    const door = await this.scenario.run.target.tls();
    if (door === undefined) throw new NotObservableError('SEES is played here, so nobody meets it over TLS');
    return door;
  }
}
