import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import { createTransport, TransportError, type Call, type Clock, type Handler } from '../exchange';
import { loadTestCredentials } from '../fairplay';
import { createCertificates, listen, type Certificates, type Listener, type ListenerTls } from '../hosting';
import { RECORD_PATH, RIGHTS_PATH, TOKEN_PATH, type Content } from '../protocol';
import { expressPlayDouble, keyStoreOf, seesDouble, type Configuration, type Misbehavior } from '../target';
import type { Violation } from '../violations';
import { freePort } from './free-port';
import { dated, SetClock } from './set-clock';
import { writePrivately } from './write-privately';

export interface DeploymentOptions {
  readonly what: 'sees' | 'expressplay' | 'all';
  readonly configuration: Configuration;
  /** Where certificates and configurations are written; exists. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly tls: 'mutual' | 'server' | 'none';
  readonly violation?: Violation;
  /** How far the clocks of the parties go wrong, milliseconds; for tests. Default: not at all. */
  readonly clocksAheadMs?: { readonly sees?: number; readonly expressplay?: number };
}

const SEES_PATH = '/sees/SEESServlet';
/** Real time: how long the titles live whose end a run waits for. */
const SHORT_SECONDS = 3;
/** How long the served SEES waits for ExpressPlay: well within the time that its own clients give it. */
const UPSTREAM_MS = 4000;

/** The reference pair on real ports, and the configurations that point a run at it. */
export class Deployment {
  readonly #listeners: Listener[] = [];
  readonly #closers: (() => void)[] = [];
  readonly lines: string[] = [];
  readonly #contents: readonly Content[];
  #otherDrmToken: string | undefined;

  private constructor(
    private readonly options: DeploymentOptions,
    private readonly certificates: Certificates,
  ) {
    const { sees } = options.configuration;
    this.#contents = sees.embeddedCatalogue ? sees.contents.map(shortened) : sees.contents;
  }

  /** @throws {Error} with one sentence when a port is taken */
  static async open(options: DeploymentOptions): Promise<Deployment> {
    const certificates = await createCertificates(LOOPBACK.has(options.host) ? {} : { serverNames: [options.host] });
    const deployment = new Deployment(options, certificates);
    try {
      await deployment.#start();
    } catch (error) {
      await deployment.close();
      throw error;
    }
    return deployment;
  }

