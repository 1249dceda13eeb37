import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { appendLine, MARKER, OutputError, overwriteInPlace, prepareOutput, writeAtomically } from './output';
import { scratchFolder } from './testing/scratch';

describe('prepareOutput', () => {
  it('makes the folders, and empties them the next time', (context) => {
    const out = join(scratchFolder(context), 'not', 'yet');
    const { results, report } = prepareOutput(out);
    writeFileSync(join(results, 'old-result.json'), '{}');
    writeFileSync(join(out, 'history.jsonl'), 'kept\n');
    prepareOutput(out);
    assert.deepEqual([readdirSync(results), readdirSync(report)], [[MARKER], [MARKER]]);
    assert.equal(readFileSync(join(out, 'history.jsonl'), 'utf8'), 'kept\n');
  });

  it('leaves nothing of the last run that could be taken for one of this run, whatever ended that one', async (context) => {
    const out = scratchFolder(context);
    const places = prepareOutput(out);
    for (const file of [places.conformance, places.junit, places.summary]) writeFileSync(file, 'old');
    const leftover = `.sees-conformance-${randomUUID()}.tmp`;
    // A folder that was being emptied, and a file that was being written, when the process was killed.
    mkdirSync(join(out, leftover));
    writeFileSync(join(out, leftover, 'old-result.json'), '{}');
    writeFileSync(join(out, `.sees-conformance-${randomUUID()}.tmp`), 'half');
    for (const theirs of ['.env.tmp', 'notes.txt', 'history.jsonl']) writeFileSync(join(out, theirs), 'theirs');
    prepareOutput(out);
    const expected = ['.env.tmp', 'allure-report', 'allure-results', 'history.jsonl', 'notes.txt'];
    // Removed meanwhile: this ends when they are gone, or with the time limit of the test.
    while (readdirSync(out).some((name) => name.startsWith('.sees-conformance-'))) await setImmediate();
    assert.deepEqual(readdirSync(out).sort(), expected);
  });

  it('takes an empty folder that somebody else made', (context) => {
    const out = scratchFolder(context);
    mkdirSync(join(out, 'allure-results'));
    prepareOutput(out);
    assert.ok(existsSync(join(out, 'allure-results', MARKER)));
  });

  it('removes nothing when one of the two folders is not ours', (context) => {
    const out = scratchFolder(context);
    const { results, report } = prepareOutput(out);
    writeFileSync(join(results, 'ours.json'), '');
    mkdirSync(join(report, 'x'));
    writeFileSync(join(report, 'theirs.txt'), 'dear');
    // As if somebody had put a folder of their own in its place.
    rmSync(join(report, MARKER));
    assert.throws(
      () => prepareOutput(out),
      (error: unknown) => error instanceof OutputError && error.path === report && error.message.includes('not ours'),
    );
    assert.ok(existsSync(join(results, 'ours.json')) && existsSync(join(report, 'theirs.txt')));
  });

  const links: [string, (out: string, elsewhere: string) => string][] = [
    ['in place of a folder', (out, elsewhere) => (symlinkSync(elsewhere, join(out, 'allure-results')), out)],
    [
      'in place of the marker',
      (out, elsewhere) => {
        mkdirSync(join(out, 'allure-report'));
        symlinkSync(join(elsewhere, MARKER), join(out, 'allure-report', MARKER));
        return out;
      },
    ],
    ['in place of a file', (out, elsewhere) => (symlinkSync(join(elsewhere, 'x'), join(out, 'conformance.json')), out)],
    [
      'in place of the output folder',
      (out, elsewhere) => (symlinkSync(elsewhere, join(out, 'link')), join(out, 'link')),
    ],
  ];
  for (const [where, make] of links) {
    it(`refuses a symbolic link ${where}`, (context) => {
      const elsewhere = scratchFolder(context);
      writeFileSync(join(elsewhere, MARKER), '');
      writeFileSync(join(elsewhere, 'dear.txt'), '');
      const out = make(scratchFolder(context), elsewhere);
      assert.throws(() => prepareOutput(out), OutputError);
      assert.deepEqual(readdirSync(elsewhere).sort(), [MARKER, 'dear.txt'].sort());
    });
  }

  it('says what to do when the place is a file', (context) => {
    const out = join(scratchFolder(context), 'file');
    writeFileSync(out, '');
    assert.throws(() => prepareOutput(out), /is not a folder\. Name a folder with --out/u);
    assert.throws(() => prepareOutput(join(out, 'below')), OutputError);
  });
});

