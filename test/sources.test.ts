import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { ROOT } from './command';

describe('what a source of a clone asks for', () => {
  it('is found where Node finds it', () => {
    const script = `
      const Module = require('node:module');
      const { resolve } = require('node:path');
      const nodes = Module._resolveFilename;
      require('./bin/program.cjs').begin('protocol');
      const quick = Module._resolveFilename;
      let count = 0;
      Module._resolveFilename = function (name, parent, ...rest) {
        const path = quick.call(this, name, parent, ...rest);
        const theirs = nodes.call(this, name, parent, ...rest);
        if (path !== theirs) throw new Error(parent.filename + ' ' + name + ': ' + path + ', not ' + theirs);
        if (parent.filename?.endsWith('.ts')) count += 1;
        return path;
      };
      require('./support/cli/main');
      require('./support/cli/run-command');
      require('./support/selftest');
      const from = new Module(resolve('support/session/x.ts'));
      Object.assign(from, { filename: from.id, paths: [] });
      from.path = resolve('support/session');
      for (const name of ['.', '..', './', './hold', '../session', './testing/../hold', '../../package.json']) {
        const tell = (find) => { try { return find.call(Module, name, from, false); } catch ({ code }) { return code; } };
        if (tell(quick) !== tell(nodes)) throw new Error(name + ': ' + tell(quick) + ', not ' + tell(nodes));
      }
      console.log(quick !== nodes && count > 500);`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' });
    assert.deepEqual([stdout, stderr], ['true\n', '']);
  });
});
