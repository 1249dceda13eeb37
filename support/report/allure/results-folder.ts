import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Attachment } from 'allure-js-commons';
import { HeldFolder } from '../output';
import type { Test } from './model';

/**
 * Writes straight into `allure-results`. The folder is fresh and ours, so a file is created once and never replaced; Allure's
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

  result(result: Test): void {
    this.#write(`${result.uuid}-result.json`, JSON.stringify(result));
  }

  /** A file that Allure knows by its name, e.g. `categories.json`. */
  file(name: string, content: string): void {
    this.#write(name, content);
  }

  /** What both renderers draw the trend from. */
  trend(content: string): void {
    const folder = join(this.#folder.path, 'history');
    mkdirSync(folder, { recursive: true });
    new HeldFolder(folder).write('history-trend.json', content);
  }

  #write(name: string, content: string): void {
    this.#folder.write(name, content);
  }
}
