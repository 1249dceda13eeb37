/**
 * Takes out of a report what would leave the machine or name it: tags that load from elsewhere (analytics) and absolute paths.
 * @param paths folders of this machine
 */
export function cleanReport(html: string, paths: readonly string[]): string {
  const bare = html
    .replace(/<script\b[^>]*\bsrc=["']?https?:[^>]*>\s*<\/script>/giu, '')
    .replace(/<script\b[^>]*>(?:(?!<\/script>)[^])*?\bgtag\((?:(?!<\/script>)[^])*<\/script>/giu, (script) =>
      // The program itself may hold the word; what configures analytics is short.
      script.length < 2000 ? '' : script,
    )
    .replace(/<link\b[^>]*\bhref=["']?https?:[^>]*>/giu, '');
  return [...paths]
    .filter((path) => path.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((text, path) => text.replaceAll(path, '.'), bare);
}
