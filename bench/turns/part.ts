/** One subject of the measurements: a section of the results. */
export interface Part {
  /** By which it is asked for: `npm run bench -- NAME`. */
  readonly name: string;
  /** Heading of its section. */
  readonly title: string;
  /**
   * @param rounds how often each variant takes its turn, at least 1
   * @returns the section's text without heading and machine
   */
  readonly measure: (rounds: number) => Promise<string>;
}

/** Paragraphs, tables and lists with a blank line between. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.join('\n\n');
}

/** `1,260` */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}

export function roundsInWords(rounds: number, warmUps = 1): string {
  const warm = warmUps === 0 ? '' : ` after ${String(warmUps)} to warm up`;
  return `${String(rounds)} ${rounds === 1 ? 'round' : 'rounds'}${warm}, variants taking turns`;
}
