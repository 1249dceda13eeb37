import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { packageFile } from '../ledger';
import { INIT_PROFILES, type InitProfile } from './init-outline';
import { initText } from './init-text';
import { shellWord } from './shell-word';
import { UsageError } from './usage-error';

export interface InitOptions {
  readonly profile: string;
  readonly out: string;
  readonly force?: boolean;
}

/** Where commands look for a configuration. */
const INIT_FILE = 'sees-conformance.config.yaml';

const SCHEMA = 'schemas/config.schema.json';

/**
 * `sees-conformance init`
 * @throws {UsageError} where the file is there already or cannot be written; it is left as it is
 */
export function initCommand({ profile, out, force = false }: InitOptions): Promise<number> {
  if (!isProfile(profile)) {
    throw new UsageError(`--profile ${profile}: there is no such profile. Right: ${INIT_PROFILES.join(', ')}`);
  }
  if (!/\.ya?ml$/.test(out)) throw new UsageError(`--out ${out}: Right: a file name that ends in .yaml or .yml`);
  const path = resolve(out);
  const text = initText(profile, schemaFrom(dirname(path)));
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw code === 'EEXIST' && !force
      ? new UsageError(`${out} is there already and was left as it is. Right: another file with --out, or --force`)
      : new UsageError(`${out} cannot be written (${code}). Right: --out FILE in a folder of yours`);
  }
  const option = out === INIT_FILE ? '' : ` --config ${shellWord(out)}`;
  const variables = [...new Set(text.match(/(?<=^ *[^#\n]*\$\{)\w+(?=\})/gm))];
  process.stdout.write(
    [
      `${out}: written, for profile ${profile}.`,
      ...(variables.length === 0 ? [] : [`Set in the environment: ${variables.join(', ')}.`]),
      'Next:',
      `  npx sees-conformance plan${option}`,
      `  npx sees-conformance run${option}`,
      '',
    ].join('\n'),
  );
  return Promise.resolve(0);
}

function isProfile(text: string): text is InitProfile {
  return INIT_PROFILES.some((profile) => profile === text);
}

/** Never a way that leads out of the project: the file is going to be read on other machines. */
function schemaFrom(folder: string): string {
  const way = relative(folder, packageFile(SCHEMA));
  const near = !way.startsWith('..') && !isAbsolute(way);
  return near ? way.split(sep).join('/') : `node_modules/sees-conformance/${SCHEMA}`;
}
