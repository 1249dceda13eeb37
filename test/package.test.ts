import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { command, ROOT, temporaryFolder, told, type Ended } from './command';
import { filesUnder } from './search';
import { reportOf } from './default-run';

describe('the published package', () => {
  const installed = join(temporaryFolder(), 'node_modules', 'sees-conformance');
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
    const wrong = files.filter((name) => /\.ts$|\.spec\.|\btesting\b|^(reports|test|bench)\b/.test(name));
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
});
