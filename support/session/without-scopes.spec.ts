import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { packageFile } from '../ledger';
import { runWithoutScopes } from './without-scopes';

/** What is loaded when a step file of this text is. */
function loadedWith(context: TestContext, text: string): NodeJS.Dict<NodeJS.Module> {
  const folder = mkdtempSync(join(tmpdir(), 'scopes-spec-'));
  context.after(() => {
    rmSync(folder, { recursive: true });
  });
  const filename = join(folder, 'steps.ts');
  writeFileSync(filename, text);
  const cucumber = { children: [] } as unknown as NodeJS.Module;
  const steps = { filename, children: [cucumber] } as unknown as NodeJS.Module;
  return { [require.resolve('@cucumber/cucumber')]: cucumber, [filename]: steps };
}

/** Of cucumber's two kinds of scopes, how many are left out. */
function leftOut(modules: NodeJS.Dict<NodeJS.Module>): number {
  const theirs = (): void => undefined;
  const scopes: Record<string, unknown> = { runInTestCaseScope: theirs, runInTestRunScope: theirs };
  runWithoutScopes(modules, () => scopes);
  return Object.values(scopes).filter((run) => run !== theirs).length;
}

describe('runWithoutScopes', () => {
  it('leaves all as it is where a step takes world or context from cucumber', (context) => {
    for (const text of [
      "import { Given, world } from '@cucumber/cucumber';",
      "import {\n  Given,\n  context as ours,\n} from '@cucumber/cucumber';",
      "const { world } = require('@cucumber/cucumber');",
      "import * as cucumber from '@cucumber/cucumber';\nGiven('a', () => cucumber.world.attach('b'));",
      'const cucumber_1 = require("@cucumber/cucumber");\n(0, cucumber_1.Given)("a", () => cucumber_1.context.parameters);',
    ]) {
      assert.equal(leftOut(loadedWith(context, text)), 0, text);
    }
  });

  it('leaves them out where none does, whatever else bears these names', (context) => {
    const text = "import { Given } from '@cucumber/cucumber';\nGiven('a', (world) => world); // in this context\n";
    assert.equal(leftOut(loadedWith(context, text)), 2);
  });

  it('has cucumber run what it did, without a storage, for the steps that are here', () => {
    // Whoever loads cucumber in this process is not the steps alone.
    const script = `
      const assert = require('node:assert/strict');
      const { AsyncLocalStorage } = require('node:async_hooks');
      const { run } = AsyncLocalStorage.prototype;
      let used = 0;
      AsyncLocalStorage.prototype.run = function (...given) { used += 1; return run.apply(this, given); };
      const scopes = [['test_case', 'runInTestCaseScope'], ['test_run', 'runInTestRunScope']];
      const runAll = async () => {
        for (const [file, name] of scopes) {
          const scope = require('@cucumber/cucumber/lib/runtime/scope/' + file + '_scope');
          assert.equal(await scope[name]({}, () => Promise.resolve(name)), name);
          await assert.rejects(async () => scope[name]({}, () => Promise.reject(new Error('broken'))), /broken/);
        }
        return used;
      };
      (async () => {
        const { Engine } = require('./bin/program.cjs').begin('session');
        const before = await runAll();
        await new Engine({ folder: '', extension: 'ts' }).library();
        console.log(before, (await runAll()) - before);
      })();`;
    const cwd = join(packageFile('package.json'), '..');
    assert.equal(execFileSync(process.execPath, ['-e', script], { cwd, encoding: 'utf8' }), '4 0\n');
  });
});
