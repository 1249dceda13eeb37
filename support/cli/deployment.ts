import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import { networkInterfaces } from 'node:os';
import { rootCertificates } from 'node:tls';
import {
  createTransport,
  RealClock,
  Redactor,
  TransportError,
  type Call,
  type Clock,
  type Handler,
  type TransportOptions,
} from '../exchange';
import { loadTestCredentials } from '../fairplay';
import {
  createCertificates,
  listen,
  listenBothWays,
  type CertificatePair,
  type Certificates,
  type Listener,
  type ListenerTls,
} from '../hosting';
import { RECORD_PATH, RIGHTS_PATH, TOKEN_PATH, type Content } from '../protocol';
import { expressPlayDouble, keyStoreOf, seesDouble, type Configuration, type Misbehavior } from '../target';
import { DEFAULT_DOOR_RULES, type DoorRules } from '../hosting';
import type { Violation } from '../violations';
import { freePort } from './free-port';
import { expressPlayDecision, seesDecision, type Said } from './serving/decision';
import { RequestLog } from './serving/request-log';
import { doorOf } from './serving/served-violation';
import { Tags } from './serving/tags';
import { dated, SetClock } from './set-clock';
import { writePrivately } from './write-privately';

export interface DeploymentOptions {
  readonly what: 'sees' | 'expressplay' | 'all';
  readonly configuration: Configuration;
  /** Where certificates and configurations are written; exists. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  /** Port of ExpressPlay where SEES is served too; default: any. */
  readonly expressplayPort?: number;
  /** Name or address under which players come here; default: the host. */
  readonly publicHost?: string;
  /** Undefined: one is made. */
  readonly certificate?: CertificatePair | undefined;
  /** Default: nothing is written. */
  readonly log?: RequestLog;
  readonly tls: 'mutual' | 'server' | 'none';
  readonly violation?: Violation;
  /** How far the clocks of the parties go wrong, milliseconds; for tests. Default: not at all. */
  readonly clocksAheadMs?: { readonly sees?: number; readonly expressplay?: number };
}

type Settled = DeploymentOptions & Required<Pick<DeploymentOptions, 'expressplayPort' | 'publicHost' | 'log'>>;

const SEES_PATH = '/sees/SEESServlet';
/** Real time: how long the titles live whose end a run waits for. */
const SHORT_SECONDS = 3;
/** How long the served SEES waits for ExpressPlay: well within the time that its own clients give it. */
const UPSTREAM_MS = 4000;
/** A crowd of players would else wait while hundreds of connections are made at once; kept ones serve thousands. */
const UPSTREAM_SOCKETS = 32;
/** More at the same time are nobody's test of a player. */
const MOST_CONNECTIONS = 1000;

/** The reference pair on real ports, and the configurations that point a run at it. */
export class Deployment {
  readonly #listeners: Listener[] = [];
  readonly #closers: (() => void)[] = [];
  readonly lines: string[] = [];
  readonly #contents: readonly Content[];
  #otherDrmToken: string | undefined;
  readonly #door: DoorRules;
  /** Open first and close last: SEES needs ExpressPlay to finish what is under way. */
  readonly #inFront: Listener[] = [];
  #issued: Said['issued'] = () => undefined;
  readonly #cookies = new Tags('cookie');
  readonly #devices = new Tags('device');

  private constructor(
    private readonly options: Settled,
    private readonly certificates: Certificates,
  ) {
    const { sees } = options.configuration;
    this.#door = doorOf(options.violation);
    this.#contents = sees.embeddedCatalogue ? sees.contents.map(shortened) : sees.contents;
  }

  /** @throws {Error} with one sentence when a port is taken */
  static async open(given: DeploymentOptions): Promise<Deployment> {
    const log = new RequestLog(undefined, new RealClock(), new Redactor());
    const options: Settled = { expressplayPort: 0, publicHost: given.host, log, ...given };
    const serverNames = [...new Set([options.host, options.publicHost])].filter((name) => !LOOPBACK.has(name));
    const certificates = await createCertificates({ serverNames: serverNames.filter((name) => !ANYWHERE.has(name)) });
    const deployment = new Deployment(options, certificates);
    try {
      await deployment.#start();
    } catch (error) {
      await deployment.close();
      throw error;
    }
    return deployment;
  }

