import { createDecipheriv } from 'node:crypto';

const INITIAL_VALUE = Buffer.alloc(8, 0xa6);

/** RFC 3394 with a 16-byte key; undefined: the integrity check failed, or a length is wrong. */
export function unwrapKey(kek: Buffer, wrapped: Buffer): Buffer | undefined {
  if (kek.length !== 16 || wrapped.length < 24 || wrapped.length % 8 !== 0) return undefined;
  try {
    const decipher = createDecipheriv('aes128-wrap', kek, INITIAL_VALUE);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return undefined;
  }
}
