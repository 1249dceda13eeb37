import type { ISupportCodeLibrary } from '@cucumber/cucumber/api';
import { matchNatively, type TreeRegexp } from './native-indices';

interface Expression {
  readonly treeRegexp?: TreeRegexp;
  /** Of a cucumber expression, and not of a regular one. */
  readonly ast?: unknown;
  readonly source?: unknown;
  match(text: string): unknown;
}

/**
 * Cucumber matches every step against every definition in the dry run, again in each run and once more when the step is
 * executed. What a text means to an expression never changes, so it is worked out once.
 */
export function rememberMatches(library: ISupportCodeLibrary): ISupportCodeLibrary {
  const { stepDefinitions } = library as unknown as { stepDefinitions: readonly { expression: Expression }[] };
  const rows = new Rows();
  for (const [index, { expression }] of stepDefinitions.entries()) {
    if (expression.treeRegexp !== undefined) matchNatively(expression.treeRegexp);
    const match = expression.match.bind(expression);
    const literal = longestLiteral(expression);
    expression.match = (text) => {
      const row = rows.of(text);
      if (row[index] === undefined) row[index] = text.includes(literal) ? match(text) : null;
      return row[index];
    };
  }
  return library;
}

/** What stands in all texts that fit: to look for it is quicker than to match. Parameters, optional text and alternatives are none. */
function longestLiteral({ ast, source }: Expression): string {
  if (ast === undefined || typeof source !== 'string' || source.includes('\\')) return '';
  const literals = source.split(/\{[^}]*\}|\([^)]*\)|\S*\/\S*/);
  return literals.reduce((longest, one) => (one.length > longest.length ? one : longest), '');
}

/**
 * For each text what it means to each definition: null where it does not fit, undefined where nobody asked. All definitions
 * are asked about a text in a row, so that row is kept at hand.
 */
class Rows {
  readonly #rows = new Map<string, unknown[]>();
  #text: string | undefined;
  #row: unknown[] = [];

  of(text: string): unknown[] {
    if (text === this.#text) return this.#row;
    let row = this.#rows.get(text);
    if (row === undefined) this.#rows.set(text, (row = []));
    this.#text = text;
    return (this.#row = row);
  }
}
