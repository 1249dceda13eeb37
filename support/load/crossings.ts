/** What of one flow turned up with another. */
export type CrossingKind = 'message id' | 'token URL' | 'cookie' | 'device' | 'key' | 'binding';

export interface Crossing {
  readonly kind: CrossingKind;
  /** The flow that got, or for which was sent, what is not its own. */
  readonly flow: string;
  /** One sentence without any value of the target. */
  readonly what: string;
}

/** So many are told one by one; the rest is counted. */
const TOLD = 20;

/** All crossings of a load, counted by kind; the first of each kind come first. */
export class Crossings {
  readonly #counts = new Map<CrossingKind, number>();
  readonly #examples: Crossing[] = [];

  add(kind: CrossingKind, flow: string, what: string): void {
    const before = this.#counts.get(kind) ?? 0;
    this.#counts.set(kind, before + 1);
    // No kind crowds out another.
    if (before < TOLD / 5) this.#examples.push({ kind, flow, what });
  }

  get count(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  get byKind(): Readonly<Partial<Record<CrossingKind, number>>> {
    return Object.fromEntries(this.#counts);
  }

  get examples(): readonly Crossing[] {
    return this.#examples.slice(0, TOLD);
  }
}
