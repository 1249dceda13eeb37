import { readFileSync } from 'node:fs';
import { createCertificates, listen, type Listener, type ListenOptions } from '../hosting';
import type { Handler } from '../exchange';
import { RECORD_PATH, RIGHTS_PATH, TOKEN_PATH } from '../protocol';
import type { Configuration } from './configuration';

/** The ExpressPlay that the harness plays for a foreign SEES: where it listens and what to tell that SEES. */
export interface PlayedExpressPlay {
  readonly tokenUrl: string;
  readonly recordUrl: string;
  readonly licenseUrl: string;
  /** Lines to show: what to configure in the SEES under test. */
  readonly instructions: readonly string[];
  /**
   * Prepares to show SEES the certificate of another host, which no authority of this deployment issued, until what the
   * returned function returns is called; undefined where SEES does not connect to a TLS listener of ours itself.
   */
  misnamed(): Promise<(() => () => void) | undefined>;
  close(): Promise<void>;
}

/** @throws {Error} when a port is taken or a file cannot be read; the message names it */
export async function openListener(configuration: Configuration, handler: Handler): Promise<PlayedExpressPlay> {
  const { listen: wanted } = configuration.expressplay;
  const { requestMs } = configuration.timeouts;
  const base = wanted.publicUrl?.replace(/\/+$/, '');
  const options: ListenOptions = {
    host: wanted.host,
    // The operator wrote the host down; a SEES on another machine has to reach it.
    allowNonLoopback: true,
    ...(wanted.tls === undefined
      ? {}
      : { tls: { cert: readFileSync(wanted.tls.cert), key: readFileSync(wanted.tls.key) } }),
    maxRequestBytes: configuration.limits.requestBytes,
    timeouts: { headersMs: requestMs, requestMs },
  };
  const listeners: Listener[] = [];
  const open = async (port: number): Promise<string> => {
    const listener = await listen(withoutPrefix(handler, base), { ...options, port });
    listeners.push(listener);
    return listener.origin;
  };
  const close = async (): Promise<void> => {
    for (const listener of listeners) await listener.close();
  };
  const openAll = async (): Promise<{ token: string; record: string; license: string }> => {
    const first = await open(wanted.port);
    const token = base ?? first;
    const record = wanted.recordPort === undefined ? token : await open(wanted.recordPort);
    const license = wanted.licensePort === undefined ? token : await open(wanted.licensePort);
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
    ],
    misnamed: async () => {
      const { tls } = wanted;
      if (tls === undefined || base !== undefined) return undefined;
      const { misnamedServer } = await createCertificates();
      const own = { cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
      const show = (pair: typeof own | typeof misnamedServer): void => {
        for (const listener of listeners) {
          listener.swapCertificate(pair);
          // Whoever is connected has seen the other certificate.
          listener.dropConnections();
        }
      };
      return () => {
        show(misnamedServer);
        return () => {
          show(own);
        };
      };
    },
    close,
  };
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
