import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attachment } from 'allure-js-commons';
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

  result(result: Test): void {
    this.#write(`${result.uuid}-result.json`, JSON.stringify(result));
  }

  /** A file that Allure knows by its name, e.g. `categories.json`. */
  file(name: string, content: string): void {
    this.#write(name, content);
  }

  /** The same when more is known. */
  replace(name: string, content: string): void {
    const fresh = `${name}.${randomUUID()}`;
    this.#write(fresh, content);
    renameSync(join(this.folder, fresh), join(this.folder, name));
  }

  /** What both renderers draw the trend from. */
  trend(content: string): void {
    mkdirSync(join(this.folder, 'history'), { recursive: true });
    this.#write(join('history', 'history-trend.json'), content);
  }

  #write(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content, { flag: 'wx', mode: 0o644 });
  }
}
