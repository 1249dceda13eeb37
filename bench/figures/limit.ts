/** A promise about a ratio. */
export interface Limit {
  /** What is measured against what, a noun phrase. */
  readonly what: string;
  readonly measured: number;
  /** It may be that much and no more. */
  readonly most: number;
}

const LINE = /^- \*\*(?:not )?met\*\*: .+$/gmu;

/** `- **met**: the default run against nothing: 3.10, allowed 4` */
export function limitLine({ what, measured, most }: Limit): string {
  // What is no number was not measured, and keeps no promise.
  const word = measured <= most ? 'met' : 'not met';
  return `- **${word}**: ${what}: ${measured.toFixed(2)}, allowed ${String(most)}`;
}

/** The lines of that kind in a text. */
export function limitLinesIn(text: string): string[] {
  return [...text.matchAll(LINE)].map(([line]) => line);
}
