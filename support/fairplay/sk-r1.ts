import { cbcDecrypt, cbcEncrypt } from './aes';

/** The inside of SK_R1, 96 bytes. */
export interface SkR1 {
  /** Session key, 16 bytes. */
  readonly sk: Buffer;
  /** The anonymized device id, 20 bytes. */
  readonly hu: Buffer;
  /** 44 bytes. */
  readonly r1: Buffer;
  /** 16 bytes, repeated in clear in a block of their own. */
  readonly integrity: Buffer;
}

/** Value of the SK_R1 block: the IV, then the encrypted fields. */
export function sealSkR1(plain: Buffer, dask: Buffer, iv: Buffer): Buffer {
  return Buffer.concat([iv, cbcEncrypt(dask, iv, plain)]);
}

export function writeSkR1(fields: SkR1): Buffer {
  return Buffer.concat([fields.sk, fields.hu, fields.r1, fields.integrity]);
}

/** Opens the 112 bytes of the SK_R1 block with DASk. A wrong key gives garbage: compare the integrity bytes. */
export function openSkR1(value: Buffer, dask: Buffer): SkR1 {
  const plain = cbcDecrypt(dask, value.subarray(0, 16), value.subarray(16, 112));
  return {
    sk: plain.subarray(0, 16),
    hu: plain.subarray(16, 36),
    r1: plain.subarray(36, 80),
    integrity: plain.subarray(80, 96),
  };
}
