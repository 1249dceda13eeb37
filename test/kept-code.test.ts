import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT, temporaryFolder } from './command';

const KEPT_CODE = join(ROOT, 'bin', 'kept-code.cjs');

const MAIN = [
  "const other = require('./other');",
  "const { sum } = require('./folder/sum');",
  'console.log(sum(1, 2), other.name, this === exports, require.main === undefined, __filename, __dirname);',
  "console.log(require.resolve('./other') in require.cache, module.children.length, typeof require.extensions['.js']);",
  "console.log(require.resolve.paths('./other').includes(__dirname));",
  'other.later().then((word) => console.log(word));',
].join('\n');

const FILES: Readonly<Record<string, string>> = {
  'main.js': MAIN,
  'other.js':
    "exports.name = 'other';\nexports.later = () => import('./later.mjs').then(({ default: word }) => word);\n",
  'later.mjs': "export default 'later';\n",
  'folder/sum.js': '#!/usr/bin/env node\nexports.sum = (one, two) => one + two;\n',
};

/** A project whose code is kept, and what its program says. */
class Project {
  readonly folder = temporaryFolder();
  readonly file = join(temporaryFolder(), 'deep', 'main.v8');

  constructor(files = FILES) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  run(main = 'main.js'): { status: number | null; stdout: string; stderr: string } {
    const script = `require(${JSON.stringify(KEPT_CODE)}).keepCode(${JSON.stringify({ file: this.file, within: this.folder })});
      require(${JSON.stringify(join(this.folder, main))});`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    return { status, stdout, stderr };
  }

  /** Whether the next run writes the file anew, as it does when it had to compile something. */
  compiles(): boolean {
    const old = new Date(0);
    utimesSync(this.file, old, old);
    this.run();
    return statSync(this.file).mtimeMs !== 0;
  }
}

describe('kept code', () => {
  it('is loaded as the sources are', () => {
    const project = new Project();
    const first = project.run();
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, /^3 other true true .+main\.js .+\ntrue 2 function\ntrue\nlater\n$/);
    assert.ok(existsSync(project.file));
    assert.deepEqual(project.run(), first);
    assert.equal(project.compiles(), false, 'the second time everything was there');
    assert.deepEqual(readdirSync(dirname(project.file)), ['main.v8']);
  });

  it('is not kept of a module that imports, wherever it does, and is of one that only names types', () => {
    const project = new Project({
      'main.js':
        "require('./types'); for (const n of [1, 2, 3, 4, 5]) require('./imports' + n).then(() => console.log(n));",
      'types.js': "/** @type {import('./main')} */\n// import('./a')\nexports.a = 1;\n/*\n * import('./b') */\n",
      'imports1.js': "module.exports = import('./later.mjs');\n",
      'imports2.js':
        "/** @type {import('./x')} */ module.exports =\n  Promise.resolve().then(() => import (\n'./later.mjs'));\n",
      'imports3.js': "/** a */ module.exports = import('./later.mjs');\n",
      'imports4.js':
        "const o = {\n  *all(name) { yield import(name); },\n};\nmodule.exports = o.all('./later.mjs').next().value;\n",
      'imports5.js': "module.exports = import/* it */('./later.mjs');\n",
      'later.mjs': '',
    });
    for (const _ of ['compiled', 'kept']) {
      const { status, stdout, stderr } = project.run();
      assert.equal(status, 0, stderr);
      assert.deepEqual(stdout.split('\n').sort(), ['', '1', '2', '3', '4', '5']);
    }
    const kept = readFileSync(project.file, 'latin1');
    assert.ok(kept.includes('types.js') && !/imports\d\.js/.test(kept), 'other modules were kept');
  });

  it('is for its owner alone', { skip: process.platform === 'win32' }, () => {
    const project = new Project();
    project.run();
    assert.equal(statSync(project.file).mode & 0o777, 0o600);
  });

  it('is not used for another source, though it be as long', () => {
    const project = new Project();
    project.run();
    project.write('folder/sum.js', (FILES['folder/sum.js'] ?? '').replace('one + two', 'one - two'));
    assert.match(project.run().stdout, /^-1 /);
    assert.match(project.run().stdout, /^-1 /);
  });

  it('is compiled anew where the file is cut off, or something else', () => {
    const project = new Project();
    const first = project.run();
    const whole = readFileSync(project.file);
    for (const size of [0, 3, 7, 40, Math.floor(whole.length / 2), whole.length - 1]) {
      writeFileSync(project.file, whole);
      truncateSync(project.file, size);
      assert.deepEqual(project.run(), first, `${String(size)} bytes`);
    }
    // V8 itself would run into the ground.
    for (const place of [0, 4, 12, whole.length - 200, whole.length - 1]) {
      const garbled = Buffer.from(whole);
      garbled[place] = (garbled[place] ?? 0) ^ 0x41;
      writeFileSync(project.file, garbled);
      assert.deepEqual(project.run(), first, `byte ${String(place)}`);
    }
    assert.equal(project.compiles(), false, 'what was wrong has been replaced');
  });

  it('does without where it cannot be written', () => {
    const project = new Project();
    writeFileSync(dirname(project.file), 'in the way');
    const { status, stdout, stderr } = project.run();
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^3 other/);
  });

  it('names the place of an error as ever', () => {
    const project = new Project({
      'main.js': "\nthrow new Error('here');\n",
      'syntax.js': 'const a = 1;\nconst a = 2;\n',
    });
    for (const _ of ['compiled', 'kept']) {
      const { status, stderr } = project.run();
      assert.equal(status, 1);
      assert.match(stderr, /main\.js:2\b/);
    }
    assert.match(project.run('syntax.js').stderr, /syntax\.js:2\nconst a = 2;\n {6}\^\n[^]*has already been declared/);
  });

  it('is not written after a mistake of the user', () => {
    const project = new Project({ 'main.js': 'process.exitCode = 2;' });
    assert.equal(project.run().status, 2);
    assert.equal(existsSync(project.file), false);
  });
});
