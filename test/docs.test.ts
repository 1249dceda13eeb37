import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { commandsOf, instructionOf, isServer } from './docs/commands';
import { isConfiguration, load } from './docs/configurations';
import { freePorts } from './docs/free-ports';
import { brokenLinks } from './docs/links';
import { Page, pages, slug, type Block } from './docs/page';
import { Shell } from './docs/shell';

const FENCE = '```';
const TYPED = new Set(['sh', 'bash', 'shell', 'console']);
/** Pages about other places than a folder with the suite, and who tests them. */
const TESTED_ELSEWHERE = new Map([['docs/ci.md', 'installs, CI servers and shells: tests of their own']]);
const FILE = /^file: (\S+)$/u;

function pageOf(...lines: readonly string[]): Page {
  return new Page('docs/x.md', lines.join('\n'));
}

// Two pages at a time: most of their time is the start of one program after the other.
describe('the documents', { concurrency: 2 }, () => {
  for (const page of pages()) {
    it(`${page.name}: every link inside the project leads somewhere`, () => {
      assert.deepEqual(brokenLinks(page), []);
    });

    const blocks = page.blocks();
    for (const block of blocks.filter(
      ({ language, note }) => /^ya?ml$/u.test(language) && !/^not loaded:./u.test(note),
    )) {
      if (isConfiguration(block))
        it(`${block.place}: the configuration is right`, () => {
          load(block);
        });
    }
    if (TESTED_ELSEWHERE.has(page.name)) continue;
    if (blocks.some((block) => TYPED.has(block.language) && instructionOf(block).kind === 'run')) {
      it(`${page.name}: its commands do what it says`, () => executed(page.name, blocks));
    }
  }

  it('hold what is tested here at all', () => {
    const blocks = pages().flatMap((page) => page.blocks());
    const typed = blocks.filter(({ language }) => TYPED.has(language));
    const run = typed.filter((block) => instructionOf(block).kind === 'run');
    assert.ok(run.length >= typed.length / 2, `${String(run.length)} of ${String(typed.length)} blocks are executed`);
    assert.ok(blocks.filter(({ language }) => language === 'yaml').some(isConfiguration));
  });
});

/** A page from top to bottom, by one reader in one folder. */
async function executed(name: string, blocks: readonly Block[]): Promise<void> {
  const shell = new Shell();
  const ported = await freePorts(blocks.map(({ text }) => text).join('\n'));
  try {
    for (const { note, text } of blocks) {
      const file = FILE.exec(note)?.[1];
      if (file !== undefined) writeFileSync(join(shell.folder, file), ported(text));
    }
    for (const block of blocks.filter(({ language }) => TYPED.has(language))) {
      const instruction = instructionOf(block);
      if (instruction.kind === 'skip') continue;
      const commands = commandsOf(block).map(ported);
      assert.ok(commands.length > 0, `${block.place}: no command in it`);
      for (const server of commands.filter(isServer)) await shell.serve(server);
      const script = commands.filter((command) => !isServer(command)).join('\n');
      const { code, text } = await shell.run(script, instruction.env);
      assert.equal(code, instruction.exitCode, `${block.place}\n${script}\n${text.slice(-3000)}`);
    }
  } catch (error) {
    throw new Error(`${name} is not as it says: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    await shell.leave();
  }
}

describe('the tests of the documents', () => {
  it('find links that lead nowhere', () => {
    const page = pageOf(
      '# One',
      '[a](y.md) [b](#one) [c](#two) [d](../README.md#nothing-there)',
      '[e](https://x.example/#y)',
    );
    const broken = brokenLinks(page).map((sentence) => sentence.split(': ')[1]);
    assert.deepEqual(broken, ['y.md', '#two', '../README.md#nothing-there']);
  });

  it('look at no link in code', () => {
    assert.deepEqual(brokenLinks(pageOf(FENCE, '[a](y.md)', FENCE, '`[b](z.md)`')), []);
  });

  it('name headings as GitHub does', () => {
    assert.equal(slug('## `stub`: the reference pair'), 'stub-the-reference-pair');
    assert.deepEqual([...pageOf('# A b', '## A b').anchors()], ['a-b', 'a-b-1']);
  });

  it('take what was typed, and leave what was said', () => {
    const [block] = pageOf(`${FENCE}console`, '$ one \\', '    two', 'said', '$ # nothing', '$ three', FENCE).blocks();
    assert.ok(block);
    assert.deepEqual(commandsOf(block), ['one \\\n    two', 'three']);
  });

  it('want a reason for what is not executed', () => {
    const noted = (note: string): Block => ({ place: 'docs/x.md:1', language: 'sh', text: 'x\n', note });
    assert.throws(() => instructionOf(noted('not executed')), /say why/u);
    assert.throws(() => instructionOf(noted('executed with care')), /neither/u);
    assert.deepEqual(instructionOf(noted('not executed: no')), { kind: 'skip', reason: 'no' });
    assert.deepEqual(instructionOf(noted('executed with exit 1, A=b')), { kind: 'run', exitCode: 1, env: { A: 'b' } });
    assert.deepEqual(instructionOf(noted('')), { kind: 'run', exitCode: 0, env: {} });
  });

  it('notice a command that fails, and one that succeeds against its word', async () => {
    const block = (note: string, text: string): Block => ({ place: 'docs/x.md:1', language: 'sh', text, note });
    await assert.rejects(executed('docs/x.md', [block('', 'npx sees-conformance explain NO-SUCH\n')]), /x\.md:1/u);
    await assert.rejects(executed('docs/x.md', [block('executed with exit 1', 'true\n')]), /x\.md:1/u);
    await assert.rejects(executed('docs/x.md', [block('', 'false\ntrue\n')]), /x\.md:1/u);
  });

  it('notice a configuration that is wrong', () => {
    const [block] = pageOf(`${FENCE}yaml`, 'profile: steps', FENCE).blocks();
    assert.ok(block);
    assert.ok(isConfiguration(block));
    assert.throws(() => {
      load(block);
    }, /profile/u);
  });
});
