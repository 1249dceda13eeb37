import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { createTransport, type Call, type Transport, type TransportOptions } from '../exchange';
import type { Configuration } from './configuration';
import { operationOf } from './journalling';
import { proxyForTargets } from './proxies';

/** The longest that a timer can be set to. */
const UNLIMITED_MS = 2 ** 31 - 1;

/** The player's way to SEES: client certificate and the agreed CA, as the configuration has them. */
export function transportToSees(configuration: Configuration, adapter?: TransportOptions['adapter']): Transport {
  const { tls } = configuration.sees;
  const mutual = tls.mode === 'mutual';
  const { entitlementMs, tokenMs, recordMs } = configuration.timeouts;
  // Where its calls wait for their turn, nobody can tell how long it takes; each of them has its own limit all the same.
  const ownMs = configuration.rate.requestsPerSecond === undefined ? entitlementMs + tokenMs + recordMs : UNLIMITED_MS;
  return createTransport({
    // A SEES of ours has only what a foreign ExpressPlay takes: its calls have limits of their own, and fail by their own names.
    timeoutMs: adapter === undefined ? entitlementMs : ownMs,
    maxResponseBytes: configuration.limits.responseBytes,
    maxSockets: configuration.limits.sockets,
    ...(adapter === undefined ? byProxy(configuration) : { adapter }),
    tls: {
      ...(tls.ca === undefined ? {} : { ca: readFileSync(tls.ca) }),
      ...(mutual && tls.cert !== undefined ? { cert: readFileSync(tls.cert) } : {}),
      ...(mutual && tls.key !== undefined ? { key: readFileSync(tls.key) } : {}),
      ...(tls.servername === undefined ? {} : { servername: tls.servername }),
    },
  });
}

/** A call that an adapter carries never leaves this process. */
function byProxy(configuration: Configuration): Pick<TransportOptions, 'proxyFor'> {
  const proxyFor = proxyForTargets(configuration);
  return proxyFor === undefined ? {} : { proxyFor };
}

/** The way to ExpressPlay, which never carries SEES' credentials. */
export function transportToExpressPlay(
  configuration: Configuration,
  timeoutMs: number,
  adapter?: TransportOptions['adapter'],
): Transport {
  const { ca } = configuration.expressplay.tls;
  // Where ExpressPlay is played here, nothing but our own listener is meant.
  const foreign = configuration.profile === 'expressplay' || configuration.profile === 'end-to-end';
  return createTransport({
    timeoutMs,
    maxResponseBytes: configuration.limits.responseBytes,
    maxSockets: configuration.limits.sockets,
    ...(foreign ? byProxy(configuration) : {}),
    ...(adapter === undefined ? {} : { adapter }),
    ...(ca === undefined ? {} : { tls: { ca: [readFileSync(ca), ...rootCertificates] } }),
  });
}

/** The way to the token and the record service, each with its own time limit. */
export function transportToServices(configuration: Configuration): Call & { readonly close: () => void } {
  const { tokenMs, recordMs } = configuration.timeouts;
  const token = transportToExpressPlay(configuration, tokenMs);
  const record = transportToExpressPlay(configuration, recordMs);
  const call: Call = (request, options) => (operationOf(request.url) === 'record' ? record : token)(request, options);
  return Object.assign(call, {
    close: () => {
      token.close();
      record.close();
    },
  });
}
