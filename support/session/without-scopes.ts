import { readFileSync } from 'node:fs';

type Scoped = (store: unknown, act: () => Promise<unknown>) => Promise<unknown>;

const SCOPES = [
  ['@cucumber/cucumber/lib/runtime/scope/test_case_scope', 'runInTestCaseScope'],
  ['@cucumber/cucumber/lib/runtime/scope/test_run_scope', 'runInTestRunScope'],
] as const;

/** Named in what is taken from cucumber, or taken from something as a whole. */
const SCOPED = /\b(?:world|context)\b[^;]*@cucumber\/cucumber|\w\.(?:world|context)\b/;

/**
 * Cucumber runs every step in an AsyncLocalStorage, for steps that import `world` or `context`. Steps here have `this`, and with
 * Node.js 20 a storage in use makes every promise of the process dearer: 0.1 s of a run. Where a module speaks of these imports,
 * or cucumber is not as we know it, nothing is changed.
 * @param modules that are loaded
 */
export function runWithoutScopes(modules: NodeJS.Dict<NodeJS.Module> = require.cache, load = moduleOf): void {
  const users = usersOfCucumber(modules);
  if (users.some(({ filename }) => SCOPED.test(readFileSync(filename, 'utf8')))) return;
  for (const [file, name] of SCOPES) {
    const scope = load(file);
    if (typeof scope?.[name] === 'function') scope[name] = ((_store, act) => act()) satisfies Scoped;
  }
}

function usersOfCucumber(modules: NodeJS.Dict<NodeJS.Module>): NodeJS.Module[] {
  const cucumber = modules[require.resolve('@cucumber/cucumber')];
  if (cucumber === undefined) return [];
  return Object.values(modules).flatMap((one) => (one?.children.includes(cucumber) === true ? one : []));
}

function moduleOf(file: string): Record<string, unknown> | undefined {
  try {
    return require(file) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
