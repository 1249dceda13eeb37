import { readFileSync } from 'node:fs';
import { listen, type Listener, type ListenOptions } from '../hosting';
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
  close(): Promise<void>;
}

/** @throws {Error} when a port is taken or a file cannot be read; the message names it */
export async function openListener(configuration: Configuration, handler: Handler): Promise<PlayedExpressPlay> {
  const { listen: wanted } = configuration.expressplay;
  const base = wanted.publicUrl?.replace(/\/+$/, '');
  const options: ListenOptions = {
    host: wanted.host,
    // The operator wrote the host down; a SEES on another machine has to reach it.
    allowNonLoopback: true,
    ...(wanted.tls === undefined
      ? {}
      : { tls: { cert: readFileSync(wanted.tls.cert), key: readFileSync(wanted.tls.key) } }),
    maxRequestBytes: configuration.limits.responseBytes,
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
    close,
  };
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
