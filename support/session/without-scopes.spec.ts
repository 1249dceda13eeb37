import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, mock } from 'node:test';
import { Engine } from './engine';
import { runWithoutScopes } from './without-scopes';

type Scoped = (store: unknown, act: () => Promise<unknown>) => Promise<unknown>;

const scopes = {
  runInTestCaseScope: require('@cucumber/cucumber/lib/runtime/scope/test_case_scope') as Record<string, Scoped>,
  runInTestRunScope: require('@cucumber/cucumber/lib/runtime/scope/test_run_scope') as Record<string, Scoped>,
};

/** How many storages cucumber uses for a scope of each kind. */
async function storagesUsed(): Promise<number> {
  const { mock: run } = mock.method(AsyncLocalStorage.prototype, 'run');
  for (const [name, scope] of Object.entries(scopes)) {
    assert.equal(await scope[name]?.({}, () => Promise.resolve(name)), name);
    await assert.rejects(async () => scope[name]?.({}, () => Promise.reject(new Error('broken'))), /broken/);
  }
  run.restore();
  return run.callCount() / 2;
}

/** What is loaded when a step file of this text is. */
function loadedWith(text: string): NodeJS.Dict<NodeJS.Module> {
  const folder = mkdtempSync(join(tmpdir(), 'scopes-spec-'));
  const filename = join(folder, 'steps.ts');
  writeFileSync(filename, text);
  process.once('exit', () => {
    rmSync(folder, { recursive: true });
  });
  // As much of them as is looked at; this file had better not be among those that load cucumber.
  const cucumber = { children: [] } as unknown as NodeJS.Module;
  const steps = { filename, children: [cucumber] } as unknown as NodeJS.Module;
  return { [require.resolve('@cucumber/cucumber')]: cucumber, [filename]: steps };
}

describe('runWithoutScopes', () => {
  it('leaves all as it is where a step takes world or context from cucumber', async () => {
    for (const text of [
      "import { Given, world } from '@cucumber/cucumber';",
      "import {\n  Given,\n  context as ours,\n} from '@cucumber/cucumber';",
      "const { world } = require('@cucumber/cucumber');",
      "import * as cucumber from '@cucumber/cucumber';\nGiven('a', () => cucumber.world.attach('b'));",
      'const cucumber_1 = require("@cucumber/cucumber");\n(0, cucumber_1.Given)("a", () => cucumber_1.context.parameters);',
    ]) {
      runWithoutScopes(loadedWith(text));
      assert.equal(await storagesUsed(), 2, text);
    }
  });

  it('leaves to cucumber what its scopes run, and no storage in use, for the steps that are here', async () => {
    assert.equal(await storagesUsed(), 2, 'cucumber is not as we know it');
    await new Engine({ folder: '', extension: 'ts' }).library();
    assert.equal(await storagesUsed(), 0);
  });
});
