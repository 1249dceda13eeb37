import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attachment } from 'allure-js-commons';
import { writeAtomically } from '../output';
import type { Test } from './model';

/**
 * Writes straight into `allure-results`. The folder is fresh and ours, so a file is created once; Allure's
 * own writer flushes every file to the disk, which costs more than the scenarios do.
 */
export class ResultsFolder {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
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
    renameSync(join(this.folder, `${name}.tmp`), join(this.folder, name));
  }

  /** A file that Allure knows by its name, e.g. `categories.json`. */
  file(name: string, content: string | Buffer): void {
    this.#write(name, content);
  }

  /** The same for one that changes when the run ends. */
  replace(name: string, content: string): void {
    writeAtomically(join(this.folder, name), content);
  }

  /** What both renderers draw the trend from. */
  trend(content: string): void {
    mkdirSync(join(this.folder, 'history'), { recursive: true });
    this.#write(join('history', 'history-trend.json'), content);
  }

  #write(name: string, content: string | Buffer): void {
    const path = join(this.folder, name);
    try {
      writeFileSync(path, content, { flag: 'wx', mode: 0o644 });
    } catch (error) {
      // Half a file of a disk that is full; one that was there before is not ours to remove.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(path, { force: true });
      throw error;
    }
  }
}
