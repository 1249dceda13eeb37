import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { command, ROOT, temporaryFolder, told, type Ended } from './command';
import { filesUnder } from './search';
import { reportOf } from './default-run';

const NO_NPX = process.platform === 'win32' && 'npx is a script of the shell here';

describe('the published package', () => {
  const project = temporaryFolder();
  const installed = join(project, 'node_modules', 'sees-conformance');
  let files: string[];

  before(() => {
    const folder = temporaryFolder();
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    execFileSync(npm, ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, stdio: 'pipe' });
    const [tarball] = readdirSync(folder);
    assert.ok(tarball);
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components', '1']);
    symlinkSync(join(ROOT, 'node_modules'), join(installed, 'node_modules'), 'junction');
    // What npm does with "bin".
    const { bin } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
    };
    mkdirSync(join(project, 'node_modules', '.bin'));
    for (const [name, file] of Object.entries(bin)) {
      symlinkSync(join(installed, file), join(project, 'node_modules', '.bin', name));
    }
    writeFileSync(join(project, 'package.json'), '{ "name": "somebody", "private": true }');
    files = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter(
      (name) => !name.startsWith('node_modules'),
    );
  });

  function run(...args: readonly string[]): Promise<Ended> {
    return command(args, { bin: join(installed, 'bin', 'sees-conformance.js'), cwd: temporaryFolder() });
  }

  it('holds what it takes and no sources, specs or outputs', () => {
    for (const name of [
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'features/requirements.yaml',
      'schemas/config.schema.json',
    ]) {
      assert.ok(files.includes(name), `${name} is missing`);
    }
    const wrong = files.filter((name) => /(?<!\.d)\.ts$|\.spec\.|\btesting\b|^(reports|test|bench)\b/.test(name));
    assert.deepEqual(wrong, []);
  });

  it('names no path of the machine it was made on', () => {
    for (const { name, text } of filesUnder(join(installed, 'dist'))) assert.ok(!text.includes(ROOT), name);
  });

  it('tells its version', async () => {
    const ended = await run('--version');
    assert.equal(ended.code, 0, told(ended));
    assert.match(ended.stdout, /^\d+\.\d+\.\d+/);
  });

  it('runs without ts-node, from another folder', async () => {
    const out = temporaryFolder();
    const ended = await run('run', '--out', out);
    assert.equal(ended.code, 0, told(ended));
    assert.ok(existsSync(join(out, 'allure-report', 'index.html')));
    assert.equal(reportOf(out).totals['harness-error'], 0);
  });

  it('runs by npx where it is installed, without Java too', { skip: NO_NPX }, () => {
    const out = join(project, 'by-npx');
    const options = ['--requirement', 'SEQ-35', '--hosting', 'direct', '--out', out];
    const told = execFileSync('npx', ['--no-install', 'sees-conformance', 'run', ...options], {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', JAVA_HOME: undefined, PATH: withoutJava() },
      stdio: 'pipe',
    });
    assert.match(told, /exit code 0/);
    assert.match(readFileSync(join(out, 'allure-report', 'index.html'), 'utf8'), /<html/);
  });

  it('keeps what was costly to make beside the dependencies, and does without where it cannot', async () => {
    const place = (): { modules: string; bin: string } => {
      const modules = join(temporaryFolder(), 'node_modules');
      const copy = join(modules, 'sees-conformance');
      cpSync(installed, copy, { recursive: true, filter: (path) => path !== join(installed, 'node_modules') });
      return { modules, bin: join(copy, 'bin', 'sees-conformance.js') };
    };
    const explain = (bin: string): Promise<Ended> =>
      command(['explain', 'SEQ-35'], {
        bin,
        cwd: temporaryFolder(),
        env: { NODE_PATH: join(ROOT, 'node_modules'), NODE_DISABLE_COMPILE_CACHE: undefined },
      });
    const free = place();
    const blocked = place();
    writeFileSync(join(blocked.modules, '.cache'), 'in the way');
    const [first, again] = [await explain(free.bin), await explain(free.bin)];
    const without = await explain(blocked.bin);
    assert.equal(first.code, 0, told(first));
    assert.deepEqual(again, first);
    assert.deepEqual(without, first);
    const kept = readdirSync(join(free.modules, '.cache', 'sees-conformance'));
    assert.ok(kept.length > 0);
    // Before 22.8 Node has no such function, and bin/kept-code.cjs does what it does.
    assert.equal(kept.includes('v8'), 'enableCompileCache' in nodeModule);
    const own = readdirSync(join(free.modules, '.cache', 'sees-conformance'), { recursive: true, encoding: 'utf8' });
    assert.equal(
      own.some((name) => /main-explain-[0-9a-f]+\.v8$/.test(name)),
      !('enableCompileCache' in nodeModule),
    );
    assert.equal(readFileSync(join(blocked.modules, '.cache'), 'utf8'), 'in the way');
  });

  it('gives the types of the report', () => {
    assert.deepEqual(
      files.filter((name) => name.endsWith('.d.ts')),
      ['dist/support/report-types.d.ts'],
    );
    const good = [
      "import type { CheckVerdict, ConformanceReport } from 'sees-conformance';",
      "import schema from 'sees-conformance/schemas/conformance.schema.json' with { type: 'json' };",
      'declare const report: ConformanceReport;',
      "const wrong: readonly CheckVerdict[] = report.requirements.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome === 'fail'));",
      'export const words: string = `${report.verdict.exitCode} ${wrong[0]?.reason} ${report.waivers?.[0]?.until} ${schema.title}`;',
    ];
    assert.equal(compiled(project, good), '');
    const bad = [
      "import type { ConformanceReport } from 'sees-conformance';",
      "export const word = (report: ConformanceReport) => report.verdict.exitCode === 4 || report.outcome === 'pass';",
    ];
    assert.match(compiled(project, bad), /TS2367[^]*TS2339/);
  });
});

/** A PATH with what npx needs and nothing else. */
function withoutJava(): string {
  const folder = temporaryFolder();
  for (const name of ['node', 'npm', 'npx', 'sh', 'env']) {
    const found = (process.env.PATH ?? '').split(':').find((each) => existsSync(join(each, name)));
    if (found !== undefined) symlinkSync(join(found, name), join(folder, name));
  }
  return folder;
}

/** What the compiler has to say of a module of somebody else's project; empty: nothing. */
function compiled(project: string, lines: readonly string[]): string {
  writeFileSync(join(project, 'reader.mts'), `${lines.join('\n')}\n`);
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022'];
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, ...options, '--resolveJsonModule', 'reader.mts'], {
    cwd: project,
    encoding: 'utf8',
  });
  return stdout;
}
