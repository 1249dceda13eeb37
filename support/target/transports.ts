import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { createTransport, type Transport, type TransportOptions } from '../exchange';
import type { Configuration } from './configuration';

/** The player's way to SEES: client certificate and the agreed CA, as the configuration has them. */
export function transportToSees(configuration: Configuration, adapter?: TransportOptions['adapter']): Transport {
  const { tls } = configuration.sees;
  const mutual = tls.mode === 'mutual';
  return createTransport({
    timeoutMs: configuration.timeouts.entitlementMs,
    maxResponseBytes: configuration.limits.responseBytes,
    maxSockets: configuration.limits.sockets,
    ...(adapter === undefined ? {} : { adapter }),
    tls: {
      ...(tls.ca === undefined ? {} : { ca: readFileSync(tls.ca) }),
      ...(mutual && tls.cert !== undefined ? { cert: readFileSync(tls.cert) } : {}),
      ...(mutual && tls.key !== undefined ? { key: readFileSync(tls.key) } : {}),
      ...(tls.servername === undefined ? {} : { servername: tls.servername }),
    },
  });
}

/** The way to ExpressPlay, which never carries SEES' credentials. */
export function transportToExpressPlay(
  configuration: Configuration,
  timeoutMs: number,
  adapter?: TransportOptions['adapter'],
): Transport {
  const { ca } = configuration.expressplay.tls;
  return createTransport({
    timeoutMs,
    maxResponseBytes: configuration.limits.responseBytes,
    maxSockets: configuration.limits.sockets,
    ...(adapter === undefined ? {} : { adapter }),
    ...(ca === undefined ? {} : { tls: { ca: [readFileSync(ca), ...rootCertificates] } }),
  });
}
