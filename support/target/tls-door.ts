import { readFileSync } from 'node:fs';
import { createTransport, type Call, type Handler, type Pem, type ProxyFor, type Transport } from '../exchange';
import {
  DEFAULT_DOOR_RULES,
  beginCertificates,
  disguise,
  listen,
  listenBothWays,
  type Certificates,
  type Disguise,
  type Listener,
  type ListenOptions,
  type TlsClient,
  type Way,
  type DoorRules,
} from '../hosting';
import { RECORD_PATH, TOKEN_PATH } from '../protocol';
import type { WrongCertificate } from '../checks';
import type { Configuration } from './configuration';
import { proxyForTargets } from './proxies';

/** What the player shows of itself when it meets SEES. */
export type Credential = 'trusted' | 'none' | WrongCertificate;

/** The player's way to SEES through TLS, with the right and the wrong certificates. */
export interface TlsDoor {
  /** Entitlement endpoint. */
  readonly seesUrl: string;
  /** False in a laboratory where that is plain http. */
  readonly secure: boolean;
  /** The way there, with a handshake for every call; undefined: no such certificate is configured. */
  as(credential: Credential): Call | undefined;
  /**
   * Has the played ExpressPlay show the certificate of another host to SEES until that is ended; undefined where it is not
   * played on a TLS listener that SEES itself connects to.
   */
  readonly misnameExpressPlay: (() => Disguise) | undefined;
}

interface Pair {
  readonly cert: Pem;
  readonly key: Pem;
}

type Cleanups = (() => Promise<void> | void)[];

/** Opens at most once, when it is first asked for: certificates take time to make. */
export function openedOnce<T, G extends unknown[] = []>(
  open: (...given: G) => Promise<T>,
): (...given: G) => Promise<T> {
  let opened: Promise<T> | undefined;
  return (...given) => (opened ??= open(...given));
}

let begun: (() => Promise<Certificates>) | undefined;

/** Making them takes longer than all that is done with them; those of loopback serve a process as long as it lives. */
export function prepareLoopbackDoor(): () => Promise<Certificates> {
  return (begun ??= beginCertificates());
}

/**
 * In profile stub: the same SEES and the same ExpressPlay on loopback listeners of their own, whatever hosts them otherwise.
 * @param sees makes the SEES that calls these services in this way
 * @param rules by which that SEES meets others
 */
export async function openLoopbackDoor(
  configuration: Configuration,
  expressplay: Handler,
  sees: (urls: { readonly token: string; readonly record: string }, call: Call) => Handler,
  seesPath: string,
  rules: DoorRules,
  cleanups: Cleanups,
): Promise<TlsDoor> {
  const { mode } = configuration.sees.tls;
  const certificates = await prepareLoopbackDoor()();
  const { ca, server, misnamedServer, client, untrustedClient, expiredClient, prematureClient } = certificates;
  const opened = async (handler: Handler, options?: ListenOptions): Promise<Listener> => {
    const listener = await listen(handler, options);
    cleanups.push(() => listener.close());
    return listener;
  };
  const onOnePort = async (choose: (way: Way) => Listener): Promise<string> => {
    const front = await listenBothWays(choose);
    cleanups.push(() => front.close());
    return front.host;
  };
  const upstream = await opened(expressplay, { tls: server });
  // Whoever falls back to plain HTTP finds ExpressPlay at the same port, so that it is seen.
  const plainUpstream = await opened(expressplay);
  const base = `https://${await onOnePort((way) => (way === 'tls' ? upstream : plainUpstream))}`;
  const toUpstream = createTransport({
    tls: { ca, checkServerIdentity: rules.nameProblem },
    timeoutMs: configuration.timeouts.tokenMs,
  });
  cleanups.push(() => toUpstream.close());
  const handler = sees({ token: `${base}${TOKEN_PATH}`, record: `${base}${RECORD_PATH}` }, toUpstream);
  const limits = { maxRequestBytes: MOST_REQUEST_BYTES };
  const openSees = async (): Promise<string> => {
    if (mode === 'none') return (await opened(handler, limits)).origin;
    const admit = mode === 'mutual' ? { admit: (client: TlsClient) => rules.serves(client, handler) } : {};
    const secure = await opened(handler, { ...limits, tls: { ...rules.shows(certificates), ca, ...admit } });
    // Everybody is sent to it, however they come.
    if (rules.speaks === DEFAULT_DOOR_RULES.speaks) return secure.origin;
    const plain = await opened(handler, limits);
    return `https://${await onOnePort((way) => (rules.speaks(way) === (way === 'tls') ? secure : plain))}`;
  };
  const origin = await openSees();
  const pairs: Readonly<Record<Credential, Pair | undefined>> = {
    trusted: mode === 'mutual' ? client : undefined,
    none: undefined,
    untrusted: untrustedClient,
    expired: expiredClient,
    premature: prematureClient,
  };
  return {
    seesUrl: `${origin}${seesPath}`,
    secure: mode !== 'none',
    as: ways(configuration, ca, pairs, cleanups),
    misnameExpressPlay: () => disguise([upstream], server, misnamedServer),
  };
}

/** A SEES by URL, with the certificates of sees.tls. */
export function doorByUrl(
  configuration: Configuration,
  seesUrl: string,
  misnameExpressPlay: TlsDoor['misnameExpressPlay'],
  cleanups: Cleanups,
): TlsDoor {
  const { ca, cert, key, mode, untrusted, expired, premature } = configuration.sees.tls;
  const trusted = mode === 'mutual' && cert !== undefined && key !== undefined ? { cert, key } : undefined;
  const read = (files: { cert: string; key: string } | undefined): Pair | undefined =>
    files && { cert: readFileSync(files.cert), key: readFileSync(files.key) };
  const pairs = {
    trusted: read(trusted),
    none: undefined,
    untrusted: read(untrusted),
    expired: read(expired),
    premature: read(premature),
  };
  return {
    seesUrl,
    secure: /^https:/i.test(seesUrl),
    as: ways(
      configuration,
      ca === undefined ? undefined : readFileSync(ca),
      pairs,
      cleanups,
      proxyForTargets(configuration),
    ),
    misnameExpressPlay,
  };
}

/** One MiB of messageID has to arrive before anybody can judge what becomes of it. */
const MOST_REQUEST_BYTES = 2 * 1024 * 1024;

function ways(
  configuration: Configuration,
  ca: Pem | undefined,
  pairs: Readonly<Record<Credential, Pair | undefined>>,
  cleanups: Cleanups,
  proxyFor?: ProxyFor,
): TlsDoor['as'] {
  const opened = new Map<Credential, Transport>();
  const { servername } = configuration.sees.tls;
  return (credential) => {
    const pair = pairs[credential];
    if (pair === undefined && credential !== 'trusted' && credential !== 'none') return undefined;
    let way = opened.get(credential);
    if (way === undefined) {
      way = createTransport({
        timeoutMs: configuration.timeouts.entitlementMs,
        maxResponseBytes: configuration.limits.responseBytes,
        keepAlive: false,
        ...(proxyFor === undefined ? {} : { proxyFor }),
        tls: {
          ...(ca === undefined ? {} : { ca }),
          ...pair,
          ...(servername === undefined ? {} : { servername }),
        },
      });
      const { close } = way;
      cleanups.push(() => {
        close();
      });
      opened.set(credential, way);
    }
    return way;
  };
}
