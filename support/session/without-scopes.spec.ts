import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, it, mock } from 'node:test';
import { runWithoutScopes } from './without-scopes';

type Scoped = (store: unknown, act: () => Promise<unknown>) => Promise<unknown>;

const scopes = {
  runInTestCaseScope: require('@cucumber/cucumber/lib/runtime/scope/test_case_scope') as Record<string, Scoped>,
  runInTestRunScope: require('@cucumber/cucumber/lib/runtime/scope/test_run_scope') as Record<string, Scoped>,
};

describe('runWithoutScopes', () => {
  it('leaves to cucumber what its scopes run, and no storage in use', async () => {
    const { mock: run } = mock.method(AsyncLocalStorage.prototype, 'run');
    for (const [name, scope] of Object.entries(scopes)) {
      await scope[name]?.({}, () => Promise.resolve());
    }
    assert.equal(run.callCount(), 2, 'cucumber is not as we know it');
    runWithoutScopes();
    for (const [name, scope] of Object.entries(scopes)) {
      assert.equal(await scope[name]?.({}, () => Promise.resolve(name)), name);
      await assert.rejects(async () => scope[name]?.({}, () => Promise.reject(new Error('broken'))), /broken/);
    }
    assert.equal(run.callCount(), 2);
  });
});
