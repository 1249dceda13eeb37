import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { Engine } from './engine';
import { withShortTraces } from './short-traces';

interface Place {
  readonly uri: string;
  readonly line: number;
}

const before = Error.stackTraceLimit;

describe('withShortTraces', () => {
  afterEach(() => {
    Error.stackTraceLimit = before;
  });

  it('gives the limit back, whatever comes of it and however many are under way', async () => {
    await assert.rejects(
      withShortTraces(() => Promise.reject(new Error('broken'))),
      /broken/,
    );
    assert.equal(Error.stackTraceLimit, before);
    const first = withShortTraces(() => Promise.resolve(1));
    const second = withShortTraces(() => first);
    assert.equal(Error.stackTraceLimit, 5);
    assert.deepEqual([await first, await second, Error.stackTraceLimit], [1, 1, before]);
  });

  it('leaves a limit that somebody has set meanwhile, and a shorter one', async () => {
    await withShortTraces(async () => {
      Error.stackTraceLimit = 50;
    });
    assert.equal(Error.stackTraceLimit, 50);
    Error.stackTraceLimit = 2;
    await withShortTraces(async () => {
      assert.equal(Error.stackTraceLimit, 2);
    });
    assert.equal(Error.stackTraceLimit, 2);
  });

  it('is long enough for cucumber to tell where each definition stands', async () => {
    const library = await new Engine({ folder: '', extension: 'ts' }).library();
    const { stepDefinitions, beforeTestCaseHookDefinitions: hooks } = library as unknown as Record<string, Place[]>;
    assert.ok(stepDefinitions!.length > 100);
    for (const { uri, line } of stepDefinitions!) {
      assert.match(uri, /^steps\/[a-z-]+\.ts$/);
      assert.ok(line > 1);
    }
    assert.deepEqual(
      hooks!.map(({ uri }) => uri),
      ['support/hooks.ts'],
    );
  });
});
