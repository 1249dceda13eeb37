import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { command, temporaryFolder, told } from './command';
import { reportOf } from './default-run';

describe('init', () => {
  it('writes a configuration that a run takes as it is', async () => {
    const cwd = temporaryFolder();
    const written = await command(['init'], { cwd });
    assert.equal(written.code, 0, told(written));
    assert.ok(existsSync(join(cwd, 'sees-conformance.config.yaml')));
    const ended = await command(['run', '--hosting', 'direct', '--no-html', '--requirement', 'SEQ-35'], { cwd });
    assert.equal(ended.code, 0, told(ended));
    assert.equal(reportOf(join(cwd, 'reports')).run.selection?.config, 'sees-conformance.config.yaml');
  });

  it('says what to set and how to go on', async () => {
    const cwd = temporaryFolder();
    const { code, stdout } = await command(['init', '--profile', 'sees', '--out', 'lab/sees.yaml'], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /AUTHENTICATOR/);
    assert.match(stdout, /run --config lab\/sees\.yaml/);
    // The variables are not set: a run says so, and sends nothing.
    const ended = await command(['run', '--config', 'lab/sees.yaml'], { cwd });
    assert.equal(ended.code, 2, told(ended));
    assert.match(ended.stderr, /AUTHENTICATOR/);
  });

  it('leaves a file alone that is there, unless told', async () => {
    const cwd = temporaryFolder();
    const file = join(cwd, 'sees-conformance.config.yaml');
    writeFileSync(file, 'profile: stub\n');
    const refused = await command(['init', '--profile', 'sees'], { cwd });
    assert.equal(refused.code, 2, told(refused));
    assert.match(refused.stderr, /sees-conformance\.config\.yaml is there already[^]*--force/);
    assert.equal(readFileSync(file, 'utf8'), 'profile: stub\n');
    const forced = await command(['init', '--profile', 'sees', '--force'], { cwd });
    assert.equal(forced.code, 0, told(forced));
    assert.match(readFileSync(file, 'utf8'), /^profile: sees$/m);
  });

  const wrong: readonly [args: readonly string[], words: RegExp][] = [
    [['--profile', 'both'], /--profile both[^]*stub, sees, expressplay, end-to-end/],
    [['--out', 'lab.json'], /--out lab\.json[^]*\.yaml/],
    [['--out', 'folder.yaml', '--force'], /folder\.yaml cannot be written/],
  ];
  for (const [args, words] of wrong) {
    it(`refuses ${args.join(' ')} with words`, async () => {
      const cwd = temporaryFolder();
      mkdirSync(join(cwd, 'folder.yaml'));
      const ended = await command(['init', ...args], { cwd });
      assert.equal(ended.code, 2, told(ended));
      assert.match(ended.stderr, words);
      assert.doesNotMatch(ended.stderr, /\n\s+at /);
    });
  }
});
