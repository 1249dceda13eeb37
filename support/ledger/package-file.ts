import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PACKAGE = 'sees-conformance';

/**
 * Absolute path of a file that ships with this package, e.g. `features/requirements.yaml`: the nearest folder above this one
 * that is the package's root and has it. Works from the sources and from `dist/`.
 */
export function packageFile(path: string): string {
  for (let folder = lowestRoot(); ; folder = dirname(folder)) {
    const file = join(folder, path);
    if (existsSync(file) && isPackageRoot(folder)) return file;
    if (folder === dirname(folder)) throw new Error(`${path} is missing from the ${PACKAGE} package: reinstall it.`);
  }
}

let lowest: string | undefined;

/** Where looking begins: found once. */
function lowestRoot(): string {
  if (lowest !== undefined) return lowest;
  let folder = __dirname;
  while (!isPackageRoot(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return (lowest = folder);
}

function isPackageRoot(folder: string): boolean {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return false;
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === PACKAGE;
}
