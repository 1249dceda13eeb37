import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Command } from 'commander';
import { program } from '../program';
import { bashScript } from './bash';
import { fishScript } from './fish';
import { CHOICES, completionTree, flattened } from './tree';
import { zshScript } from './zsh';

const all = flattened(completionTree(program()));

describe('completionTree', () => {
  it('has every command that is not hidden', () => {
    const paths = all.map(({ path }) => path.join(' '));
    for (const path of ['', 'run', 'plan', 'serve', 'spc inspect', 'init', 'completion']) {
      assert.ok(paths.includes(path), path);
    }
    assert.ok(!paths.includes('selftest-worker'));
  });

  it('offers only what the help of an option or argument speaks of, and all of it', () => {
    const own = program();
    let seen = 0;
    for (const { path, options, arguments: places } of all) {
      const command = path.reduce((above: Command | undefined, name) => find(above, name), own);
      const told = [
        ...options.map(({ flags, description, values }) => ({ name: flags.at(-1) ?? '', description, values })),
        ...places.map(({ name, values }) => ({
          name,
          values,
          description: command?.registeredArguments.find((argument) => argument.name() === name)?.description ?? '',
        })),
      ];
      for (const { name, description, values } of told) {
        if (values?.kind !== 'words' || path.at(-1) === 'help') continue;
        seen += 1;
        for (const word of values.words) {
          assert.ok(description.includes(word), `${path.join(' ')} ${name}: ${word} is not in "${description}"`);
        }
      }
    }
    assert.ok(seen >= 12, String(seen));
  });

  it('has no choices that belong to nothing', () => {
    const names = all.flatMap(({ options, arguments: places }) => [
      ...options.map(({ flags }) => flags.at(-1)?.replace(/^--/, '') ?? ''),
      ...places.map(({ name }) => name),
    ]);
    for (const name of Object.keys(CHOICES)) assert.ok(names.includes(name), name);
  });

  it('knows files and folders by what they are called in the help', () => {
    const run = all.find(({ path }) => path.join(' ') === 'run');
    const kinds = Object.fromEntries(run?.options.map(({ flags, values }) => [flags.at(-1), values?.kind]) ?? []);
    assert.equal(kinds['--config'], 'file');
    assert.equal(kinds['--waivers'], 'file');
    assert.equal(kinds['--out'], 'folder');
    assert.equal(kinds['--seed'], 'text');
    assert.equal(kinds['--requirement'], 'list');
    assert.equal(kinds['--quiet'], undefined);
  });
});

describe('the scripts', () => {
  const root = new Command('sees-conformance');
  root
    .command('odd')
    .description("it's [odd]: $(touch gone) `here` \\")
    .option('--odd-one <dir>', "an option's [brackets] \\ and $HOME");
  const tree = completionTree(root);

  it('keep what a description says from being run', () => {
    assert.ok(zshScript(tree).includes(String.raw`'odd:it'\''s [odd]: $(touch gone)`));
    assert.ok(
      zshScript(tree).includes(String.raw`'--odd-one=[an option'\''s \[brackets\] \\ and $HOME]:value:_files -/'`),
    );
    assert.ok(fishScript(tree).includes(String.raw`-d 'it\'s [odd]: $(touch gone)`));
    assert.ok(!bashScript(tree).includes('touch'));
  });
});

function find(above: Command | undefined, name: string): Command | undefined {
  return above?.commands.find((command) => command.name() === name);
}
