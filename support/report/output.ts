import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  readdir,
  readdirSync,
  renameSync,
  rm,
  rmSync,
  writeFileSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** The folder for results cannot be used; nothing was removed and nothing sent. */
export class OutputError extends Error {
  override readonly name = 'OutputError';

  constructor(
    readonly path: string,
    readonly why: string,
    readonly rightForm: string,
    /** No mistake of the user: the disk is full or broken. */
    readonly surroundings = false,
  ) {
    super(`${path}: ${why}. ${rightForm}`);
  }
}

/** Errors that no other command line would have prevented. */
const SURROUNDINGS: readonly string[] = ['ENOSPC', 'EDQUOT', 'EIO'];

/** Windows has no O_NOFOLLOW. */
const NO_FOLLOW = (constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;

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
  readonly compliance: string;
  readonly complianceMarkdown: string;
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
    compliance: join(outDir, 'compliance.html'),
    complianceMarkdown: join(outDir, 'compliance.md'),
    history: join(outDir, 'history.jsonl'),
  };
}

/** What we write beside its place; a process that was killed leaves it. */
const TEMPORARY = /^\.sees-conformance-[0-9a-f-]{36}\.tmp$/u;

/**
 * Makes the folder ready for a run: empties `allure-results` and `allure-report`, removes the report files of the last run, leaves
 * everything else.
 * @param leftovers `kept`: somebody else calls `removeLeftovers`
 * @throws {OutputError} before anything is removed, when one of the two is not ours or a symbolic link is in the way
 */
export function prepareOutput(outDir: string, leftovers: 'removed' | 'kept' = 'removed'): OutputPlaces {
  const places = outputPlaces(outDir);
  const ours = [places.results, places.report];
  const { conformance, junit, summary, badge, compliance, complianceMarkdown } = places;
  const reports = [conformance, junit, summary, badge, compliance, complianceMarkdown];
  try {
    mustBeFolder(outDir);
    for (const folder of ours) mustBeOurs(folder);
    for (const file of [...reports, places.history]) mustBeFile(file);
    // If we are killed from here on, no result of the last run is taken for one of this run.
    for (const file of reports) rmSync(file, { force: true });
    for (const folder of ours) replaceFolder(folder);
    if (leftovers === 'removed') removeLeftovers(outDir);
  } catch (error) {
    if (error instanceof OutputError) throw error;
    const code = codeOf(error);
    throw new OutputError(
      outDir,
      `cannot be written to (${code})`,
      'Choose another folder with --out',
      SURROUNDINGS.includes(code),
    );
  }
  return places;
}

/** Begins to remove what `prepareOutput` put aside: thousands of files. What stays is met again by the next run. */
export function removeLeftovers(outDir: string): void {
  readdir(outDir, (error, names) => {
    if (error !== null) return;
    for (const name of names) {
      if (TEMPORARY.test(name)) rm(join(outDir, name), { recursive: true, force: true }, () => undefined);
    }
  });
}

/** A folder that is half emptied when we are killed would have lost its marker, and nobody could use it again. */
function replaceFolder(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  if (look(folder) !== undefined) renameSync(folder, temporaryIn(dirname(folder)));
  mkdirSync(folder);
  writeFileSync(join(folder, MARKER), MARKER_TEXT, { flag: 'wx', mode: 0o644 });
}

function temporaryIn(folder: string): string {
  return join(folder, `.sees-conformance-${randomUUID()}.tmp`);
}

/**
 * Writes a whole file or nothing: into a file of its own beside it, then renamed. A symbolic link at the place is replaced,
 * never followed; one in place of the folder is refused.
 */
export function writeAtomically(path: string, content: string | Buffer, mode: 0o600 | 0o644 = 0o644): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  mustBeFolder(folder);
  const temporary = temporaryIn(folder);
  try {
    const file = openSync(temporary, 'wx', mode);
    try {
      // The mode above is subject to the umask; reports are there to be read by others (a CI server's upload), keys are not.
      fchmodSync(file, mode);
      writeFileSync(file, content);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * For a disk that is full: takes the space of the file that is there, which is worth less than the text.
 * @returns whether it was large enough; if not, it is as it was
 */
export function overwriteInPlace(path: string, text: string): boolean {
  const bytes = Buffer.from(text);
  const found = look(path);
  if (found?.isFile() !== true || found.size < bytes.length) return false;
  const file = openSync(path, constants.O_RDWR | NO_FOLLOW);
  try {
    writeSync(file, bytes, 0, bytes.length, 0);
    ftruncateSync(file, bytes.length);
    return true;
  } finally {
    closeSync(file);
  }
}

/** Appends one line; never through a symbolic link, and never to a line that a crash or a full disk left unfinished. */
export function appendLine(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | NO_FOLLOW, 0o644);
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    const begun = size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString('latin1') !== '\n';
    writeFileSync(file, `${begun ? '\n' : ''}${line}\n`);
  } finally {
    closeSync(file);
  }
}

/** Why something could not be written, in words; the path is not among them. */
export function whyUnwritable(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return `the disk is full (${code})`;
  if (code === 'ENOENT') return `the folder is gone (${code})`;
  if (error instanceof OutputError) return error.why;
  // What an unforeseen error says may hold anything, and this ends up in every report.
  return code === String(error) ? `an unforeseen ${error instanceof Error ? error.name : 'error'}` : code;
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
}

/** A folder that has to stay the one that it was: whoever puts another, or a symbolic link, in its place gets nothing. */
export class HeldFolder {
  readonly #place: string;
  readonly #device: number;
  readonly #inode: number;

  /** @throws {OutputError} when there is no such folder */
  constructor(readonly path: string) {
    mustBeFolder(path);
    this.#place = resolve(path);
    const { dev, ino } = lstatSync(this.#place);
    this.#device = dev;
    this.#inode = ino;
  }

  /**
   * Creates a file that is not there yet. @param name of a file in the folder
   * @throws {OutputError} when the folder is another by now
   */
  write(name: string, content: string | Buffer): void {
    const found = lookAt(this.#place);
    // Where it is gone, writing says so.
    if (found !== undefined && (found.dev !== this.#device || found.ino !== this.#inode)) {
      throw new OutputError(
        this.path,
        'is no longer the folder that this run made',
        'Leave it alone while a run goes on',
      );
    }
    const path = `${this.#place}${sep}${name}`;
    try {
      writeFileSync(path, content, { flag: 'wx', mode: 0o644 });
    } catch (error) {
      // Half a file of a disk that is full; one that was there before is not ours to remove.
      if (codeOf(error) !== 'EEXIST') rmSync(path, { force: true });
      throw error;
    }
  }
}

/** @throws {OutputError} when it is there and a symbolic link or a file */
export function mustBeFolder(path: string): void {
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
  // `link/` would be what the link points to.
  return lookAt(resolve(path));
}

function lookAt(resolved: string): Stats | undefined {
  return lstatSync(resolved, { throwIfNoEntry: false });
}
