const SAFE = process.platform === 'win32' ? /^[\w./:\\-]+$/u : /^[\w./:-]+$/u;

/** A word as it can be typed into a shell: in quotes where it needs them. */
export function shellWord(text: string): string {
  return SAFE.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
