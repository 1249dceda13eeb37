import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { it } from 'node:test';
import { shellWord } from './shell-word';

it('leaves plain words alone', () => {
  for (const text of ['reports', './a/b-c_1.yaml', '1/4', 'c:/x']) assert.equal(shellWord(text), text);
});

it('is one word to a shell, whatever is in it', { skip: process.platform === 'win32' }, () => {
  for (const text of ['', 'a b', "it's", '$HOME', '`id`', 'a\\b', '"', "'\n#'", '@SEQ-42 or @a', '*', '~']) {
    assert.equal(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' }), text);
  }
});
