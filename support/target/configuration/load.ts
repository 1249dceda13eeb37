import { resolve } from 'node:path';
import { complete } from './complete';
import type { Configuration } from './configuration';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error';
import { deepFreeze } from './deep-freeze';
import type { Filed } from './filed';
import { findFile } from './find-file';
import { getIn, setIn, showPath, type KeyPath } from './key-path';
import {
  CONFIG_VARIABLE,
  mistypedVariables,
  outsideSettings,
  type ConfigurationOptions,
  type Environment,
} from './options';
import type { RuleContext } from './rule';
import { RULES } from './rules';
import type { SourceFile } from './source-file';
import { validateForm, type Origins, type SettingProblem } from './validate';

export interface LoadConfiguration {
  /** The file of `--config`; relative to `cwd`. Default: SEES_CONFORMANCE_CONFIG, then `sees-conformance.config.*` in `cwd`. */
  readonly file?: string | undefined;
  readonly env: Environment;
  /** Default: the process's working directory. */
  readonly cwd?: string;
  readonly options?: ConfigurationOptions;
}

/**
 * Merges option, environment, file and default (in this order of precedence), and checks all of it.
 * @throws {ConfigurationError} with every problem found
 */
export function loadConfiguration({ file, env, cwd = process.cwd(), options = {} }: LoadConfiguration): Configuration {
  const variable = env[CONFIG_VARIABLE];
  const path = findFile(file ?? (variable === '' ? undefined : variable), cwd);
  const source = path === undefined ? undefined : sourceFile(path, env, cwd);
  const tree = source?.tree ?? {};
  const recordDeclared = getIn(tree, ['expressplay', 'record']) !== undefined;
  const outside = new Map<string, string>();
  for (const { key, value, where, isPath } of outsideSettings(env, options)) {
    setIn(tree, key, isPath && typeof value === 'string' && value !== '' ? resolve(cwd, value) : value);
    outside.set(showPath(key), where);
  }
  const folder = source?.folder ?? cwd;
  const set = new Set(leaves(tree));
  const context: RuleContext & Origins = {
    where: (key) => placeOf(key, outside) ?? source?.where(key) ?? showPath(key),
    isUntyped: (key) => outside.has(showPath(key)) || (source?.isSubstituted(key) ?? false),
    isHidden: (key) => source?.isSubstituted(key) ?? false,
    spelling: (key) => source?.spelling(key),
    isSet: (key) => set.has(showPath(key)),
    isSetOutside: (key) => outside.has(showPath(key)),
    resolve: (text) => resolve(folder, text),
  };
  const located = ({ path: key, what, rightForm }: SettingProblem): ConfigurationProblem => {
    return { where: context.where(key), what, rightForm };
  };
  const early = [...(source?.problems ?? []), ...mistypedVariables(env, source?.referred ?? new Set())];
  const told = new Set(early.map(({ where }) => where));
  const form = validateForm(tree, context)
    .map(located)
    .filter(({ where }) => !told.has(where));
  refuse([...early, ...form]);
  // The schema has seen to it.
  const filed = tree as unknown as Filed;
  refuse(RULES.flatMap((rule) => rule(filed, context)).map(located));
  return deepFreeze(complete(filed, { file: path, folder, recordDeclared, resolve: context.resolve }));
}

/** What reads YAML is loaded where there is a file. */
function sourceFile(path: string, env: Environment, cwd: string): SourceFile {
  const { SourceFile: Source } = require('./source-file') as typeof import('./source-file');
  return new Source(path, env, cwd);
}

function refuse(problems: readonly ConfigurationProblem[]): void {
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** Where a setting, or the list it stands in, came from outside the file. */
function placeOf(key: KeyPath, outside: ReadonlyMap<string, string>): string | undefined {
  for (let length = key.length; length > 0; length -= 1) {
    const where = outside.get(showPath(key.slice(0, length)));
    if (where !== undefined) return where;
  }
  return undefined;
}

/** Paths of all settings, as they are shown. */
function leaves(node: unknown, path: KeyPath = []): string[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [showPath(path)];
  return Object.entries(node).flatMap(([key, value]) => leaves(value, [...path, key]));
}
