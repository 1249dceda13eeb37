import { createCipheriv, createDecipheriv } from 'node:crypto';

/** AES-128-CBC without padding; lengths are multiples of 16. */
export function cbcEncrypt(key: Buffer, iv: Buffer, plain: Buffer): Buffer {
  return createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false).update(plain);
}

/** AES-128-CBC without padding; lengths are multiples of 16. */
export function cbcDecrypt(key: Buffer, iv: Buffer, secret: Buffer): Buffer {
  return createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false).update(secret);
}

/** One block of AES-128. */
export function encryptBlock(key: Buffer, plain: Buffer): Buffer {
  return createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(plain);
}

/** One block of AES-128. */
export function decryptBlock(key: Buffer, secret: Buffer): Buffer {
  return createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(secret);
}