  async close(): Promise<void> {
    for (const listener of this.#listeners) await listener.close();
    for (const close of this.#closers) close();
  }

  async #start(): Promise<void> {
    const { what, port, folder } = this.options;
    // Keys stay out of a repository. A folder that holds something already has rules of its own.
    if (readdirSync(folder).length === 0) this.#file('.gitignore', '*\n');
    this.#file('ca.pem', this.certificates.ca);
    this.#file('test-certificate.der', loadTestCredentials().certificate);
    this.#pair('client', this.certificates.client);
    this.#pair('untrusted-client', this.certificates.untrustedClient);
    this.#pair('expired-client', this.certificates.expiredClient);
    this.#pair('premature-client', this.certificates.prematureClient);
    this.#pair('server', this.certificates.server);
    const { violation } = this.options;
    if (violation !== undefined) this.lines.push(`Misbehaving on purpose: ${violation.sentence}`);
    const expressplay = what === 'sees' ? undefined : await this.#expressplay(what === 'expressplay' ? port : 0);
    if (expressplay !== undefined) {
      this.#configuration('expressplay', { expressplay: this.#foreignExpressPlay(expressplay) });
    }
    if (what === 'expressplay') return;
    const harness = await this.#upstreamOfHarness();
    const forHarness = await this.#sees(what === 'sees' ? port : 0, harness.token, harness.record);
    this.#configuration('sees', {
      sees: this.#foreignSees(forHarness),
      expressplay: {
        customerAuthenticator: this.#authenticator,
        tls: { ca: 'ca.pem' },
        // Written down, and so declared: the served SEES reads records of this form.
        record: { mode: this.options.configuration.expressplay.record.mode },
        listen: harness.listen,
      },
    });
    if (expressplay === undefined) return;
    const whole = await this.#sees(port, `${expressplay}${TOKEN_PATH}`, `${expressplay}${RECORD_PATH}`);
    this.#configuration('end-to-end', {
      sees: this.#foreignSees(whole),
      expressplay: this.#foreignExpressPlay(expressplay),
    });
  }

  get #authenticator(): string {
    return this.options.configuration.expressplay.customerAuthenticator ?? '';
  }

  get #misbehavior(): Misbehavior | undefined {
    const { violation } = this.options;
    return violation === undefined ? undefined : { violation, applied: () => undefined };
  }

  async #expressplay(port: number): Promise<string> {
    const late: { handler?: Handler } = {};
    const { cert, key } = this.certificates.server;
    const clock = this.#clockOf('expressplay');
    const listener = await this.#listen((request) => answer(late.handler, request), clock, port, { cert, key });
    const service = expressPlayDouble(
      this.options.configuration,
      clock,
      `${listener.origin}${RIGHTS_PATH}`,
      this.#misbehavior,
    );
    late.handler = service.handle;
    this.#otherDrmToken = service.otherDrmToken();
    this.lines.push(
      `ExpressPlay  token service   ${listener.origin}${TOKEN_PATH}`,
      `             record service  ${listener.origin}${RECORD_PATH}`,
    );
    return listener.origin;
  }

  /** Where a harness in profile `sees` is going to play ExpressPlay; a configured place, or a free port of this machine. */
  async #upstreamOfHarness(): Promise<{ token: string; record: string; listen: object }> {
    const { listen: configured, tokenUrl, recordUrl } = this.options.configuration.expressplay;
    if (tokenUrl !== undefined && recordUrl !== undefined) return { token: tokenUrl, record: recordUrl, listen: {} };
    // Without a file nobody has chosen a port: one that is free keeps two deployments apart.
    const chosen = this.options.configuration.file !== undefined && configured.port !== 0;
    const port = chosen ? configured.port : await freePort();
    const base = `https://127.0.0.1:${String(port)}`;
    return {
      token: `${base}${TOKEN_PATH}`,
      record: `${base}${RECORD_PATH}`,
      listen: { host: '127.0.0.1', port, tls: { cert: 'server.pem', key: 'server-key.pem' } },
    };
  }

  async #sees(port: number, token: string, record: string): Promise<string> {
    const { configuration, tls } = this.options;
    const upstream = createTransport({ tls: { ca: this.certificates.ca }, timeoutMs: UPSTREAM_MS });
    this.#closers.push(() => upstream.close());
    const known: Configuration = { ...configuration, sees: { ...configuration.sees, contents: this.#contents } };
    const clock = this.#clockOf('sees');
    const handler = seesDouble(known, clock, { token, record }, onceMore(upstream), this.#misbehavior);
    const { cert, key } = this.certificates.server;
    const security: ListenerTls | undefined =
      tls === 'none' ? undefined : { cert, key, ca: this.certificates.ca, requestClientCertificate: tls === 'mutual' };
    const listener = await this.#listen(handler, clock, port, security);
    this.lines.push(`SEES         ${listener.origin}${SEES_PATH}  (calls ${new URL(token).origin})`);
    return `${listener.origin}${SEES_PATH}`;
  }

  #clockOf(party: 'sees' | 'expressplay'): Clock {
    return new SetClock(this.options.clocksAheadMs?.[party] ?? 0);
  }

  async #listen(handler: Handler, clock: Clock, port: number, tls: ListenerTls | undefined): Promise<Listener> {
    const { host } = this.options;
    const listener = await listen(dated(handler, clock), {
      host,
      port,
      allowNonLoopback: true,
      ...(tls === undefined ? {} : { tls }),
    });
    this.#listeners.push(listener);
    return listener;
  }

  #foreignSees(url: string): object {
    const { tls, configuration } = this.options;
    const client = { cert: 'client.pem', key: 'client-key.pem' };
    const negative = {
      untrusted: { cert: 'untrusted-client.pem', key: 'untrusted-client-key.pem' },
      expired: { cert: 'expired-client.pem', key: 'expired-client-key.pem' },
      premature: { cert: 'premature-client.pem', key: 'premature-client-key.pem' },
    };
    return {
      url,
      tls: {
        mode: tls,
        ...(tls === 'none' ? {} : { ca: 'ca.pem' }),
        ...(tls === 'mutual' ? { ...client, ...negative } : {}),
      },
      contents: this.#contents,
      registration: configuration.sees.registration,
      ...(configuration.sees.denied === undefined ? {} : { denied: configuration.sees.denied }),
    };
  }

  #foreignExpressPlay(origin: string): object {
    const { configuration } = this.options;
    const { otherAuthenticator } = configuration.expressplay;
    return {
      tokenUrl: `${origin}${TOKEN_PATH}`,
      recordUrl: `${origin}${RECORD_PATH}`,
      customerAuthenticator: this.#authenticator,
      ...(otherAuthenticator === undefined ? {} : { otherAuthenticator }),
      ...(this.#otherDrmToken === undefined ? {} : { otherDrmToken: this.#otherDrmToken }),
      keyStore: keyStoreOf(configuration),
      tls: { ca: 'ca.pem' },
      // Shared with the harness, so that its SPCs are understood there.
      credentials: { certificate: 'test-certificate.der', ask: loadTestCredentials().ask.toString('hex') },
    };
  }

  #configuration(profile: string, sections: object): void {
    const file = `${profile}.yaml`;
    const text = stringify({ profile, ...sections, time: { shortestExpirySeconds: SHORT_SECONDS } });
    this.#file(
      file,
      `# Written by sees-conformance serve; holds the keys and the authenticator of this test deployment.\n${text}`,
    );
    this.lines.push(`  npx sees-conformance run --config ${near(join(this.options.folder, file))}`);
  }

  #pair(name: string, { cert, key }: { cert: string; key: string }): void {
    this.#file(`${name}.pem`, cert);
    this.#file(`${name}-key.pem`, key);
  }

  /** Mode 0600: keys and authenticators are among them. */
  #file(name: string, content: string | Buffer): void {
    writePrivately(join(this.options.folder, name), content);
  }
}

/** As it can be typed here. */
function near(path: string): string {
  const way = relative(process.cwd(), path);
  const shown = way.startsWith('..') ? path : way;
  return /^[\w./:\\-]+$/u.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * A connection that was kept may be closed by the other end just when it is used again; nobody can tell from outside, and
 * asking for a token or a record twice does no harm.
 */
function onceMore(call: Call): Call {
  return async (request, options) => {
    try {
      return await call(request, options);
    } catch (error) {
      if (error instanceof TransportError && error.failure === 'reset') return call(request, options);
      throw error;
    }
  };
}

function answer(handler: Handler | undefined, request: Parameters<Handler>[0]): ReturnType<Handler> {
  if (handler === undefined) throw new Error('called before it was ready');
  return handler(request);
}

/** Real time has to be waited for: the embedded titles that end soon end sooner. */
function shortened(content: Content): Content {
  return content.expirationTime === '+60' ? { ...content, expirationTime: `+${String(SHORT_SECONDS)}` } : content;
}
