import { SpcError } from './spc-error';

/**
 * The bytes of an SPC in a base64 or base64url text with any white space, padded or not.
 * @throws {SpcError} for any other text
 */
export function spcFromBase64(text: string): Buffer {
  const digits = text.replace(/\s+/g, '');
  if (digits === '') throw new SpcError('empty', 'no base64 text at all');
  // A length of 4n + 1 digits encodes nothing.
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(digits) || digits.replace(/=+$/, '').length % 4 === 1) {
    throw new SpcError('not-base64', 'base64 was expected, and it is something else');
  }
  return Buffer.from(digits, 'base64');
}
