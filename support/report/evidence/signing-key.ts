import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A key cannot be used; the message names file and right form and holds nothing of the key. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
}

const PRIVATE = 'an Ed25519 private key in PEM without a passphrase (openssl genpkey -algorithm ed25519 -out FILE)';
const PUBLIC = 'an Ed25519 public key in PEM (openssl pkey -in PRIVATE_KEY -pubout -out FILE)';

/** @throws {KeyError} */
export function readSigningKey(file: string): KeyObject {
  return ed25519(file, PRIVATE, createPrivateKey);
}

/** The key to check signatures with; a private key's public half serves as well. @throws {KeyError} */
export function readVerificationKey(file: string): KeyObject {
  return ed25519(file, PUBLIC, createPublicKey);
}

/** SHA-256 of the public key (SubjectPublicKeyInfo) in hex, by pairs: what people compare. */
export function fingerprintOf(publicKey: KeyObject): string {
  return fingerprintOfDer(publicKey.export({ type: 'spki', format: 'der' }));
}

/** The same for a key as reports carry it. */
export function fingerprintOfDer(der: Buffer): string {
  const hex = createHash('sha256').update(der).digest('hex');
  return hex.replace(/..(?=.)/g, '$&:');
}

function ed25519(file: string, right: string, create: (pem: Buffer) => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = create(readFileSync(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why =
      code === 'ERR_MISSING_PASSPHRASE'
        ? 'it has a passphrase'
        : code.startsWith('E') && !code.startsWith('ERR_')
          ? code
          : 'it holds no such key';
    throw new KeyError(`${file}: cannot be used (${why}). Right: ${right}`);
  }
  const type = key.asymmetricKeyType ?? 'secret';
  if (type !== 'ed25519') throw new KeyError(`${file}: holds a key of the kind ${type}. Right: ${right}`);
  return key;
}
