type Scoped = (store: unknown, act: () => Promise<unknown>) => Promise<unknown>;

const SCOPES = [
  ['@cucumber/cucumber/lib/runtime/scope/test_case_scope', 'runInTestCaseScope'],
  ['@cucumber/cucumber/lib/runtime/scope/test_run_scope', 'runInTestRunScope'],
] as const;

/**
 * Cucumber runs every step in an AsyncLocalStorage, for steps that import `world`. Steps here have `this`, and a storage in use
 * makes every promise of the process dearer: 0.1 s of a run. Where cucumber is not as we know it, nothing is changed.
 */
export function runWithoutScopes(): void {
  for (const [file, name] of SCOPES) {
    const scope = moduleOf(file);
    if (typeof scope?.[name] === 'function') scope[name] = ((_store, act) => act()) satisfies Scoped;
  }
}

function moduleOf(file: string): Record<string, unknown> | undefined {
  try {
    return require(file) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
