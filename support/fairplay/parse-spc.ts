import { constants, privateDecrypt } from 'node:crypto';
import { cbcDecrypt } from './aes';
import { openSkR1 } from './sk-r1';
import type { SkR1 } from './sk-r1';
import { readSpcContainer } from './spc-container';
import type { SpcContainer } from './spc-container';
import { readSpcFields } from './spc-fields';
import type { SpcFields } from './spc-fields';
import { SpcError } from './spc-error';
import type { TestCredentials } from './test-credentials';
import { daskOf } from './test-d';
import { readBlocks } from './tllv';
import type { TllvBlock } from './tllv';

/** A whole SPC of version 1, outside and inside. */
export interface ParsedSpc extends SpcFields, SkR1 {
  readonly version: 1;
  /** IV of the payload, 16 bytes. */
  readonly iv: Buffer;
  /** Key of the payload, 16 bytes. */
  readonly spck: Buffer;
  /** SHA-1 of the certificate it was made with, 20 bytes. */
  readonly certificateHash: Buffer;
  /** All blocks in their order, unknown ones included. */
  readonly blocks: readonly TllvBlock[];
}

/**
 * Reads an SPC of version 1 strictly, as a key server with these test credentials does.
 * A return-requested tag that the SPC does not hold is no defect of the SPC: `buildCkc` cannot answer it.
 * @throws {SpcError} with a named defect; no other error, whatever the bytes.
 */
export function parseSpc(bytes: Buffer, credentials: TestCredentials): ParsedSpc {
  const container = readSpcContainer(bytes);
  if (!container.certificateHash.equals(credentials.certificateHash)) {
    throw new SpcError('certificate-hash', 'made with another certificate than the one of these credentials');
  }
  const spck = unwrapKey(container, credentials);
  const payload = cbcDecrypt(spck, container.iv, container.payload);
  const blocks = readBlocks(payload, (defect, detail) => new SpcError(defect, detail));
  const fields = readSpcFields(blocks);
  const skR1 = openSkR1(fields.skR1, daskOf(credentials, fields.r2));
  if (!skR1.integrity.equals(fields.skR1Integrity)) {
    throw new SpcError(
      'integrity',
      'SK_R1 does not end in the integrity bytes of its own block: changed, or another ASk',
    );
  }
  const { iv, certificateHash } = container;
  return { version: 1, iv, spck, certificateHash, ...fields, ...skR1, blocks };
}

function unwrapKey(container: SpcContainer, { privateKey }: TestCredentials): Buffer {
  if (!privateKey)
    throw new SpcError('no-private-key', 'the credentials hold no private key: only the outside can be read');
  let spck: Buffer;
  try {
    spck = privateDecrypt(
      { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      container.wrappedKey,
    );
  } catch {
    throw new SpcError('oaep', 'the payload key cannot be unwrapped');
  }
  if (spck.length !== 16) throw new SpcError('spck-length', `the payload key has ${spck.length} bytes instead of 16`);
  return spck;
}
