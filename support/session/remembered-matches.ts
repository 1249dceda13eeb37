import type { ISupportCodeLibrary } from '@cucumber/cucumber/api';

interface Expression {
  match(text: string): unknown;
}

/**
 * Cucumber matches every step against every definition in the dry run, again in each run and once more when the step is
 * executed. What a text means to an expression never changes, so it is worked out once.
 */
export function rememberMatches(library: ISupportCodeLibrary): ISupportCodeLibrary {
  const { stepDefinitions } = library as unknown as { stepDefinitions: readonly { expression: Expression }[] };
  for (const { expression } of stepDefinitions) {
    const known = new Map<string, unknown>();
    const match = expression.match.bind(expression);
    expression.match = (text) => {
      if (!known.has(text)) known.set(text, match(text));
      return known.get(text);
    };
  }
  return library;
}
