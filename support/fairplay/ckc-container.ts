import { hash } from 'node:crypto';
import { encryptBlock } from './aes';
import { CkcError } from './ckc-error';
import { uint32 } from './spc-container';

/** The outside of a CKC. */
export interface CkcContainer {
  readonly version: number;
  /** 4 bytes that a reader ignores. */
  readonly reserved: Buffer;
  /** 16 bytes. */
  readonly iv: Buffer;
  readonly payloadLength: number;
  /** Encrypted. */
  readonly payload: Buffer;
}

const HEADER = 28;

/** @throws {CkcError} unless the bytes are exactly one CKC of version 1. */
export function readCkcContainer(bytes: Buffer): CkcContainer {
  if (bytes.length === 0) throw new CkcError('empty', 'no bytes at all');
  if (bytes.length < HEADER) throw new CkcError('truncated', `${bytes.length} bytes, the header alone has ${HEADER}`);
  const version = bytes.readUInt32BE(0);
  if (version !== 1) throw new CkcError('version', `version word 0x${bytes.toString('hex', 0, 4)} instead of 1`);
  const payloadLength = bytes.readUInt32BE(24);
  if (payloadLength % 16 !== 0) throw new CkcError('payload-length', `${payloadLength} is no multiple of 16`);
  const present = bytes.length - HEADER;
  if (payloadLength > present)
    throw new CkcError('truncated', `payload of ${payloadLength} bytes announced, ${present} sent`);
  if (payloadLength < present)
    throw new CkcError('trailing-bytes', `${present - payloadLength} bytes after the payload`);
  return {
    version,
    reserved: bytes.subarray(4, 8),
    iv: bytes.subarray(8, 24),
    payloadLength,
    payload: bytes.subarray(HEADER),
  };
}

export function writeCkcContainer(container: CkcContainer): Buffer {
  const { version, reserved, iv, payloadLength, payload } = container;
  return Buffer.concat([uint32(version), reserved, iv, uint32(payloadLength), payload]);
}

/** Key of a CKC's payload: one block of AES over the AR seed, under the first half of SHA-1(R1). */
export function ckcPayloadKey(r1: Buffer, arSeed: Buffer): Buffer {
  return encryptBlock(hash('sha1', r1, 'buffer').subarray(0, 16), arSeed);
}
