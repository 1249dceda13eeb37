/** A text with its percent sequences and JSON escapes undone, and where each character of it came from. */
export interface DecodedView {
  readonly text: string;
  /** Offset in the original of character `at`; for `at` = length: the original's length. */
  origin(at: number): number;
}

const ESCAPE = /%([0-9a-f]{2})|\\u([0-9a-f]{4})|\\(["\\/])/gi;

/**
 * Undoes one layer of encoding, whoever chose which characters to encode. Undefined where there is nothing to undo.
 * Bytes above 127 come out as latin1 characters.
 */
export function decodedView(text: string): DecodedView | undefined {
  let decoded = '';
  let from = 0;
  // Where a run of characters starts in the decoded and in the original text.
  const runs: { readonly at: number; readonly origin: number }[] = [{ at: 0, origin: 0 }];
  for (const match of text.matchAll(ESCAPE)) {
    const [all, percent, unicode, plain = ''] = match;
    const hex = percent ?? unicode;
    decoded += text.slice(from, match.index);
    runs.push({ at: decoded.length, origin: match.index });
    decoded += hex === undefined ? plain : String.fromCharCode(parseInt(hex, 16));
    from = match.index + all.length;
    runs.push({ at: decoded.length, origin: from });
  }
  if (from === 0) return undefined;
  decoded += text.slice(from);
  return { text: decoded, origin: (at) => originOf(runs, at) };
}

function originOf(runs: readonly { readonly at: number; readonly origin: number }[], at: number): number {
  let low = 0;
  let high = runs.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.at ?? 0) <= at) low = middle;
    else high = middle;
  }
  const run = runs[low];
  return run === undefined ? at : run.origin + at - run.at;
}
