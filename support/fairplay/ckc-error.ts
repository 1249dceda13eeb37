import type { TllvDefect } from './tllv';

/**
 * What is wrong with a CKC, or keeps one from being made (`echo-unavailable`: the return request names a tag that the SPC
 * does not hold or that a CKC uses for itself).
 */
export type CkcDefect =
  | 'empty'
  | 'wrapped-text'
  | 'truncated'
  | 'version'
  | 'payload-length'
  | 'trailing-bytes'
  | TllvDefect
  | 'missing-content-key'
  | 'length-content-key'
  | 'missing-r1'
  | 'r1-mismatch'
  | 'echo-missing'
  | 'echo-changed'
  | 'echo-unavailable'
  | 'length-key-duration'
  | 'key-duration-constant'
  | 'key-duration-unasked'
  | 'key-type'
  | 'length-hdcp'
  | 'key-length';

/** Bytes that a player cannot take as the CKC of its SPC. The message never holds key material. */
export class CkcError extends Error {
  override readonly name = 'CkcError';
  constructor(
    readonly defect: CkcDefect,
    detail: string,
  ) {
    super(`CKC refused (${defect}): ${detail}`);
  }
}
