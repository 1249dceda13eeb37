import { SpcError } from './spc-error';

/** The outside of an SPC of version 1. */
export interface SpcContainer {
  readonly version: number;
  /** 4 bytes that a reader ignores. */
  readonly reserved: Buffer;
  /** 16 bytes. */
  readonly iv: Buffer;
  /** SPCK under the certificate's key, 128 bytes. */
  readonly wrappedKey: Buffer;
  /** 20 bytes. */
  readonly certificateHash: Buffer;
  /** As written in the header. */
  readonly payloadLength: number;
  /** Encrypted. */
  readonly payload: Buffer;
}

/** What the outside of an SPC tells without any secret. */
export interface SpcOutside {
  readonly version: number;
  /** Version 2 or 3: well known, but unreadable here; the other fields are then undefined. */
  readonly opaque: boolean;
  readonly payloadLength: number | undefined;
  readonly certificateHash: Buffer | undefined;
}

const HEADER = 176;

/**
 * Looks at the outside of an SPC. Versions 2 and 3 are opaque here, not broken.
 * @throws {SpcError} for bytes that are no SPC.
 */
export function inspectSpc(bytes: Buffer): SpcOutside {
  const version = readVersion(bytes);
  if (version !== 1) return { version, opaque: true, payloadLength: undefined, certificateHash: undefined };
  const { payloadLength, certificateHash } = readSpcContainer(bytes);
  return { version, opaque: false, payloadLength, certificateHash };
}

/** @throws {SpcError} unless the bytes are exactly one SPC of version 1. */
export function readSpcContainer(bytes: Buffer): SpcContainer {
  const version = readVersion(bytes);
  if (version !== 1) throw new SpcError('version-opaque', `SPC version ${version}: opaque here`);
  if (bytes.length < HEADER) throw new SpcError('truncated', `${bytes.length} bytes, the header alone has ${HEADER}`);
  const payloadLength = bytes.readUInt32BE(172);
  if (payloadLength % 16 !== 0) throw new SpcError('payload-length', `${payloadLength} is no multiple of 16`);
  const present = bytes.length - HEADER;
  if (payloadLength > present)
    throw new SpcError('truncated', `payload of ${payloadLength} bytes announced, ${present} sent`);
  if (payloadLength < present)
    throw new SpcError('trailing-bytes', `${present - payloadLength} bytes after the payload`);
  return {
    version,
    reserved: bytes.subarray(4, 8),
    iv: bytes.subarray(8, 24),
    wrappedKey: bytes.subarray(24, 152),
    certificateHash: bytes.subarray(152, 172),
    payloadLength,
    payload: bytes.subarray(HEADER),
  };
}

export function writeSpcContainer(container: SpcContainer): Buffer {
  const { version, reserved, iv, wrappedKey, certificateHash, payloadLength, payload } = container;
  return Buffer.concat([uint32(version), reserved, iv, wrappedKey, certificateHash, uint32(payloadLength), payload]);
}

/** 1, 2 or 3. */
function readVersion(bytes: Buffer): number {
  if (bytes.length === 0) throw new SpcError('empty', 'no bytes at all');
  const start = bytes.toString('latin1', 0, 64).trimStart();
  if (bytes[0] === 0x30 && bytes[1] === 0x82) {
    throw new SpcError('not-an-spc-der-certificate', 'starts like a DER certificate; send the SPC made with it');
  }
  if (/^AAAAA[Qgw]/.test(start)) throw new SpcError('base64-text', 'base64 text; send the bytes that it encodes');
  if (/^[{[]/.test(start)) throw new SpcError('json-text', 'starts like JSON; send the raw SPC bytes');
  if (bytes.length < 4) throw new SpcError('truncated', `${bytes.length} bytes, the version alone has 4`);
  const version = bytes.readUInt32BE(0);
  if (version < 1 || version > 3) {
    throw new SpcError('version', `version word 0x${bytes.toString('hex', 0, 4)}; 1 is read here, 2 and 3 are known`);
  }
  return version;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
