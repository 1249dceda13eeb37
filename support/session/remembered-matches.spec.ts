import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ISupportCodeLibrary } from '@cucumber/cucumber/api';
import { CucumberExpression, ParameterTypeRegistry } from '@cucumber/cucumber-expressions';
import { Engine } from './engine';
import { matchNatively, type TreeRegexp } from './native-indices';
import { rememberMatches } from './remembered-matches';
import { FEATURE_FILES } from './testing/features';
import { messagesOf } from './testing/gherkin';

interface Argument {
  readonly group: unknown;
}
interface Expression {
  readonly treeRegexp: TreeRegexp;
  match(text: string): readonly Argument[] | null;
}

const texts = new Set(
  FEATURE_FILES.flatMap(([text, uri]) =>
    messagesOf(text, uri).flatMap(({ pickle }) => (pickle?.steps ?? []).map((step) => step.text)),
  ),
);

async function expressions(): Promise<readonly Expression[]> {
  const library = await new Engine({ folder: '', extension: 'ts' }).library();
  const { stepDefinitions } = library as unknown as { stepDefinitions: readonly { expression: Expression }[] };
  return stepDefinitions.map(({ expression }) => expression);
}

/** As its class does it, whatever the object was given since. */
function byItsClass(tree: TreeRegexp, text: string): unknown {
  return (Object.getPrototypeOf(tree) as TreeRegexp).match.call(tree, text);
}

describe('the steps of the features', () => {
  it('match as they do in cucumber, with the same arguments at the same places', async () => {
    let hits = 0;
    for (const expression of await expressions()) {
      const { treeRegexp } = expression;
      assert.ok(Object.hasOwn(treeRegexp, 'match'), 'cucumber is not as we know it');
      for (const text of texts) {
        const theirs = byItsClass(treeRegexp, text);
        assert.deepEqual(treeRegexp.match(text), theirs, text);
        assert.equal(expression.match(text) === null, theirs === null, text);
        if (theirs !== null) hits += 1;
      }
    }
    assert.equal(hits, texts.size, 'one definition for each step');
  });
});

describe('matchNatively', () => {
  const tree = (regexp: RegExp): TreeRegexp & { readonly built: unknown[] } => {
    const built: unknown[] = [];
    const build = (match: RegExpExecArray, next: () => number): unknown => {
      built.push(match.indices?.[next()], match.indices?.[next()]);
      return match[1];
    };
    return { regexp, groupBuilder: { build }, match: () => 'theirs', built };
  };

  it('tells where groups begin and end', () => {
    const some = tree(/^a (\w+)$/);
    matchNatively(some);
    assert.equal(some.match('a word'), 'word');
    assert.deepEqual(some.built, [
      [0, 6],
      [2, 6],
    ]);
    assert.equal(some.match('nothing'), null);
  });

  it('leaves alone what remembers places, and what it does not know', () => {
    for (const some of [tree(/a/g), tree(/a/y), { ...tree(/a/), groupBuilder: {} }, { match: () => 'theirs' }]) {
      matchNatively(some);
      assert.equal(some.match('a'), 'theirs');
    }
  });
});

describe('rememberMatches', () => {
  it('asks each expression once about each text, also where texts take turns', () => {
    const asked: string[] = [];
    const library = {
      stepDefinitions: ['one', 'two'].map((name) => ({
        expression: {
          match: (text: string) => {
            asked.push(`${name} ${text}`);
            return text === name ? [name] : null;
          },
        },
      })),
    };
    rememberMatches(library as unknown as ISupportCodeLibrary);
    const ask = (text: string): unknown => library.stepDefinitions.map(({ expression }) => expression.match(text));
    for (const _ of [1, 2]) {
      assert.deepEqual(ask('one'), [['one'], null]);
      assert.deepEqual(ask('two'), [null, ['two']]);
      assert.deepEqual(ask('three'), [null, null]);
    }
    assert.deepEqual(asked, ['one one', 'two one', 'one two', 'two two', 'one three', 'two three']);
  });

  it('looks no closer only where a text cannot fit', () => {
    const registry = new ParameterTypeRegistry();
    const made = (): CucumberExpression[] =>
      [
        'a {int} b/c title(s) for {string}',
        'all of it\\(s) and\\/or \\{more}',
        '{}',
        'asks for a/that title',
        '(the )end',
      ].map((source) => new CucumberExpression(source, registry));
    const library = { stepDefinitions: made().map((expression) => ({ expression })) };
    rememberMatches(library as unknown as ISupportCodeLibrary);
    for (const text of [
      'a 7 b titles for "x"',
      'a 7 c title for "x"',
      'a 7 title for "x"',
      'all of it(s) and/or {more}',
      'all of it and or more',
      'asks for that title',
      'asks for a title',
      'asks for title',
      'the end',
      'end',
      '',
    ]) {
      assert.deepEqual(
        library.stepDefinitions.map(({ expression }) => expression.match(text) !== null),
        made().map((expression) => expression.match(text) !== null),
        text,
      );
    }
  });
});
