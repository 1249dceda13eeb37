import { ClockOffsets, NO_OFFSET, type ClockOffset } from '../exchange';

type Party = 'sees' | 'expressplay';

/** What the lives of tokens say about a clock, one-sided where only one side showed; milliseconds. */
export interface TokenBounds {
  readonly atLeastMs: number;
  readonly atMostMs: number;
}

const NOTHING_SHOWN: TokenBounds = { atLeastMs: -Infinity, atMostMs: Infinity };

/** A difference below this is within what every wait allows for. */
const WORTH_MINDING_MS = 2000;

/** How far the clocks of those under test are ahead of ours. A double of ours has our clock. */
export class Clocks {
  /** Ways to them are timed by these. */
  readonly seesAnswers = new ClockOffsets();
  readonly expressplayAnswers = new ClockOffsets();
  readonly #shown = new Map<Party, TokenBounds>();

  constructor(readonly foreign: ReadonlySet<Party>) {}

  /** Undefined: its answers do not tell the time. */
  sees(): ClockOffset | undefined {
    return this.foreign.has('sees') ? this.seesAnswers.whole() : NO_OFFSET;
  }

  /** @param url of the service that is meant; where that one told nothing, the others speak for it */
  expressplay(url?: string): ClockOffset | undefined {
    if (!this.foreign.has('expressplay')) return NO_OFFSET;
    const own = url !== undefined && URL.canParse(url) ? this.expressplayAnswers.of(new URL(url).origin) : undefined;
    return own ?? this.expressplayAnswers.whole();
  }

  /** A token's instant and when it was served, or no more, say something about the clock that judges it. */
  show(party: Party, bounds: Partial<TokenBounds>): void {
    if (!this.foreign.has(party)) return;
    const { atLeastMs, atMostMs } = this.shown(party);
    this.#shown.set(party, {
      atLeastMs: Math.max(atLeastMs, bounds.atLeastMs ?? -Infinity),
      atMostMs: Math.min(atMostMs, bounds.atMostMs ?? Infinity),
    });
  }

  shown(party: Party): TokenBounds {
    return this.#shown.get(party) ?? NOTHING_SHOWN;
  }
}

/** By how much a double has to go ahead of our clock to agree with that one; 0 where they may be the same. Milliseconds. */
export function aheadOf(offset: ClockOffset | undefined): number {
  if (offset?.agree !== true) return 0;
  const middle = middleOf(offset);
  return Math.abs(middle) < WORTH_MINDING_MS ? 0 : middle;
}

export function middleOf({ lowMs, highMs }: ClockOffset): number {
  return (lowMs + highMs) / 2;
}
