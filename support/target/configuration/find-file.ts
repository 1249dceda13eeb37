import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ConfigurationError } from './configuration-error';

const NAMES = ['yaml', 'yml', 'json'].map((ending) => `sees-conformance.config.${ending}`);

/**
 * The file to read: the one asked for, or the one lying in the working directory; undefined: none.
 * @throws {ConfigurationError} when several lie there
 */
export function findFile(asked: string | undefined, cwd: string): string | undefined {
  if (asked === '') {
    throw new ConfigurationError([
      { where: 'option --config', what: 'is empty.', rightForm: 'a file that can be read' },
    ]);
  }
  if (asked !== undefined) return resolve(cwd, asked);
  const found = NAMES.map((name) => join(cwd, name)).filter((path) => existsSync(path));
  if (found.length > 1) {
    const what = `${found.map((path) => relative(cwd, path)).join(' and ')} lie side by side.`;
    throw new ConfigurationError([{ where: cwd, what, rightForm: 'one of them, or --config FILE' }]);
  }
  return found[0];
}
