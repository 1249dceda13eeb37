/** A certificate with its key, both PEM. */
export interface CertificatePair {
  readonly cert: string;
  readonly key: string;
}

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

type Selfsigned = typeof import('selfsigned');
type Extensions = NonNullable<NonNullable<Parameters<Selfsigned['generate']>[1]>['extensions']>;

const HOUR_MS = 3_600_000;

/** Makes a set of certificates; takes about 0.1 s, and as much again the first time for loading. */
export async function createCertificates(options: CertificateOptions = {}): Promise<Certificates> {
  // Loaded late: its modules take longer to load than certificates to make.
  const { generate } = require('selfsigned') as Selfsigned;
  // The moment is not part of any verdict, and TLS compares with the machine's own time.
  const now = Date.now();
  const valid = { from: now - HOUR_MS, to: now + (options.validSeconds ?? 86_400) * 1000 };
  const make = async (
    name: string,
    extensions: Extensions,
    issuer?: CertificatePair,
    span = valid,
  ): Promise<CertificatePair> => {
    const made = await generate([{ name: 'commonName', value: name }], {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      notBeforeDate: new Date(span.from),
      notAfterDate: new Date(span.to),
      extensions,
      ...(issuer === undefined ? {} : { ca: issuer }),
    });
    return { cert: made.cert, key: made.private };
  };
  const clientName = options.clientName ?? 'sees-conformance client';
  const [ca, otherCa] = await Promise.all([
    make('sees-conformance test authority', AUTHORITY),
    make('sees-conformance untrusted authority', AUTHORITY),
  ]);
  const names = ['localhost', '127.0.0.1', '::1', ...(options.serverNames ?? [])];
  const expired = { from: now - 2 * HOUR_MS, to: now - HOUR_MS };
  const premature = { from: now + HOUR_MS, to: now + 2 * HOUR_MS };
  const extensions = serverExtensions([...new Set(names)]);
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
    make('localhost', extensions, ca),
    make('localhost', extensions, otherCa),
    make('localhost', extensions, ca, expired),
    make('elsewhere.invalid', serverExtensions(['elsewhere.invalid']), ca),
    make(clientName, CLIENT, ca),
    make(clientName, CLIENT, otherCa),
    make(clientName, CLIENT, ca, expired),
    make(clientName, CLIENT, ca, premature),
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

const AUTHORITY: Extensions = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
];

const CLIENT: Extensions = [
  { name: 'basicConstraints', cA: false },
  { name: 'keyUsage', digitalSignature: true, critical: true },
  { name: 'extKeyUsage', clientAuth: true },
];

function serverExtensions(names: readonly string[]): Extensions {
  return [
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames: names.map((name) => (isAddress(name) ? { type: 7, ip: name } : { type: 2, value: name })),
    },
  ];
}

function isAddress(name: string): boolean {
  return /^[\d.]+$/.test(name) || name.includes(':');
}
