import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { it } from 'node:test';

const root = join(__dirname, '..');

/** How long handles may live after the last test, in ms. */
const GRACE_MS = 5000;

function find(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/**
 * Loads every test file into this one process, where node:test runs them one after the other. One process per file (what
 * `node --test` does) would cost several times as long.
 *
 * @param folders relative to the project
 * @param ending of the files' names, e.g. `.spec.ts`
 * @param filters only files whose path contains one of these; none: all
 */
export function runAll(folders: readonly string[], ending: string, filters: readonly string[]): void {
  const files = folders
    .flatMap((folder) => find(folder, ending))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
    .sort();
  if (files.length === 0) {
    console.error(`No test file under ${folders.join(', ')} matches ${filters.join(', ') || `*${ending}`}.`);
    process.exitCode = 1;
    return;
  }
  for (const file of files) load(file);
  it('leaves nothing open', watchForHandles);
}

/** A file that does not load is a failed test, not the end of the run. */
function load(file: string): void {
  try {
    require(join(root, file)) as unknown;
  } catch (error) {
    it(`${file} loads`, () => {
      throw error;
    });
  }
}

/** The process has to end by itself; a server or timer that a test forgot would keep it, and CI, waiting. */
function watchForHandles(): void {
  setTimeout(() => {
    console.error(`A test left something open: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, GRACE_MS).unref();
}
