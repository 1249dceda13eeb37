import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { command, temporaryFolder, told, type CommandOptions } from './command';

/** A target that counts who calls: after a user's mistake nobody may. */
class Target {
  calls = 0;
  readonly #server: Server = createServer((socket) => {
    this.calls += 1;
    socket.destroy();
  });

  async open(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/entitlement`;
  }

  async close(): Promise<void> {
    await once(this.#server.close(), 'close');
  }
}

interface Mistake {
  readonly what: string;
  readonly args?: readonly string[];
  readonly env?: CommandOptions['env'];
  /** Text of a configuration file, passed with --config. */
  readonly file?: string;
  /** All of these must be on stderr: the place, and what was wrong there. */
  readonly names: readonly (string | RegExp)[];
}

const MISTAKES: readonly Mistake[] = [
  { what: 'an unknown profile', args: ['--profile', 'sess'], names: ['--profile', 'sess', 'end-to-end'] },
  {
    what: 'an unknown profile in the environment',
    env: { SEES_CONFORMANCE_PROFILE: 'sess' },
    names: ['SEES_CONFORMANCE_PROFILE', 'sess'],
  },
  {
    what: 'a URL that is not http(s)',
    args: ['--sees-url', 'ftp://sees.example/entitlement'],
    names: ['--sees-url', /https?/],
  },
  { what: 'a URL that is none', args: ['--sees-url', 'sees.example'], names: ['--sees-url', 'sees.example', /https?/] },
  {
    what: 'an unknown requirement id',
    args: ['--requirement', 'SEQ-999'],
    names: ['--requirement', 'SEQ-999'],
  },
  { what: 'a malformed tag expression', args: ['--tags', '@SEQ-01 and'], names: ['--tags', 'tag expression'] },
  { what: 'an unknown gate', args: ['--gate', 'perhaps'], names: ['--gate', 'perhaps', 'should'] },
  { what: 'a seed that is no number', args: ['--seed', 'seven'], names: ['--seed', 'seven'] },
  { what: 'an output folder without name', args: ['--out', ''], names: ['--out', 'is empty'] },
  { what: 'an unknown option', args: ['--sees-uri', 'https://sees.example/'], names: ['--sees-uri'] },
  { what: 'a missing configuration file', args: ['--config', 'nowhere.yaml'], names: ['nowhere.yaml'] },
  {
    what: 'a configuration that is not YAML',
    file: 'profile: stub\nsees: [\n',
    names: [/config\.yaml:\d+/],
  },
  {
    what: 'an unknown key',
    file: 'profile: stub\nsees:\n  urll: https://sees.example/\n',
    names: ['config.yaml:3', 'urll'],
  },
  {
    what: 'a variable that is not set',
    file: 'profile: stub\nexpressplay:\n  customerAuthenticator: ${SEES_TEST_IS_NOT_SET}\n',
    names: ['config.yaml:3', 'customerAuthenticator', 'SEES_TEST_IS_NOT_SET'],
  },
  {
    what: 'a value of the wrong type',
    file: 'timeouts:\n  tokenMs: soon\n',
    names: ['config.yaml:2', 'timeouts.tokenMs'],
  },
];

const STACK = /^\s+at .+(:\d+:\d+\)?|\(node:.+\))$|node_modules/m;

describe('run, told something wrong', () => {
  const target = new Target();
  let url: string;

  before(async () => {
    url = await target.open();
  });
  after(() => target.close());

  for (const { what, args = [], env, file, names } of MISTAKES) {
    it(`refuses ${what} with exit 2, names the place, sends nothing`, async () => {
      const folder = temporaryFolder();
      const out = join(folder, 'reports');
      const config = join(folder, 'config.yaml');
      if (file !== undefined) writeFileSync(config, file);
      const reachable = args.includes('--sees-url') ? [] : ['--sees-url', url];
      const profile =
        args.includes('--profile') || env !== undefined || file !== undefined ? [] : ['--profile', 'sees'];
      const ended = await command(
        ['run', '--out', out, ...profile, ...reachable, ...(file === undefined ? [] : ['--config', config]), ...args],
        { cwd: folder, ...(env === undefined ? {} : { env }) },
      );

      assert.equal(ended.code, 2, told(ended));
      for (const name of names) {
        const found = typeof name === 'string' ? ended.stderr.includes(name) : name.test(ended.stderr);
        assert.ok(found, `${String(name)} is not told\n${told(ended)}`);
      }
      assert.doesNotMatch(ended.stderr, STACK);
      assert.equal(ended.stdout, '', 'a mistake is told on stderr alone');
      assert.equal(target.calls, 0, 'the target was called');
      assert.ok(!existsSync(join(out, 'conformance.json')), 'a run that never began left a report');
    });
  }

  it('refuses an unknown command with exit 2', async () => {
    const ended = await command(['rum']);
    assert.equal(ended.code, 2, told(ended));
    assert.match(ended.stderr, /rum/);
    assert.doesNotMatch(ended.stderr, STACK);
  });

  it('tells all mistakes of a configuration at once', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'config.yaml'), 'profile: sess\ngate: perhaps\n');
    const ended = await command(['run', '--config', join(folder, 'config.yaml'), '--out', join(folder, 'reports')]);
    assert.equal(ended.code, 2, told(ended));
    assert.match(ended.stderr, /config\.yaml:1.*sess/);
    assert.match(ended.stderr, /config\.yaml:2.*perhaps/);
  });

  it('ends with exit 3 where a right selection selects nothing', async () => {
    const ended = await command(['run', '--tags', '@there-is-no-such-tag', '--no-html', '--out', temporaryFolder()]);
    assert.equal(ended.code, 3, told(ended));
    assert.match(ended.stderr, /tags/);
    assert.doesNotMatch(ended.stdout, /[1-9]\d* exchanges/, 'something was sent');
    assert.doesNotMatch(ended.stderr, STACK);
  });

  it('never shows a secret it was given, even beside a mistake', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'config.yaml'),
      'expressplay:\n  customerAuthenticator: ${SEES_TEST_SECRET}\n  kustomer: 1\n',
    );
    const ended = await command(['run', '--config', join(folder, 'config.yaml'), '--out', join(folder, 'reports')], {
      env: { SEES_TEST_SECRET: '201910,7b0d5c1fcanary3e' },
    });
    assert.equal(ended.code, 2, told(ended));
    assert.ok(!(ended.stdout + ended.stderr).includes('7b0d5c1fcanary3e'));
  });
});
