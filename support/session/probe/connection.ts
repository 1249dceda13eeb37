import { connect, type TLSSocket } from 'node:tls';
import type { Exchange, TransportError } from '../../exchange';
import { proxyForTargets, type Configuration } from '../../target';

/** What the settings of a place are called. */
interface Place {
  readonly name: string;
  readonly url: string;
  readonly ca: string;
}

/** One or two sentences: what to change so that a connection comes about. */
export async function adviceOnConnection(
  call: Exchange,
  failure: TransportError,
  configuration: Configuration,
): Promise<string> {
  const place = placeOf(call);
  const { protocol, hostname, port } = new URL(call.request.url);
  // Whoever goes by way of a proxy goes no other way, not even to look.
  if (proxyForTargets(configuration)?.(call.request.url) !== undefined) {
    return `${place.name} is asked by way of a proxy. Right: network.proxy (or HTTP_PROXY, HTTPS_PROXY) with a proxy that lets requests to ${hostname} through, or NO_PROXY with ${hostname} where none is needed.`;
  }
  switch (failure.failure) {
    case 'refused':
      return `Right: ${place.url} with the host and port where ${place.name} listens, ${place.name} started, and no firewall between.`;
    case 'dns':
      return `Right: ${place.url} with a host name that this machine can resolve; ${hostname} is not one.`;
    case 'tls':
      return tlsAdvice(failure, place, configuration);
    default: {
      if (protocol === 'http:' && (await speaksTls(hostname, Number(port === '' ? 80 : port)))) {
        return `The port speaks TLS. Right: ${place.url} with https://, and the authority of its certificate as ${place.ca}.`;
      }
      if (protocol === 'https:' && failure.failure === 'reset') return clientCertificateAdvice(place, configuration);
      return `Something accepts connections there and gives no answer. Right: ${place.url} with the host, port and path of ${place.name}; its own log may say more.`;
    }
  }
}

function placeOf({ to, operation }: Exchange): Place {
  if (to === 'sees') return { name: 'SEES', url: 'sees.url', ca: 'sees.tls.ca' };
  const url = operation === 'record' ? 'expressplay.recordUrl' : 'expressplay.tokenUrl';
  return { name: 'ExpressPlay', url, ca: 'expressplay.tls.ca' };
}

const UNKNOWN_AUTHORITY = /SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)|INVALID_CA|CERT_UNTRUSTED/;

function tlsAdvice({ code = '', message }: TransportError, place: Place, configuration: Configuration): string {
  if (/ALTNAME|HOSTNAME_MISMATCH/.test(code)) {
    const more = place.name === 'SEES' ? ', or sees.tls.servername with the name that it was issued for' : '';
    return `Its certificate was issued for another name. Right: ${place.url} with a host that the certificate names${more}.`;
  }
  if (code.includes('CERT_HAS_EXPIRED'))
    return `Its certificate has run out. Right: a certificate that is valid today.`;
  if (code.includes('NOT_YET_VALID'))
    return 'Its certificate is not valid yet. Right: one that is, or the right time on this machine.';
  if (UNKNOWN_AUTHORITY.test(code)) {
    return `The authority of its certificate is not trusted here. Right: ${place.ca} with that authority (PEM), and ${place.name} sending its intermediate certificates.`;
  }
  if (/wrong version number|WRONG_VERSION|packet length|http request/i.test(`${code} ${message}`)) {
    return `The port speaks no TLS. Right: ${place.url} with http://, or the port where ${place.name} serves https.`;
  }
  return clientCertificateAdvice(place, configuration);
}

function clientCertificateAdvice({ name }: Place, { sees }: Configuration): string {
  if (name !== 'SEES')
    return `${name} ended the handshake. Right: a URL whose server speaks TLS 1.2 or 1.3 with this machine.`;
  return sees.tls.cert === undefined
    ? 'SEES ended the connection during or right after the handshake, and no client certificate is configured. Right: sees.tls.mode mutual with sees.tls.cert and sees.tls.key, if it wants one.'
    : 'SEES ended the connection during or right after the handshake. Right: sees.tls.cert and sees.tls.key with a certificate of an authority that SEES trusts for its clients, valid today and meant for client authentication.';
}

const HANDSHAKE_MS = 2000;

/** Whether a TLS handshake begins at this port; the certificate does not matter. */
function speaksTls(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const name = host.replace(/^\[|\]$/g, '');
    const socket: TLSSocket = connect({ host: name, port, rejectUnauthorized: false });
    const end = (speaks: boolean): void => {
      socket.destroy();
      resolve(speaks);
    };
    socket.setTimeout(HANDSHAKE_MS, () => {
      end(false);
    });
    socket.once('secureConnect', () => {
      end(true);
    });
    // A server that wants a client certificate says so in an alert, which is TLS as well.
    socket.once('error', (error: NodeJS.ErrnoException) => {
      end((error.code ?? '').includes('ALERT'));
    });
    socket.once('close', () => {
      end(false);
    });
  });
}
