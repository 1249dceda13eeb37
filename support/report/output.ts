import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder for results cannot be used; nothing was removed and nothing sent. */
export class OutputError extends Error {
  override readonly name = 'OutputError';

  constructor(
    readonly path: string,
    readonly why: string,
    readonly rightForm: string,
  ) {
    super(`${path}: ${why}. ${rightForm}`);
  }
}

/** Only a folder that holds this file is ever emptied. */
export const MARKER = '.sees-conformance';
const MARKER_TEXT = 'sees-conformance made this folder and empties it before every run.\n';

export interface OutputPlaces {
  readonly results: string;
  readonly report: string;
  readonly reportFile: string;
  readonly conformance: string;
  readonly junit: string;
  readonly summary: string;
  readonly badge: string;
  readonly history: string;
}

export function outputPlaces(outDir: string): OutputPlaces {
  return {
    results: join(outDir, 'allure-results'),
    report: join(outDir, 'allure-report'),
    reportFile: join(outDir, 'allure-report', 'index.html'),
    conformance: join(outDir, 'conformance.json'),
    junit: join(outDir, 'junit.xml'),
    summary: join(outDir, 'summary.md'),
    badge: join(outDir, 'badge.json'),
    history: join(outDir, 'history.jsonl'),
  };
}

/**
 * Makes the folder ready for a run: empties `allure-results` and `allure-report`, leaves everything else.
 * @throws {OutputError} before anything is removed, when one of the two is not ours or a symbolic link is in the way
 */
export function prepareOutput(outDir: string): OutputPlaces {
  const places = outputPlaces(outDir);
  const ours = [places.results, places.report];
  try {
    mustBeFolder(outDir);
    for (const folder of ours) mustBeOurs(folder);
    for (const file of [places.conformance, places.junit, places.summary, places.badge, places.history]) mustBeFile(file);
    for (const folder of ours) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, MARKER), MARKER_TEXT, { flag: 'wx', mode: 0o644 });
    }
  } catch (error) {
    if (error instanceof OutputError) throw error;
    throw new OutputError(outDir, `cannot be written to (${codeOf(error)})`, 'Choose another folder with --out');
  }
  return places;
}

/**
 * Writes a whole file or nothing: into a file of its own beside it, then renamed. A symbolic link at the place is replaced,
 * never followed; one in place of the folder is refused.
 */
export function writeAtomically(path: string, text: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  if (look(folder)?.isDirectory() !== true) {
    throw new OutputError(folder, 'is a symbolic link', 'Choose a real folder with --out');
  }
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: 'wx', mode: 0o644 });
    // The mode above is subject to the umask; reports are there to be read by others (a CI server's upload).
    chmodSync(temporary, 0o644);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Appends one line; never through a symbolic link. */
export function appendLine(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true });
  // Windows has no O_NOFOLLOW.
  const noFollow = (constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
  const file = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | noFollow, 0o644);
  try {
    writeFileSync(file, `${line}\n`);
  } finally {
    closeSync(file);
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
}

function mustBeFolder(path: string): void {
  const found = look(path);
  if (found?.isSymbolicLink() === true) {
    throw new OutputError(path, 'is a symbolic link', 'Name the folder that it points to with --out');
  }
  if (found !== undefined && !found.isDirectory()) {
    throw new OutputError(path, 'is not a folder', 'Name a folder with --out; it is made where it does not exist');
  }
}

function mustBeOurs(path: string): void {
  mustBeFolder(path);
  if (look(path) === undefined || readdirSync(path).length === 0) return;
  if (look(join(path, MARKER))?.isFile() === true) return;
  throw new OutputError(
    path,
    `holds files that are not ours (no ${MARKER} in it), so it is not emptied`,
    'Move it away or choose another folder with --out',
  );
}

function mustBeFile(path: string): void {
  const found = look(path);
  if (found === undefined || found.isFile()) return;
  const what = found.isSymbolicLink() ? 'a symbolic link' : 'not a file';
  throw new OutputError(
    path,
    `is ${what}, so the report cannot be written there`,
    'Remove it or choose another folder with --out',
  );
}

function look(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
