import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as index from '@cucumber/cucumber';
import builder from '@cucumber/cucumber/lib/support_code_library_builder/index';
import * as ours from './cucumber';
import { packageFile } from './ledger';

describe('what steps take from cucumber', () => {
  it("registers with the builder of cucumber's index, and is its World", () => {
    assert.equal(builder, index.supportCodeLibraryBuilder);
    assert.equal(ours.World, index.World);
  });

  it('is all there under these names: the builder hands out a function for any', () => {
    // Behind a proxy; what it stands for is told by the index of the same version.
    const { World: _World, ...functions } = ours;
    for (const name of Object.keys(functions)) assert.equal(typeof index[name as keyof typeof index], 'function', name);
  });

  it("leaves cucumber's command line out where the steps are loaded, and takes steps that import the index", () => {
    // Whoever loads cucumber in this process is not the steps alone.
    const script = `
      const { Engine } = require('./bin/program.cjs').begin('session');
      const line = /cucumber.lib.(index|api.index|api.load_configuration|cli.index)\\.js$/;
      new Engine({ folder: '', extension: 'ts' }).library().then((library) => {
        const loaded = Object.keys(require.cache).filter((path) => line.test(path));
        const { World } = require('@cucumber/cucumber');
        console.log(loaded.length, library.stepDefinitions.length > 100, library.World.prototype instanceof World);
      });`;
    const cwd = join(packageFile('package.json'), '..');
    assert.equal(execFileSync(process.execPath, ['-e', script], { cwd, encoding: 'utf8' }), '0 true true\n');
  });
});