  /** Takes nothing more; what is under way has `graceMs` to come to its end. */
  async close(graceMs = 0): Promise<void> {
    await Promise.all(this.#inFront.map((listener) => listener.close({ graceMs })));
    for (const listener of this.#listeners) await listener.close({ graceMs });
    for (const close of this.#closers) close();
  }

  async #start(): Promise<void> {
    const { what, port, folder } = this.options;
    // Keys stay out of a repository. A folder that holds something already has rules of its own.
    if (readdirSync(folder).length === 0) this.#file('.gitignore', '*\n');
    this.#file('ca.pem', this.options.certificate?.cert ?? this.certificates.ca);
    this.#file('test-certificate.der', loadTestCredentials().certificate);
    this.#pair('client', this.certificates.client);
    this.#pair('untrusted-client', this.certificates.untrustedClient);
    this.#pair('expired-client', this.certificates.expiredClient);
    this.#pair('premature-client', this.certificates.prematureClient);
    this.#pair('server', this.certificates.server);
    if (this.options.certificate !== undefined) this.lines.push('Certificate and key are those given.');
    const { violation } = this.options;
    if (violation !== undefined) this.lines.push(`Misbehaving on purpose: ${violation.sentence}`);
    const expressplay =
      what === 'sees'
        ? undefined
        : await this.#expressplay(what === 'expressplay' ? port : this.options.expressplayPort);
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
    const near = this.#nearby(expressplay);
    const whole = await this.#sees(port, `${near}${TOKEN_PATH}`, `${near}${RECORD_PATH}`);
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
    const { cert, key } = this.options.certificate ?? this.certificates.server;
    const clock = this.#clockOf('expressplay');
    const handler: Handler = (request) => answer(late.handler, request);
    const logged = this.options.log.watch(EXPRESSPLAY, handler, (...both) => expressPlayDecision(...both, this.#said));
    const listener = await this.#listen(EXPRESSPLAY, dated(logged, clock), port, { cert, key });
    this.#listeners.push(listener);
    const origin = this.#origin('https', listener.port);
    const service = expressPlayDouble(this.options.configuration, clock, `${origin}${RIGHTS_PATH}`, this.#misbehavior);
    late.handler = service.handle;
    this.#issued = service.issued;
    this.#otherDrmToken = service.otherDrmToken();
    this.lines.push(
      `ExpressPlay  token service   ${origin}${TOKEN_PATH}`,
      `             record service  ${origin}${RECORD_PATH}`,
    );
    return origin;
  }

  get #said(): Said {
    const { readings } = this.options.configuration;
    const deviceNames = readings['names.deviceId'];
    return { cookies: this.#cookies, devices: this.#devices, deviceNames, issued: this.#issued };
  }

  /** As players see it. */
  #origin(scheme: string, port: number): string {
    const { publicHost } = this.options;
    return `${scheme}://${publicHost.includes(':') ? `[${publicHost}]` : publicHost}:${String(port)}`;
  }

  /** The same service from this machine, which need not know its public name. */
  #nearby(origin: string): string {
    const { host } = this.options;
    const here = ANYWHERE.has(host) ? '127.0.0.1' : host;
    return `https://${here.includes(':') ? `[${here}]` : here}:${new URL(origin).port}`;
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
    const upstream = createTransport({
      tls: this.#trust(token),
      timeoutMs: UPSTREAM_MS,
      maxSockets: UPSTREAM_SOCKETS,
    });
    this.#closers.push(() => upstream.close());
    const known: Configuration = { ...configuration, sees: { ...configuration.sees, contents: this.#contents } };
    const clock = this.#clockOf('sees');
    const handler = seesDouble(known, clock, { token, record }, onceMore(upstream), this.#misbehavior);
    const logged = this.options.log.watch(SEES, handler, (...both) => seesDecision(...both, this.#said));
    const url = `${this.#origin(tls === 'none' ? 'http' : 'https', await this.#openSees(dated(logged, clock), port))}${SEES_PATH}`;
    this.lines.push(`SEES         ${url}  (calls ${new URL(token).origin})`);
    return url;
  }

  /** @returns its port */
  async #openSees(handler: Handler, port: number): Promise<number> {
    const { tls, host } = this.options;
    const opened = async (secure: boolean, at: number, only?: string): Promise<Listener> => {
      const listener = await this.#listen(SEES, handler, at, secure ? this.#security(handler) : undefined, only);
      this.#inFront.push(listener);
      return listener;
    };
    if (tls === 'none' || this.#door.speaks === DEFAULT_DOOR_RULES.speaks)
      return (await opened(tls !== 'none', port)).port;
    // One port for two ways of speaking.
    const [secure, plain] = [await opened(true, 0, '127.0.0.1'), await opened(false, 0, '127.0.0.1')];
    const front = await listenBothWays((way) => (this.#door.speaks(way) === (way === 'tls') ? secure : plain), {
      host,
      port,
    });
    this.#closers.push(() => void front.close());
    return front.port;
  }

  /** What SEES shows and asks of its clients. */
  #security(handler: Handler): ListenerTls {
    const { certificate } = this.options;
    const { shows, serves } = this.#door;
    const own =
      certificate !== undefined && shows === DEFAULT_DOOR_RULES.shows ? certificate : shows(this.certificates);
    const { ca } = this.certificates;
    if (this.options.tls === 'server') return { ...own, ca };
    if (serves === DEFAULT_DOOR_RULES.serves) return { ...own, ca, requestClientCertificate: true };
    return { ...own, ca, admit: (client) => serves(client, handler) };
  }

  /** Whom the served SEES takes for ExpressPlay. */
  #trust(token: string): NonNullable<TransportOptions['tls']> {
    const { certificate, configuration, publicHost } = this.options;
    const { ca } = configuration.expressplay.tls;
    const theirs = ca === undefined ? [] : [readFileSync(ca)];
    // Not both: of two authorities of the same name only one would be asked.
    const ours = [certificate?.cert ?? this.certificates.ca];
    const { nameProblem } = this.#door;
    const here = this.#listeners.some(({ port }) => token.includes(`:${String(port)}/`));
    // Asked by a name of this machine, it still has to show the one that it was given.
    const given = here && certificate !== undefined;
    // Every connection reads all of them, which takes time.
    const platform = !here || (given && !isSelfSigned(certificate.cert)) ? rootCertificates : [];
    return {
      ca: [...ours, ...theirs, ...platform],
      checkServerIdentity: (host, shown) => nameProblem(given ? publicHost : host, shown),
    };
  }

  #clockOf(party: 'sees' | 'expressplay'): Clock {
    return new SetClock(this.options.clocksAheadMs?.[party] ?? 0);
  }

  async #listen(
    party: string,
    handler: Handler,
    port: number,
    tls: ListenerTls | undefined,
    host = this.options.host,
  ): Promise<Listener> {
    return listen(handler, {
      host,
      port,
      allowNonLoopback: true,
      maxConnections: MOST_CONNECTIONS,
      onConnectionError: (error) => {
        this.options.log.connectionError(party, error);
      },
      ...(tls === undefined ? {} : { tls }),
    });
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

const SEES = 'SEES';
const EXPRESSPLAY = 'ExpressPlay';

/** Addresses that stand for all addresses of this machine. */
const ANYWHERE = new Set(['0.0.0.0', '::']);

/** Under which players come to what listens on `host`, where nobody says it: an address that others can reach. */
export function publicHostOf(host: string): string {
  if (!ANYWHERE.has(host)) return host;
  const addresses = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  return addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
}

/** No authority of the platform is needed for it. */
function isSelfSigned(chain: string): boolean {
  const last = /-----BEGIN CERTIFICATE-----(?![^]*-----BEGIN)[^]*/.exec(chain)?.[0];
  const top = last === undefined ? undefined : new X509Certificate(last);
  return top?.checkIssued(top) === true;
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
