import { readFileSync } from 'node:fs';
import { createTransport, type Call, type Handler, type Pem, type Transport } from '../exchange';
import { createCertificates, listen } from '../hosting';
import { RECORD_PATH, TOKEN_PATH } from '../protocol';
import type { Configuration } from './configuration';

/** What the player shows of itself when it meets SEES. */
export type Credential = 'trusted' | 'none' | 'untrusted' | 'expired';

/** The player's way to SEES through TLS, with the right and the wrong certificates. */
export interface TlsDoor {
  /** Entitlement endpoint. */
  readonly seesUrl: string;
  /** False in a laboratory where that is plain http. */
  readonly secure: boolean;
  /** The way there, with a handshake for every call; undefined: no such certificate is configured. */
  as(credential: Credential): Call | undefined;
  /**
   * Has the played ExpressPlay show the certificate of another host to SEES until the returned function is called; undefined
   * where it is not played on a TLS listener that SEES itself connects to.
   */
  readonly misnameExpressPlay: (() => () => void) | undefined;
}

interface Pair {
  readonly cert: Pem;
  readonly key: Pem;
}

type Cleanups = (() => Promise<void> | void)[];

/** Opens at most once, when it is first asked for: certificates take time to make. */
export function openedOnce<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => (opened ??= open());
}

/**
 * In profile stub: the same SEES and the same ExpressPlay on loopback listeners of their own, whatever hosts them otherwise.
 * @param sees makes the SEES that calls these services in this way
 */
export async function openLoopbackDoor(
  configuration: Configuration,
  expressplay: Handler,
  sees: (urls: { readonly token: string; readonly record: string }, call: Call) => Handler,
  seesPath: string,
  cleanups: Cleanups,
): Promise<TlsDoor> {
  const { mode } = configuration.sees.tls;
  const { ca, server, misnamedServer, client, untrustedClient, expiredClient } = await createCertificates();
  const upstream = await listen(expressplay, { tls: server });
  cleanups.push(() => upstream.close());
  const toUpstream = createTransport({ tls: { ca }, timeoutMs: configuration.timeouts.tokenMs });
  cleanups.push(() => toUpstream.close());
  const urls = { token: `${upstream.origin}${TOKEN_PATH}`, record: `${upstream.origin}${RECORD_PATH}` };
  const front = await listen(sees(urls, toUpstream), {
    ...(mode === 'none' ? {} : { tls: { ...server, ca, requestClientCertificate: mode === 'mutual' } }),
    maxRequestBytes: MOST_REQUEST_BYTES,
  });
  cleanups.push(() => front.close());
  const pairs: Readonly<Record<Credential, Pair | undefined>> = {
    trusted: mode === 'mutual' ? client : undefined,
    none: undefined,
    untrusted: untrustedClient,
    expired: expiredClient,
  };
  return {
    seesUrl: `${front.origin}${seesPath}`,
    secure: mode !== 'none',
    as: ways(configuration, ca, pairs, cleanups),
    misnameExpressPlay: () => {
      const show = (pair: Pair): void => {
        upstream.swapCertificate(pair);
        // Whoever is connected has seen the other certificate.
        upstream.dropConnections();
      };
      show(misnamedServer);
      return () => {
        show(server);
      };
    },
  };
}

/** A SEES by URL, with the certificates of sees.tls. */
export function doorByUrl(
  configuration: Configuration,
  seesUrl: string,
  misnameExpressPlay: TlsDoor['misnameExpressPlay'],
  cleanups: Cleanups,
): TlsDoor {
  const { ca, cert, key, mode, untrusted, expired } = configuration.sees.tls;
  const trusted = mode === 'mutual' && cert !== undefined && key !== undefined ? { cert, key } : undefined;
  const read = (files: { cert: string; key: string } | undefined): Pair | undefined =>
    files && { cert: readFileSync(files.cert), key: readFileSync(files.key) };
  const pairs = { trusted: read(trusted), none: undefined, untrusted: read(untrusted), expired: read(expired) };
  return {
    seesUrl,
    secure: /^https:/i.test(seesUrl),
    as: ways(configuration, ca === undefined ? undefined : readFileSync(ca), pairs, cleanups),
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
): TlsDoor['as'] {
  const opened = new Map<Credential, Transport>();
  const { servername } = configuration.sees.tls;
  return (credential) => {
    const pair = pairs[credential];
    if (pair === undefined && (credential === 'untrusted' || credential === 'expired')) return undefined;
    let way = opened.get(credential);
    if (way === undefined) {
      way = createTransport({
        timeoutMs: configuration.timeouts.entitlementMs,
        maxResponseBytes: configuration.limits.responseBytes,
        keepAlive: false,
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
