/**
 * Takes out of a report what would leave the machine or name it: tags that load from elsewhere (analytics) and absolute paths.
 * @param paths folders of this machine
 */
export function cleanReport(html: string, paths: readonly string[]): string {
  const bare = html
    .replace(/<script\b[^>]*\bsrc=["']?https?:[^>]*>\s*<\/script>/giu, '')
    // The program itself may hold the word, and is megabytes long; what configures analytics is short.
    .replace(/<script\b[^>]*>(?:(?!<\/script>)[^]){0,1000}?\bgtag\((?:(?!<\/script>)[^]){0,1000}<\/script>/giu, '')
    .replace(/<link\b[^>]*\bhref=["']?https?:[^>]*>/giu, '');
  return [...paths]
    .filter((path) => path.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((text, path) => text.replaceAll(path, '.'), bare);
}
