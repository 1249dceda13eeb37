/**
 * The candidate that `text` was probably meant to be: the fewest edits away (insertion, deletion, replacement, swap of
 * neighbors), whatever the case; of several the one that begins alike; undefined where nothing is near.
 */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  const typed = text.toLowerCase();
  let best: string | undefined;
  // A third of the letters wrong is a typo, more is another word.
  let least = Math.max(1, Math.floor(text.length / 3)) + 0.5;
  for (const candidate of candidates) {
    // The common start decides between candidates that are equally far.
    const edits = distance(typed, candidate.toLowerCase()) - commonStart(typed, candidate.toLowerCase()) / 1000;
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function distance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = at(previous, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      let edits = Math.min(replaced, at(previous, column) + 1, at(current, column - 1) + 1);
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) edits = Math.min(edits, at(beforePrevious, column - 2) + 1);
      current.push(edits);
    }
    [beforePrevious, previous] = [previous, current];
  }
  return at(previous, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
