import type { Outcome } from '../../verdict';
import { escapeXml, oneLine } from '../text';

const HARMLESS = /^[\w.,:;()/+=#-]+(?: [\w.,:;()/+=#-]+)*$/u;

/** Text of whatever origin, harmless in HTML text and attributes. */
export function text(value: string): string {
  if (HARMLESS.test(value)) return value;
  return escapeXml(oneLine(value));
}

export function chip(outcome: Outcome): string {
  return `<span class="chip ${outcome}">${outcome}</span>`;
}

export const WAIVED = '<span class="chip waived">waived</span>';

export function link(anchor: string, words: string): string {
  return `<a href="#${text(anchor)}">${text(words)}</a>`;
}

/** Rows of cells that are HTML already; the first of each names the row. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): string {
  const numeric = (index: number): string => (numbers.includes(index) ? ' class="n"' : '');
  // Where a table is too wide for the screen its rows are stacked, and every cell says what it is.
  const labels = heads.length > 2 ? heads.map((name) => ` data-is="${name}"`) : [];
  const head = heads.map((name, index) => `<th scope="col"${numeric(index)}>${name}</th>`).join('');
  const body = rows.map(
    ([first = '', ...rest]) =>
      `<tr><th scope="row">${first}</th>${rest.map((cell, index) => `<td${numeric(index + 1)}${labels[index + 1] ?? ''}>${cell}</td>`).join('')}</tr>`,
  );
  return `<table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}
