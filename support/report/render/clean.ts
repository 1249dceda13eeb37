/** Tags that load from elsewhere, and what configures analytics: that is short, and the program itself may hold the word. */
const FOREIGN = [
  /<script\b[^>]*\bsrc=["']?https?:[^>]*>\s*<\/script>/iuy,
  /<script\b[^>]*>(?:(?!<\/script>)[^]){0,1000}?\bgtag\((?:(?!<\/script>)[^]){0,1000}<\/script>/iuy,
  /<link\b[^>]*\bhref=["']?https?:[^>]*>/iuy,
];

/**
 * Takes out of a report what would leave the machine or name it: tags that load from elsewhere (analytics) and absolute paths.
 * @param paths folders of this machine, spelled as they are in the report
 */
export function cleanReport(html: string, paths: readonly string[]): string {
  return [...paths]
    .filter((path) => path.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((text, path) => text.replaceAll(path, '.'), withoutTags(html, FOREIGN));
}

/** Most of a report is data, megabytes without a tag, which an expression would go through letter by letter. */
function withoutTags(html: string, tags: readonly RegExp[]): string {
  let kept = '';
  let from = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    const end = endOfAny(tags, html, at);
    if (end === undefined) {
      at += 1;
      continue;
    }
    kept += html.slice(from, at);
    from = at = end;
  }
  return kept + html.slice(from);
}

function endOfAny(tags: readonly RegExp[], html: string, at: number): number | undefined {
  for (const tag of tags) {
    tag.lastIndex = at;
    if (tag.test(html)) return tag.lastIndex;
  }
  return undefined;
}
