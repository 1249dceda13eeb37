import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { UsageError } from '../usage-error';
import type { CertificatePair } from '../../hosting';

/**
 * The certificate and the key that an operator gives to `serve`, PEM; the certificate file may go on with its authorities.
 * @throws {UsageError} when they cannot be used, or players would refuse them at `host`
 */
export function givenCertificate(certFile: string, keyFile: string, host: string, nowMs: number): CertificatePair {
  const cert = read('--cert', certFile);
  const key = read('--key', keyFile);
  const chain = certificatesIn(cert);
  const [own] = chain;
  const right = 'Right: a certificate in PEM, followed by those of its authorities';
  if (own === undefined) throw new UsageError(`--cert ${certFile}: there is no certificate in it. ${right}`);
  const matches = checkKey(own, key);
  if (matches === undefined)
    throw new UsageError(
      `--key ${keyFile}: there is no key in it that can be read. Right: a private key in PEM, without a password`,
    );
  if (!matches)
    throw new UsageError(
      `--key ${keyFile}: this is not the key of ${certFile}. Right: the key that the certificate was made for`,
    );
  if (Date.parse(own.validTo) <= nowMs || Date.parse(own.validFrom) > nowMs) {
    throw new UsageError(`--cert ${certFile}: it is valid from ${own.validFrom} to ${own.validTo}. ${right}`);
  }
  const fits = isIP(host) === 0 ? own.checkHost(host) : own.checkIP(host);
  if (fits === undefined) {
    throw new UsageError(
      `--cert ${certFile}: it is for ${own.subjectAltName ?? own.subject}, and players are sent to ${host}. Right: --public-host NAME with a name of the certificate`,
    );
  }
  const top = chain.at(-1) ?? own;
  const known = top.checkIssued(top) || rootCertificates.some((root) => top.checkIssued(new X509Certificate(root)));
  if (!known) throw new UsageError(`--cert ${certFile}: nobody knows the authority that signed it. ${right}`);
  return { cert, key };
}

/** Undefined: there is no such key. */
function checkKey(certificate: X509Certificate, key: string): boolean | undefined {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return undefined;
  }
}

function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return [];
  }
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new UsageError(`${option} ${file}: cannot be read (${code}). Right: a file in PEM`);
  }
}
