import type { Configuration } from './configuration';

/** SHA-256 (hex) of what was configured: without secrets, and without what changes from run to run (out, seed, nonce). */
export function configurationDigest(_configuration: Configuration): string {
  throw new Error('not written yet');
}
