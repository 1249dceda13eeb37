import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { promisify } from 'node:util';
import { der } from './der';

/** A certificate with its key, both PEM. */
export interface CertificatePair {
  readonly cert: string;
  readonly key: string;
}

/** Who signs: common name and private key (PEM) of an authority. */
export interface Issuer {
  readonly commonName: string;
  readonly key: string;
}

export interface CertificateRequest {
  readonly commonName: string;
  readonly purpose: 'authority' | 'client' | 'server';
  /** DNS names and addresses; servers only. */
  readonly names?: readonly string[];
  /** First and last moment, ms since 1970. */
  readonly span: { readonly from: number; readonly to: number };
  /** Without one it signs itself. */
  readonly issuer?: Issuer;
}

const ECDSA_SHA256 = der.sequence(der.oid('1.2.840.10045.4.3.2'));

/**
 * Makes a key (EC P-256) and an X.509 certificate (RFC 5280) for it. Node reads certificates and does not write them; the
 * libraries that do take longer to load than a run takes for all its handshakes.
 */
export async function issueCertificate(request: CertificateRequest): Promise<CertificatePair> {
  const { commonName, span, issuer } = request;
  const pair = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' });
  const signer = issuer === undefined ? pair.privateKey : createPrivateKey(issuer.key);
  const signerKey = createPublicKey(signer).export({ type: 'spki', format: 'der' });
  const body = der.sequence(
    der.tagged(0, der.integer(Buffer.of(2))),
    der.integer(serialNumber()),
    ECDSA_SHA256,
    nameOf(issuer?.commonName ?? commonName),
    der.sequence(der.time(span.from), der.time(span.to)),
    nameOf(commonName),
    publicKey,
    der.tagged(3, der.sequence(...extensionsOf(request), ...keyIdentifiers(publicKey, signerKey))),
  );
  const whole = der.sequence(body, ECDSA_SHA256, der.bits(sign('sha256', body, signer)));
  return {
    cert: new X509Certificate(whole).toString(),
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Positive, and without a zero in front. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function nameOf(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.text(commonName))));
}

function extensionsOf({ purpose, names = [] }: CertificateRequest): Buffer[] {
  const digitalSignature = der.bits(Buffer.of(0b1000_0000), 7);
  const certificatesAndLists = der.bits(Buffer.of(0b0000_0110), 1);
  if (purpose === 'authority') {
    return [
      extension('2.5.29.19', der.sequence(der.true()), 'critical'),
      extension('2.5.29.15', certificatesAndLists, 'critical'),
    ];
  }
  const use = purpose === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2';
  return [
    extension('2.5.29.19', der.sequence()),
    extension('2.5.29.15', digitalSignature, 'critical'),
    extension('2.5.29.37', der.sequence(der.oid(use))),
    ...(names.length === 0 ? [] : [extension('2.5.29.17', der.sequence(...names.map(alternativeName)))]),
  ];
}

/** By which a chain is put together; strict verifiers ask for them. */
function keyIdentifiers(own: Buffer, signer: Buffer): Buffer[] {
  const identifier = (key: Buffer): Buffer => createHash('sha256').update(key).digest().subarray(0, 20);
  return [
    extension('2.5.29.14', der.octets(identifier(own))),
    extension('2.5.29.35', der.sequence(der.implicit(0, identifier(signer)))),
  ];
}

function extension(id: string, value: Buffer, critical?: 'critical'): Buffer {
  return der.sequence(der.oid(id), ...(critical === undefined ? [] : [der.true()]), der.octets(value));
}

function alternativeName(name: string): Buffer {
  const address = addressBytes(name);
  if (address !== undefined) return der.implicit(7, address);
  return der.implicit(2, Buffer.from(domainToASCII(name) || name, 'latin1'));
}

/** 4 or 16 bytes; undefined: not an address. */
function addressBytes(name: string): Buffer | undefined {
  if (isIPv4(name)) return Buffer.from(name.split('.').map(Number));
  if (!isIPv6(name)) return undefined;
  // The zone is known to this machine alone. URL writes all forms in hexadecimal groups.
  const [address = ''] = name.split('%');
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : []);
  const [before, after] = [groups(head), groups(tail)];
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
