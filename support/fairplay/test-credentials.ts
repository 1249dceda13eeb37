import { createPrivateKey, createPublicKey, createHash, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testD } from './test-d';
import type { DFunction } from './test-d';

/**
 * What a test deployment holds: stand-ins for a FairPlay certificate, its private key, the Application Secret Key and D.
 * Real FairPlay key servers refuse what is made with them; never put production secrets in here.
 */
export interface TestCredentials {
  /** DER. */
  readonly certificate: Buffer;
  /** SHA-1 of the DER, 20 bytes. */
  readonly certificateHash: Buffer;
  /** Only who reads SPCs needs it; makers do without. */
  readonly privateKey: KeyObject | undefined;
  readonly publicKey: KeyObject;
  /** 16 bytes. */
  readonly ask: Buffer;
  readonly d: DFunction;
}

export interface TestCredentialsInput {
  /** DER or PEM. */
  readonly certificate: Buffer;
  /** PEM, or DER in PKCS#8. */
  readonly privateKey?: Buffer;
  /** 16 bytes. */
  readonly ask: Buffer;
  /** The stand-in `testD` unless given. */
  readonly d?: DFunction;
}

/**
 * Test credentials of an emulator's operator.
 * @throws {Error} with one sentence where a part does not have the right form; it holds no key material.
 */
export function createTestCredentials(input: TestCredentialsInput): TestCredentials {
  const x509 = attempt(
    'certificate: expected an X.509 certificate in DER or PEM',
    () => new X509Certificate(input.certificate),
  );
  const { publicKey } = x509;
  if (publicKey.asymmetricKeyType !== 'rsa' || publicKey.asymmetricKeyDetails?.modulusLength !== 1024) {
    throw new Error('certificate: expected an RSA key of 1024 bits, as SPC version 1 has room for no other');
  }
  if (input.ask.length !== 16) throw new Error(`ask: expected 16 bytes, got ${input.ask.length}`);
  const privateKey = input.privateKey && readPrivateKey(input.privateKey);
  if (privateKey && !createPublicKey(privateKey).equals(publicKey)) {
    throw new Error('privateKey: expected the key of the certificate, got another one');
  }
  const certificate = Buffer.from(x509.raw);
  const certificateHash = createHash('sha1').update(certificate).digest();
  return { certificate, certificateHash, privateKey, publicKey, ask: input.ask, d: input.d ?? testD };
}

let loaded: TestCredentials | undefined;

/** The credentials that come with the project: public, and refused by every real FairPlay key server on purpose. Read once. */
export function loadTestCredentials(): TestCredentials {
  loaded ??= createTestCredentials({
    certificate: fixture('test-certificate.der'),
    privateKey: fixture('test-private-key.pem'),
    ask: Buffer.from(fixture('test-ask.hex').toString('ascii').trim(), 'hex'),
  });
  return loaded;
}

function fixture(name: string): Buffer {
  return readFileSync(join(__dirname, 'fixtures', name));
}

function readPrivateKey(bytes: Buffer): KeyObject {
  const pem = bytes.includes('-----BEGIN');
  return attempt('privateKey: expected an unencrypted key in PEM, or in DER as PKCS#8', () =>
    pem ? createPrivateKey(bytes) : createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }),
  );
}

/** OpenSSL's own words help nobody: says what was expected. */
function attempt<T>(expectation: string, act: () => T): T {
  try {
    return act();
  } catch {
    throw new Error(expectation);
  }
}
