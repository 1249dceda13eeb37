import { closeSync, constants, fchmodSync, openSync, writeFileSync } from 'node:fs';

/** Writes a file that only its owner can read, never through a symbolic link. */
export function writePrivately(path: string, content: string | Buffer): void {
  // Windows has no O_NOFOLLOW.
  const noFollow = (constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
  const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | noFollow, 0o600);
  try {
    // A file that was there already keeps its mode unless told.
    fchmodSync(file, 0o600);
    writeFileSync(file, content);
  } finally {
    closeSync(file);
  }
}
