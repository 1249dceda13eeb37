import type { Exchange } from '../exchange';

/** So many requests without any answer, from the first one on, and nobody is taken to be there. */
const ENOUGH = 3;

const NAMES = { sees: 'SEES', expressplay: 'ExpressPlay' } as const;

/**
 * Notices a target that never answers: going on would only wait out one time limit after the other. A target that answered
 * once, whatever it said, is there, and what it does later is for checks to judge.
 */
export class Silence {
  readonly #noted = new WeakSet<Exchange>();
  /** Seen before they ended: a caller may give up on SEES sooner than SEES on ExpressPlay. */
  #pending: Exchange[] = [];
  readonly #unanswered = new Map<Party, number>();

  /** @param underTest parties whose silence means anything; a double of ours is always there */
  constructor(private readonly underTest: ReadonlySet<Party>) {}

  /**
   * Looks at the calls that one entitlement request brought about, each of them once.
   * @returns one sentence with URL (without query) and failure when a target is taken to be silent, else undefined
   */
  note(calls: readonly Exchange[]): string | undefined {
    const before = this.#pending;
    this.#pending = [];
    let reason: string | undefined;
    for (const call of [...before, ...calls]) {
      const { failure, response, to } = call;
      if (to === 'client' || !this.underTest.has(to) || this.#isThere(to) || this.#noted.has(call)) continue;
      if (failure === undefined && response === undefined) {
        this.#pending.push(call);
        continue;
      }
      this.#noted.add(call);
      // Whoever hung up cannot know whether an answer would have come.
      if (failure?.failure === 'aborted') continue;
      // An answer that was too large to be read to its end is one all the same.
      const answered = failure === undefined || failure.failure === 'too-large';
      const unanswered = answered ? -Infinity : (this.#unanswered.get(to) ?? 0) + 1;
      this.#unanswered.set(to, unanswered);
      if (failure !== undefined && unanswered >= ENOUGH) {
        reason ??= `${NAMES[to]} never answered, ${String(ENOUGH)} requests in a row; ${failure.message}`;
      }
    }
    return reason;
  }

  /** It answered once, and nothing that becomes of later calls changes that. */
  #isThere(party: Party): boolean {
    return this.#unanswered.get(party) === -Infinity;
  }
}

type Party = keyof typeof NAMES;
