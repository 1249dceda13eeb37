import { issueCertificate, type CertificatePair, type CertificateRequest, type Issuer } from './issue-certificate';

export interface CertificateOptions {
  /** DNS names and addresses of the server besides localhost, 127.0.0.1 and ::1. */
  readonly serverNames?: readonly string[];
  /** Common name of the client certificates; default `sees-conformance client`. */
  readonly clientName?: string;
  /** From now on; default one day. All are valid from an hour ago. */
  readonly validSeconds?: number;
}

/** Everything that mutual TLS on loopback needs, right and wrong. EC P-256; nothing is written to disk. */
export interface Certificates {
  /** PEM certificate of the authority that signed all of them but the untrusted ones. */
  readonly ca: string;
  readonly server: CertificatePair;
  /** From the same authority for a host that is not here (`elsewhere.invalid`): its name never fits. */
  readonly misnamedServer: CertificatePair;
  /** Like `server`, from an authority that nobody trusts. */
  readonly untrustedServer: CertificatePair;
  /** Like `server`, ran out an hour ago. */
  readonly expiredServer: CertificatePair;
  readonly client: CertificatePair;
  /** Like `client`, from an authority that nobody trusts; its certificate is `untrustedCa`. */
  readonly untrustedClient: CertificatePair;
  readonly untrustedCa: string;
  /** Like `client`, ran out an hour ago. */
  readonly expiredClient: CertificatePair;
  /** Like `client`, valid in an hour. */
  readonly prematureClient: CertificatePair;
}

const HOUR_MS = 3_600_000;

/** Makes a set of certificates. */
export async function createCertificates(options: CertificateOptions = {}): Promise<Certificates> {
  // The moment is not part of any verdict, and TLS compares with the machine's own time.
  const now = Date.now();
  const valid = { from: now - HOUR_MS, to: now + (options.validSeconds ?? 86_400) * 1000 };
  type Kind = Pick<CertificateRequest, 'purpose' | 'names'>;
  const make = (commonName: string, kind: Kind, issuer?: Issuer, span = valid): Promise<CertificatePair> =>
    issueCertificate({ commonName, ...kind, span, ...(issuer === undefined ? {} : { issuer }) });
  const clientName = options.clientName ?? 'sees-conformance client';
  const authority = async (commonName: string): Promise<Issuer & CertificatePair> => ({
    commonName,
    ...(await make(commonName, { purpose: 'authority' })),
  });
  const [ca, otherCa] = await Promise.all([
    authority('sees-conformance test authority'),
    authority('sees-conformance untrusted authority'),
  ]);
  const names = [...new Set(['localhost', '127.0.0.1', '::1', ...(options.serverNames ?? [])])];
  const expired = { from: now - 2 * HOUR_MS, to: now - HOUR_MS };
  const premature = { from: now + HOUR_MS, to: now + 2 * HOUR_MS };
  const localhost: Kind = { purpose: 'server', names };
  const elsewhere: Kind = { purpose: 'server', names: ['elsewhere.invalid'] };
  const player: Kind = { purpose: 'client' };
  const [
    server,
    untrustedServer,
    expiredServer,
    misnamedServer,
    client,
    untrustedClient,
    expiredClient,
    prematureClient,
  ] = await Promise.all([
    make('localhost', localhost, ca),
    make('localhost', localhost, otherCa),
    make('localhost', localhost, ca, expired),
    make('elsewhere.invalid', elsewhere, ca),
    make(clientName, player, ca),
    make(clientName, player, otherCa),
    make(clientName, player, ca, expired),
    make(clientName, player, ca, premature),
  ]);
  return {
    ca: ca.cert,
    server,
    untrustedServer,
    expiredServer,
    misnamedServer,
    client,
    untrustedClient,
    untrustedCa: otherCa.cert,
    expiredClient,
    prematureClient,
  };
}