describe('writeAtomically', () => {
  it('replaces a symbolic link instead of following it, with mode 0644 and nothing left beside it', (context) => {
    const out = scratchFolder(context);
    writeFileSync(join(out, 'dear.txt'), 'dear');
    symlinkSync(join(out, 'dear.txt'), join(out, 'summary.md'));
    writeAtomically(join(out, 'summary.md'), 'new');
    assert.equal(readFileSync(join(out, 'dear.txt'), 'utf8'), 'dear');
    assert.equal(readFileSync(join(out, 'summary.md'), 'utf8'), 'new');
    assert.equal(statSync(join(out, 'summary.md')).mode & 0o777, 0o644);
    assert.deepEqual(readdirSync(out).sort(), ['dear.txt', 'summary.md']);
  });

  it('leaves nothing behind when it fails, and refuses a linked folder', (context) => {
    const out = scratchFolder(context);
    mkdirSync(join(out, 'taken', 'full'), { recursive: true });
    assert.throws(() => {
      writeAtomically(join(out, 'taken'), 'x');
    });
    assert.deepEqual(readdirSync(out), ['taken']);
    symlinkSync(join(out, 'taken'), join(out, 'link'));
    assert.throws(() => {
      writeAtomically(join(out, 'link', 'x'), 'x');
    }, OutputError);
  });
});

describe('overwriteInPlace', () => {
  it('takes the place of a file that is large enough, and touches no other', (context) => {
    const file = join(scratchFolder(context), 'conformance.json');
    assert.equal(overwriteInPlace(file, 'new'), false);
    writeFileSync(file, 'old and long');
    assert.equal(overwriteInPlace(file, 'as long: \u00e4\u00e4'), false);
    assert.equal(readFileSync(file, 'utf8'), 'old and long');
    assert.equal(overwriteInPlace(file, 'new \u00e4'), true);
    assert.equal(readFileSync(file, 'utf8'), 'new \u00e4');
  });

  it('does not follow a symbolic link', (context) => {
    const out = scratchFolder(context);
    writeFileSync(join(out, 'dear.txt'), 'dear and long');
    symlinkSync(join(out, 'dear.txt'), join(out, 'link'));
    assert.equal(overwriteInPlace(join(out, 'link'), 'x'), false);
    assert.equal(readFileSync(join(out, 'dear.txt'), 'utf8'), 'dear and long');
  });
});

describe('appendLine', () => {
  it('does not go on with a line that was cut off', (context) => {
    const history = join(scratchFolder(context), 'history.jsonl');
    writeFileSync(history, '{"whole":1}\n{"cut o');
    appendLine(history, '{"next":1}');
    assert.equal(readFileSync(history, 'utf8'), '{"whole":1}\n{"cut o\n{"next":1}\n');
  });

  it('adds to what is there, and not through a symbolic link', (context) => {
    const out = scratchFolder(context);
    const history = join(out, 'history.jsonl');
    appendLine(history, '1');
    appendLine(history, '2');
    assert.equal(readFileSync(history, 'utf8'), '1\n2\n');
    symlinkSync(history, join(out, 'link'));
    assert.throws(() => {
      appendLine(join(out, 'link'), '3');
    });
    assert.equal(readFileSync(history, 'utf8'), '1\n2\n');
  });
});
