import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { BIN, command, temporaryFolder, told } from './command';

/** Why a test with this shell cannot be; false: it can. */
function missing(shell: string): string | false {
  return spawnSync(shell, ['--version'], { stdio: 'ignore' }).error === undefined ? false : `no ${shell} here`;
}

/** Sources the script as its help says, then asks for completions as bash does. */
const ASK = `source <("$1" "$2" completion bash)
shift 2
while IFS= read -r line; do
  COMP_WORDS=($line)
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _sees_conformance
  printf '%s;' "\${COMPREPLY[@]}"
  echo
done`;

describe('completion bash', { skip: missing('bash') }, () => {
  const cwd = temporaryFolder();
  /** The line up to the cursor, and what is offered, in any order. `=` stands alone, as bash splits it. */
  const cases: readonly [line: string, offered: readonly string[]][] = [
    ['sees-conformance ru', ['run']],
    ['sees-conformance spc ', ['inspect', 'help']],
    ['sees-conformance run --prof', ['--profile']],
    ['sees-conformance run --profile ', ['stub', 'sees', 'expressplay', 'end-to-end']],
    ['sees-conformance run --profile e', ['expressplay', 'end-to-end']],
    ['sees-conformance run --profile =', ['stub', 'sees', 'expressplay', 'end-to-end']],
    ['sees-conformance run --profile = s', ['stub', 'sees']],
    ['sees-conformance run --profile=s', ['--profile=stub', '--profile=sees']],
    ['sees-conformance run --quiet --gate m', ['must']],
    // The value of an option is no command, and nothing follows from it.
    ['sees-conformance run --out plan --hosting d', ['direct']],
    ['sees-conformance run --seed ', []],
    ['sees-conformance run --config my', ['my-config.yaml', 'my-folder']],
    ['sees-conformance run --out my', ['my-folder']],
    ['sees-conformance run --requirement SEQ-35', ['SEQ-35']],
    ['sees-conformance explain EP-TOK-E2005.', ['EP-TOK-E2005.code', 'EP-TOK-E2005.refused']],
    ['sees-conformance serve ', ['sees', 'expressplay', 'all']],
    ['sees-conformance serve all --violation no-device-comp', ['no-device-comparison']],
    ['sees-conformance serve all ', []],
    ['sees-conformance report --renderer all', ['allure3']],
    ['sees-conformance export --format ', ['k6', 'har']],
    ['sees-conformance compare a.json my-c', ['my-config.yaml']],
    ['sees-conformance spc inspect my-c', ['my-config.yaml']],
    ['sees-conformance help expl', ['explain']],
    ['sees-conformance completion z', ['zsh']],
    ['sees-conformance --ver', ['--version']],
    ['sees-conformance selftest-w', []],
  ];
  let answers: string[];

  before(() => {
    writeFileSync(join(cwd, 'my-config.yaml'), '');
    mkdirSync(join(cwd, 'my-folder'));
    const input = `${cases.map(([line]) => line).join('\n')}\n`;
    const told = execFileSync('bash', ['--norc', '-c', ASK, 'bash', process.execPath, BIN], {
      cwd,
      input,
      encoding: 'utf8',
    });
    answers = told.split('\n');
  });

  for (const [index, [line, offered]] of cases.entries()) {
    it(`offers ${offered.length > 0 ? offered.join(', ') : 'nothing'} for "${line}"`, () => {
      const words = answers[index]?.split(';').filter((word) => word !== '') ?? [];
      assert.deepEqual(words.sort(), [...offered].sort());
    });
  }
});

describe('completion', () => {
  for (const [shell, check] of [
    ['bash', '-n'],
    ['zsh', '-n'],
    ['fish', '--no-execute'],
  ] as const) {
    it(`${shell}: the script is one`, { skip: missing(shell) }, async () => {
      const ended = await command(['completion', shell]);
      assert.equal(ended.code, 0, told(ended));
      const file = join(temporaryFolder(), 'script');
      writeFileSync(file, ended.stdout);
      execFileSync(shell, [check, file], { stdio: 'pipe' });
    });
  }

  it('fish: offers choices, ids and files', { skip: missing('fish') }, async () => {
    const { stdout: script } = await command(['completion', 'fish']);
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'script'), script);
    const offered = (line: string): string[] =>
      execFileSync('fish', ['-N', '-c', `source script; complete -C '${line}'`], { cwd, encoding: 'utf8' })
        .split('\n')
        .flatMap((text) => text.split('\t')[0] ?? [])
        .filter((word) => word !== '');
    assert.deepEqual(offered('sees-conformance run --gate ').sort(), ['must', 'none', 'should']);
    assert.deepEqual(offered('sees-conformance explain EP-TOK-E2005.').length, 2);
    assert.deepEqual(offered('sees-conformance spc inspect scr'), ['script']);
  });

  it('names the shells there are', async () => {
    const ended = await command(['completion', 'tcsh']);
    assert.equal(ended.code, 2, told(ended));
    assert.match(ended.stderr, /completion tcsh[^]*bash, zsh, fish/);
  });
});
