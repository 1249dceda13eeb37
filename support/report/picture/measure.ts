import { oneLine } from '../text';

/**
 * Width of a text in pixels, estimated from above: nobody tells us the font, so the widths are those of a wide one (DejaVu
 * Sans) and a text laid out with them fits in any usual sans-serif.
 */
export function widthOf(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return ems * size;
}

/** Lines of at most `width` pixels, at most `limit` of them; the last ends in an ellipsis where the text went on. */
export function wrap(text: string, size: number, width: number, limit: number): { lines: string[]; whole: boolean } {
  const lines: string[] = [];
  let rest = oneLine(text);
  while (rest !== '' && lines.length < limit) {
    const fitting = fit(rest, size, width);
    if (fitting === rest.length) return { lines: [...lines, rest], whole: true };
    if (lines.length === limit - 1) {
      const end = fit(rest, size, width - widthOf('…', size));
      return { lines: [...lines, `${rest.slice(0, end).replace(/[…\s]+$/u, '')}…`], whole: false };
    }
    const blank = rest.lastIndexOf(' ', fitting);
    const end = blank > fitting / 2 ? blank : Math.max(fitting, 1);
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return { lines: lines.length === 0 ? [''] : lines, whole: rest === '' };
}

/** How many code units of the text fit, never half a surrogate pair. */
function fit(text: string, size: number, width: number): number {
  let used = 0;
  let length = 0;
  for (const character of text) {
    used += emsOf(character) * size;
    if (used > width) return length;
    length += character.length;
  }
  return length;
}

function emsOf(character: string): number {
  return ASCII[character.charCodeAt(0)] ?? (character === '…' ? 1 : 1.05);
}

/** Looked up, not computed: a picture measures thousands of letters. */
const ASCII: readonly number[] = Array.from({ length: 127 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[ilj.,:;'|!()[\] ]/u.test(character)) return 0.4;
  if (/[MWQ#mw]/u.test(character)) return 0.99;
  if (/[<>+=]/u.test(character)) return 0.84;
  if (/[A-Z&]/u.test(character)) return 0.77;
  return /[a-z0-9_?"*/\\-]/u.test(character) ? 0.64 : 1.05;
});
