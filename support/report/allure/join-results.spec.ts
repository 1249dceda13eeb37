import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { outputPlaces, prepareOutput } from '../output';
import { scratchFolder } from '../testing/scratch';
import { joinResults } from './join-results';

const ID = '0d1e2f30-4b5c-4d6e-8f70-a1b2c3d4e5f';

describe('joinResults', () => {
  it('copies scenarios with their attachments, and nothing that is about the other run', (context) => {
    const root = scratchFolder(context);
    const froms = ['0', '1'].map((digit) => {
      const { results } = prepareOutput(join(root, `shard-${digit}`));
      writeFileSync(join(results, `${ID}${digit}-result.json`), '{"name":"A","links":[{"type":"issue","url":"x"}]}');
      writeFileSync(join(results, `${ID}${digit}-attachment.svg`), '<svg/>');
      writeFileSync(join(results, 'environment.properties'), 'Partial = theirs');
      writeFileSync(join(results, `${ID}9-result.json.tmp`), '{"half":');
      symlinkSync('/etc/hostname', join(results, `${ID}8-attachment.txt`));
      mkdirSync(join(results, `${ID}7-attachment.txt`));
      return join(root, `shard-${digit}`);
    });
    const to = join(root, 'merged');
    prepareOutput(to);
    assert.deepEqual(joinResults([...froms, join(root, 'never-made')], to), [1, 1, 0]);
    const { results } = outputPlaces(to);
    const copied = readdirSync(results).filter((name) => name.startsWith(ID));
    assert.deepEqual(
      copied.sort(),
      ['0-attachment.svg', '0-result.json', '1-attachment.svg', '1-result.json'].map((end) => ID + end).sort(),
    );
    assert.equal(readdirSync(results).includes('environment.properties'), false);
    assert.deepEqual(JSON.parse(readFileSync(join(results, `${ID}0-result.json`), 'utf8')), {
      name: 'A',
      links: [{ type: 'issue', url: 'x' }],
    });
  });
});
