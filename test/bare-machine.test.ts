import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { command, temporaryFolder, told } from './command';
import { defaultRun, reportOf } from './default-run';

/** A PATH on which there is node and nothing else: no java, no shell, no npm. */
function onlyNode(): Record<string, string | undefined> {
  const folder = temporaryFolder();
  symlinkSync(process.execPath, join(folder, 'node'));
  return { PATH: folder, JAVA_HOME: undefined };
}

/** What puts a command into a network of its own, with nothing in it but loopback; undefined where that is not permitted. */
function withoutNetwork(): string[] | undefined {
  const unshare = process.getuid?.() === 0 ? ['unshare', '-n'] : ['unshare', '-rn'];
  const prefix = [...unshare, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  const [program = '', ...args] = prefix;
  return spawnSync(program, [...args, process.execPath, '-e', '0']).status === 0 ? prefix : undefined;
}

describe('run, on a bare machine', () => {
  it('needs no Java, nor anything else on the PATH', async () => {
    const out = temporaryFolder();
    const ended = await command(['run', '--out', out], { env: onlyNode() });
    assert.equal(ended.code, 0, told(ended));
    assert.ok(statSync(join(out, 'allure-report', 'index.html')).size > 100_000);
  });

  it('says what is missing where Java is asked for by name', async () => {
    const out = temporaryFolder();
    cpSync(join((await defaultRun()).out, 'allure-results'), join(out, 'allure-results'), { recursive: true });
    const ended = await command(['report', '--renderer', 'commandline', '--out', out], { env: onlyNode() });
    assert.notEqual(ended.code, 0, told(ended));
    assert.match(ended.stderr, /Java/i);
    assert.ok(!existsSync(join(out, 'allure-report', 'index.html')));
  });

  const prefix = withoutNetwork();
  it(
    'needs no network',
    { skip: prefix === undefined && 'this machine lets nobody make a network namespace' },
    async () => {
      const out = temporaryFolder();
      const ended = await command(['run', '--out', out], { prefix: prefix ?? [] });
      assert.equal(ended.code, 0, told(ended));
      assert.ok(statSync(join(out, 'allure-report', 'index.html')).size > 100_000);
      assert.equal(reportOf(out).totals['could-not-test'], 0);
    },
  );

  it('works from any folder', async () => {
    const folder = temporaryFolder();
    const ended = await command(['run', '--no-html', '--out', 'here'], { cwd: folder });
    assert.equal(ended.code, 0, told(ended));
    assert.ok(existsSync(join(folder, 'here', 'conformance.json')));
    assert.ok(!existsSync(join(folder, 'here', 'allure-report', 'index.html')), '--no-html renders nothing');
  });

  it('asks no proxy for anything', async () => {
    const nobody = 'http://127.0.0.1:9';
    const ended = await command(['run', '--no-html', '--out', temporaryFolder()], {
      env: { HTTP_PROXY: nobody, HTTPS_PROXY: nobody, http_proxy: nobody, https_proxy: nobody },
    });
    assert.equal(ended.code, 0, told(ended));
  });
});
