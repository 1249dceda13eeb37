import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { packageFile } from '../ledger';

/** Where a build leaves the digest of the sources that it was made of. */
export const BUILT_DIGEST = 'dist/code-digest.json';

/**
 * SHA-256 over features, steps, support and ledger: what decides whether a violation is found. Specs decide nothing, and line
 * ends are the checkout's business.
 */
export function codeDigest(): string {
  const root = join(packageFile('package.json'), '..');
  // The published package has no sources.
  if (!existsSync(join(root, 'support'))) return builtDigest(join(root, BUILT_DIGEST));
  const hash = createHash('sha256');
  for (const path of ['features', 'steps', 'support'].flatMap((folder) => filesIn(join(root, folder))).sort()) {
    hash.update(`${relative(root, path).split(sep).join('/')}\n`);
    hash.update(readFileSync(path, 'utf8').replaceAll('\r\n', '\n'));
    hash.update('\u0000');
  }
  return hash.digest('hex');
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.endsWith('.spec.ts') && !path.split(sep).includes('testing'));
}

function builtDigest(path: string): string {
  const { digest } = JSON.parse(readFileSync(path, 'utf8')) as { digest: string };
  return digest;
}
