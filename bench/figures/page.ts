import { limitLinesIn } from './limit';

const TITLE = '# Speed';

/**
 * A page of sections under second headings, with all promises on top. What was measured anew takes the place of what was
 * there; the rest stays as it was.
 *
 * @param before the page as it is; empty: none yet
 * @param fresh sections by their titles
 * @param order titles of all sections; what is not among them is dropped
 */
export function page(before: string, fresh: ReadonlyMap<string, string>, order: readonly string[]): string {
  const kept = sectionsIn(before);
  const sections = order.flatMap((title) => {
    const text = fresh.get(title) ?? kept.get(title);
    return text === undefined ? [] : [{ title, text: text.trim() }];
  });
  return [
    TITLE,
    'Made by `npm run bench`; [what is measured and how to read it](../docs/speed.md). Each section says on which machine it was made.',
    ...sections.flatMap(({ title, text }) => {
      const lines = limitLinesIn(text);
      return lines.length === 0 ? [] : [`${title}:\n\n${lines.join('\n')}`];
    }),
    ...sections.map(({ title, text }) => `## ${title}\n\n${text}`),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/u, '\n');
}

function sectionsIn(text: string): Map<string, string> {
  const [, ...sections] = text.split(/^## /mu);
  return new Map(
    sections.map((section) => {
      const end = section.indexOf('\n');
      return [section.slice(0, end).trim(), section.slice(end + 1)];
    }),
  );
}
