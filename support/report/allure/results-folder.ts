import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Attachment } from 'allure-js-commons';
import { HeldFolder, writeAtomically } from '../output';
import type { Test } from './model';

const RESULT = /^([0-9a-f-]{36})-result\.json$/u;

/**
 * Writes straight into `allure-results`. The folder is fresh and ours, so a file is created once; Allure's
 * own writer flushes every file to the disk, which costs more than the scenarios do.
 */
export class ResultsFolder {
  readonly #folder: HeldFolder;

  /** @throws {OutputError} when a symbolic link or a file is in its place */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = new HeldFolder(folder);
  }

  attach(name: string, type: string, extension: string, content: string): Attachment {
    const source = `${randomUUID()}-attachment.${extension}`;
    this.#write(source, content);
    return { name, type, source };
  }

  /** Under its name only when it is whole: a renderer reads every result there is. */
  result(result: Test): void {
    const name = `${result.uuid}-result.json`;
    this.#write(`${name}.tmp`, JSON.stringify(result));
    renameSync(join(this.#folder.path, `${name}.tmp`), join(this.#folder.path, name));
  }

  /** Ids of the results that are there. */
  resultIds(): string[] {
    return readdirSync(this.#folder.path).flatMap((name) => RESULT.exec(name)?.[1] ?? []);
  }

  /** A file that Allure knows by its name, e.g. `categories.json`. */
  file(name: string, content: string | Buffer): void {
    this.#write(name, content);
  }

  /** The same for one that changes when the run ends. */
  replace(name: string, content: string): void {
    writeAtomically(join(this.#folder.path, name), content);
  }

  /** A file in the folder `history`. */
  history(name: string, content: string): void {
    const folder = join(this.#folder.path, 'history');
    mkdirSync(folder, { recursive: true });
    new HeldFolder(folder).write(name, content);
  }

  #write(name: string, content: string | Buffer): void {
    this.#folder.write(name, content);
  }
}
