import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
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
  for (const name of ['features', 'steps', 'support'].flatMap((folder) => namesIn(root, folder)).sort()) {
    hash.update(`${name}\n`);
    hash.update(withPlainLineEnds(readFileSync(`${root}${sep}${name}`)));
    hash.update('\u0000');
  }
  return hash.digest('hex');
}

function withPlainLineEnds(bytes: Buffer): Buffer {
  if (!bytes.includes('\r\n')) return bytes;
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

/** Files below a folder, with slashes everywhere. */
function namesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'testing' ? [] : namesIn(root, name);
    return entry.isFile() && !name.endsWith('.spec.ts') ? name : [];
  });
}

function builtDigest(path: string): string {
  const { digest } = JSON.parse(readFileSync(path, 'utf8')) as { digest: string };
  return digest;
}
