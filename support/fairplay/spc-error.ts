import type { TllvDefect } from './tllv';

/** Fields of an SPC, as they appear in the names of defects. */
export type SpcField =
  | 'sk-r1'
  | 'sk-r1-integrity'
  | 'ar-seed'
  | 'r2'
  | 'return-request'
  | 'asset-id'
  | 'transaction-id'
  | 'protocol-versions-supported'
  | 'protocol-version-used'
  | 'streaming-indicator'
  | 'media-playback-state'
  | 'capabilities';

/**
 * What is wrong with an SPC. `length-<field>`: its value has a length that the field cannot have. `version-opaque`: version
 * 2 or 3, which is not broken but cannot be read here.
 */
export type SpcDefect =
  | 'empty'
  | 'not-an-spc-der-certificate'
  | 'base64-text'
  | 'not-base64'
  | 'json-text'
  | 'version'
  | 'version-opaque'
  | 'truncated'
  | 'payload-length'
  | 'trailing-bytes'
  | 'no-private-key'
  | 'certificate-hash'
  | 'oaep'
  | 'spck-length'
  | 'integrity'
  | TllvDefect
  | `missing-${SpcField}`
  | `length-${SpcField}`;

/** Bytes that cannot be taken as an SPC. The message never holds key material. */
export class SpcError extends Error {
  override readonly name = 'SpcError';
  constructor(
    readonly defect: SpcDefect,
    detail: string,
  ) {
    super(`SPC refused (${defect}): ${detail}`);
  }
}
