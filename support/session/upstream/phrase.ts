/**
 * The entry that a table names in words.
 * @throws {Error} when there is none; the message lists those there are
 */
export function phraseOf<Entry>(
  entries: Readonly<Record<string, Entry>>,
  words: string,
  what: string,
): readonly [phrase: string, entry: Entry] {
  const entry = Object.hasOwn(entries, words) ? entries[words] : undefined;
  if (entry !== undefined) return [words, entry];
  const known = Object.keys(entries).map((phrase) => `"${phrase}"`);
  throw new Error(`no ${what} is called "${words}"; known are ${known.join(', ')}`);
}

/** Kebab case. */
export function idOf(phrase: string): string {
  return phrase
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
