import { readFileSync } from 'node:fs';
import {
  createCertificates,
  disguise,
  listen,
  type Disguise,
  type Listener,
  type ListenerTls,
  type ListenOptions,
  type TlsClient,
} from '../hosting';
import { ConnectionFault, type Handler, type HttpRequest } from '../exchange';
import { RECORD_PATH, RIGHTS_PATH, TOKEN_PATH } from '../protocol';
import type { Configuration } from './configuration';
import { operationOf } from './journalling';
import type { Visitors } from './visitors';

/** The ExpressPlay that the harness plays for a foreign SEES: where it listens and what to tell that SEES. */
export interface PlayedExpressPlay {
  readonly tokenUrl: string;
  readonly recordUrl: string;
  readonly licenseUrl: string;
  /** Lines to show: what to configure in the SEES under test. */
  readonly instructions: readonly string[];
  /**
   * Prepares to show SEES the certificate of another host, which no authority of this deployment issued; undefined where SEES
   * does not connect to a TLS listener of ours itself.
   */
  misnamed(): Promise<(() => Disguise) | undefined>;
  close(): Promise<void>;
}

/** Who may come without a certificate, and who is told of those that may not. */
export interface Doorkeeping {
  /** A call of the harness itself, which has no certificate of SEES. */
  readonly isOurs: (request: HttpRequest) => boolean;
  readonly visitors: Visitors;
}

/** @throws {Error} when a port is taken or a file cannot be read; the message names it */
export async function openListener(
  configuration: Configuration,
  handler: Handler,
  doorkeeping?: Doorkeeping,
): Promise<PlayedExpressPlay> {
  const { listen: wanted } = configuration.expressplay;
  const { requestMs } = configuration.timeouts;
  const base = withoutSlash(wanted.publicUrl);
  const publicUrls = [wanted.publicUrl, wanted.recordPublicUrl, wanted.licensePublicUrl];
  const serving = publicUrls.reduce(withoutPrefix, handler);
  const tls = tlsOf(configuration, serving, doorkeeping);
  const options: ListenOptions = {
    host: wanted.host,
    // The operator wrote the host down; a SEES on another machine has to reach it.
    allowNonLoopback: true,
    maxRequestBytes: configuration.limits.requestBytes,
    timeouts: { headersMs: requestMs, requestMs },
    ...(tls === undefined ? {} : { tls }),
    ...(doorkeeping === undefined
      ? {}
      : {
          onConnectionError: (error) => {
            doorkeeping.visitors.connectionError(error);
          },
        }),
  };
  const listeners: Listener[] = [];
  const open = async (port: number, publicUrl: string | undefined): Promise<string> => {
    const listener = await listen(serving, { ...options, port });
    listeners.push(listener);
    return publicUrl ?? listener.origin;
  };
  const close = async (): Promise<void> => {
    for (const listener of listeners) await listener.close();
  };
  const openAll = async (): Promise<{ token: string; record: string; license: string }> => {
    const token = await open(wanted.port, base);
    const other = async (port: number | undefined, publicUrl: string | undefined): Promise<string> =>
      port === undefined ? (publicUrl ?? token) : open(port, publicUrl);
    const record = await other(wanted.recordPort, withoutSlash(wanted.recordPublicUrl));
    const license = await other(wanted.licensePort, withoutSlash(wanted.licensePublicUrl));
    return { token, record, license };
  };
  const { token, record, license } = await openAll().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const urls = {
    tokenUrl: `${token}${TOKEN_PATH}`,
    recordUrl: `${record}${RECORD_PATH}`,
    licenseUrl: `${license}${RIGHTS_PATH}`,
  };
  return {
    ...urls,
    instructions: [
      'ExpressPlay is played here. Configure the SEES under test with',
      `  token service:   ${urls.tokenUrl}`,
      `  record service:  ${urls.recordUrl}`,
      '  authenticator:   the value of expressplay.customerAuthenticator',
      ...(wanted.tls?.clientCa === undefined
        ? []
        : ['  certificate:     one that expressplay.listen.tls.clientCa vouches for']),
    ],
    misnamed: async () => {
      const isProxied = [wanted.publicUrl, wanted.recordPublicUrl].some((url) => url !== undefined);
      if (tls === undefined || isProxied) return undefined;
      const { misnamedServer } = await createCertificates();
      // Where licenses have a port of their own, SEES has no business there.
      const watched = wanted.licensePort === undefined ? listeners : listeners.slice(0, -1);
      return () => disguise(listeners, tls, misnamedServer, watched);
    },
    close,
  };
}

/**
 * How the listeners meet their clients; undefined: over plain http. Players have no certificates, and licenses are for them, so
 * a certificate is asked of everybody and demanded for the other services only.
 */
function tlsOf(
  { expressplay }: Configuration,
  handler: Handler,
  doorkeeping: Doorkeeping | undefined,
): ListenerTls | undefined {
  const { tls } = expressplay.listen;
  if (tls === undefined) return undefined;
  const pair = { cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
  if (tls.clientCa === undefined) return pair;
  const uncertified: Handler = (request) => {
    if (operationOf(request.url) === 'license' || doorkeeping?.isOurs(request) === true) return handler(request);
    doorkeeping?.visitors.trouble('no-certificate');
    return Promise.reject(new ConnectionFault('reset'));
  };
  const admit = ({ certificate, problem }: TlsClient): Handler =>
    certificate !== undefined && problem === undefined ? handler : uncertified;
  return { ...pair, ca: readFileSync(tls.clientCa), admit };
}

function withoutSlash(url: string | undefined): string | undefined {
  return url?.replace(/\/+$/, '');
}

/** A host beside ExpressPlay's, as reachable as that one, on a port of its own. */
export function openElsewhere(configuration: Configuration, handler: Handler): Promise<Listener> {
  const { host, tls } = configuration.expressplay.listen;
  return listen(handler, {
    host,
    allowNonLoopback: true,
    ...(tls === undefined ? {} : { tls: { cert: readFileSync(tls.cert), key: readFileSync(tls.key) } }),
  });
}

/** A reverse proxy may hand the public path prefix on; the services know their own paths only. */
function withoutPrefix(handler: Handler, base: string | undefined): Handler {
  const prefix = base === undefined ? '' : new URL(base).pathname.replace(/\/+$/, '');
  if (prefix === '') return handler;
  return (request) => {
    const start = request.url.indexOf('/', request.url.indexOf('://') + 3);
    const rest = request.url.slice(start);
    if (!rest.startsWith(`${prefix}/`)) return handler(request);
    return handler({ ...request, url: request.url.slice(0, start) + rest.slice(prefix.length) });
  };
}
