import { lstatSync } from 'node:fs';
import { OutputError, writeAtomically } from '../report';

/**
 * Writes a file that only its owner can read, whatever the umask, never through a symbolic link: a new file takes the place
 * of an old one, so that who opened that one, or made a hard link to it, reads nothing of this.
 * @throws {OutputError}
 */
export function writePrivately(path: string, content: string | Buffer): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    const what = found.isSymbolicLink() ? 'a symbolic link' : 'not a file';
    throw new OutputError(
      path,
      `is ${what}, so keys are not written there`,
      'Remove it or choose another folder with --out',
    );
  }
  writeAtomically(path, content, 0o600);
}
