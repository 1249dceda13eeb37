/** A text with its percent sequences and JSON escapes undone, and where each character of it came from. */
export interface DecodedView {
  readonly text: string;
  /** Offset in the original of character `at`; for `at` = length: the original's length. */
  origin(at: number): number;
}

/** Percent sequences (also `%u0041`), JSON, JavaScript and HTML escapes. */
const ESCAPE =
  /%([0-9a-f]{2})|(?:%u|\\u)([0-9a-f]{4})|\\x([0-9a-f]{2})|\\u\{([0-9a-f]{1,6})\}|&#x([0-9a-f]{1,6});|&#([0-9]{1,7});|&(amp|lt|gt|quot|apos);|\\([^])/gi;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** What these letters stand for behind a backslash. */
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/**
 * Undoes one layer of encoding, whoever chose which characters to encode. Undefined where there is nothing to undo.
 * Bytes above 127 come out as latin1 characters.
 */
export function decodedView(text: string): DecodedView | undefined {
  if (!/[%\\&]/.test(text)) return undefined;
  let decoded = '';
  let from = 0;
  // Where a run of characters starts in the decoded and in the original text.
  const runs: { readonly at: number; readonly origin: number }[] = [{ at: 0, origin: 0 }];
  for (const match of text.matchAll(ESCAPE)) {
    decoded += text.slice(from, match.index);
    runs.push({ at: decoded.length, origin: match.index });
    decoded += meantBy(match);
    from = match.index + match[0].length;
    runs.push({ at: decoded.length, origin: from });
  }
  if (from === 0) return undefined;
  decoded += text.slice(from);
  return { text: decoded, origin: (at) => originOf(runs, at) };
}

function meantBy([all, percent, unit, x, braced, hexEntity, entity, name, escaped]: RegExpExecArray): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? all;
  if (escaped !== undefined) return CONTROLS[escaped] ?? escaped;
  const hex = percent ?? unit ?? x ?? braced ?? hexEntity;
  const code = hex === undefined ? Number(entity) : parseInt(hex, 16);
  return code > 0x10ffff ? '' : String.fromCodePoint(code);
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
