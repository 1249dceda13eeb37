import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { packageFile } from './package-file';

/**
 * Keeps what is costly to make out of what seldom changes, beside the dependencies where other tools keep theirs.
 * @param name of the file, with its extension, e.g. `ledger.json`
 * @param sources all that decides about the outcome
 * @returns path of a file that holds what `make` gives for these sources; undefined: nothing can be kept here
 */
export function kept(name: string, sources: readonly (string | Buffer)[], make: () => string): string | undefined {
  const folder = keepingPlace();
  if (folder === undefined) return undefined;
  const digest = digestOf([...sources, process.versions.node]);
  const path = join(folder, name.replace(/(\.\w+)$/, `-${digest}$1`));
  if (existsSync(path)) return path;
  const text = make();
  try {
    mkdirSync(folder, { recursive: true });
    forget(folder, name);
    // Whole or not at all: several processes and threads may come here at once.
    const own = `${path}.${String(process.pid)}.${String(threadId)}`;
    writeFileSync(own, text, { mode: 0o600 });
    renameSync(own, path);
    return path;
  } catch {
    return undefined;
  }
}

function digestOf(sources: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(source).update('\u0000');
  return hash.digest('base64url').slice(0, 22);
}

/** Of earlier sources. */
function forget(folder: string, name: string): void {
  const [stem = name, extension = ''] = name.split(/(\.\w+)$/);
  for (const file of readdirSync(folder)) {
    const digest = file.startsWith(`${stem}-`) && file.endsWith(extension) ? file.slice(stem.length + 1) : '';
    if (digest.length === 22 + extension.length) rmSync(join(folder, file), { force: true });
  }
}

interface KeepingPlace {
  keepingPlace(root: string): { readonly own: string } | undefined;
}

/** Known to what begins programs, too, which is there before any TypeScript can be loaded. */
function keepingPlace(): string | undefined {
  const place = require(packageFile('bin/keeping-place.cjs')) as KeepingPlace;
  return place.keepingPlace(dirname(packageFile('package.json')))?.own;
}
