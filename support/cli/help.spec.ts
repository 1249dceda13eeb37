import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Command } from 'commander';
import { program } from './program';

/** Every command, also those below others; without hidden ones. */
function commands(above: Command, path: readonly string[] = []): { path: readonly string[]; own: Command }[] {
  const visible = above.createHelp().visibleCommands(above);
  return visible
    .filter((own) => own.name() !== 'help')
    .flatMap((own) => [{ path: [...path, own.name()], own }, ...commands(own, [...path, own.name()])]);
}

/** As `--help` prints it, with what comes after the options. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  return text;
}

describe('--help', () => {
  const root = program();
  const all = commands(root);

  it('is of a dozen commands and more', () => {
    assert.ok(all.length > 12, all.map(({ path }) => path.join(' ')).join(', '));
  });

  it('of the program names them all, and where to begin', () => {
    const help = helpOf(root);
    for (const { path } of all.filter((each) => each.path.length === 1)) {
      assert.match(help, new RegExp(`^  ${path.join(' ')}\\b`, 'm'));
    }
    assert.match(help, /^Examples:\n {2}npx sees-conformance run$/m);
  });

  for (const { path, own } of all) {
    const name = path.join(' ');
    it(`of ${name} has an example that its own options would take`, () => {
      const help = helpOf(own);
      assert.notEqual(own.description(), '');
      for (const option of own.options) assert.notEqual(option.description, '', option.flags);
      assert.match(help, /^Examples?:$/m);
      const examples = [...help.matchAll(/^ {2}.*sees-conformance ([^)\n>|#]*)/gm)].map(([, words = '']) => words);
      // Other commands may be in the examples too, as a way on.
      const mine = examples.filter((words) => words.startsWith(name));
      assert.ok(mine.length > 0, help);
      const below = own.commands.flatMap(({ options }) => options);
      const known = [...own.options, ...below].map(({ long }) => long ?? '');
      for (const words of mine) {
        const flags = words.match(/(?<=\s)--[\w-]+/g) ?? [];
        assert.deepEqual(
          flags.filter((flag) => !known.includes(flag)),
          [],
          words,
        );
      }
    });
  }
});
