import { createCipheriv, createDecipheriv } from 'node:crypto';

const INITIAL_VALUE = Buffer.alloc(8, 0xa6);

/**
 * A content key as key storage holds it (FP-TOK: kek, ek): AES key wrap of RFC 3394.
 * @param kek the key to wrap with, 16 bytes
 * @param contentKey 16 bytes
 * @returns 24 bytes
 */
export function wrapContentKey(kek: Buffer, contentKey: Buffer): Buffer {
  const cipher = createCipheriv('aes128-wrap', kek, INITIAL_VALUE);
  return Buffer.concat([cipher.update(contentKey), cipher.final()]);
}

/** Undoes `wrapContentKey`; undefined: the integrity check failed, or a length is wrong. */
export function unwrapContentKey(kek: Buffer, wrapped: Buffer): Buffer | undefined {
  if (kek.length !== 16 || wrapped.length < 24 || wrapped.length % 8 !== 0) return undefined;
  try {
    const decipher = createDecipheriv('aes128-wrap', kek, INITIAL_VALUE);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return undefined;
  }
}
