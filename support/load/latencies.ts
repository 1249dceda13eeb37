/** What was timed: arrows of the device-binding diagram (DIA-BIND). */
export type TimedArrow = 'B1-B3' | 'B4' | 'B6-B13' | 'B14-B16' | 'B2, B11' | 'B7-B10';

/** In the order of the diagram, with what they are in words. */
const TIMED_ARROWS: readonly { readonly arrow: TimedArrow; readonly name: string }[] = [
  { arrow: 'B1-B3', name: 'registration: entitlement' },
  { arrow: 'B4', name: 'registration: license' },
  { arrow: 'B6-B13', name: 'bound title: entitlement' },
  { arrow: 'B14-B16', name: 'bound title: license' },
  { arrow: 'B2, B11', name: 'SEES asks for a token' },
  { arrow: 'B7-B10', name: 'SEES asks for records' },
];

export interface ArrowFigures {
  readonly arrow: TimedArrow;
  readonly name: string;
  readonly count: number;
  /** Milliseconds from the sending (not from the wait for a free connection) to the complete answer. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** How long answers took, by arrow. Information: nothing is judged by it. */
export class Latencies {
  readonly #byArrow = new Map<TimedArrow, number[]>();

  add(arrow: TimedArrow, ms: number): void {
    const times = this.#byArrow.get(arrow);
    if (times === undefined) this.#byArrow.set(arrow, [ms]);
    else times.push(ms);
  }

  /** Forgets what went before. */
  clear(): void {
    this.#byArrow.clear();
  }

  /** Only arrows that were timed. */
  figures(): ArrowFigures[] {
    return TIMED_ARROWS.flatMap(({ arrow, name }) => {
      const sorted = Float64Array.from(this.#byArrow.get(arrow) ?? []).sort();
      if (sorted.length === 0) return [];
      return [
        {
          arrow,
          name,
          count: sorted.length,
          p50Ms: percentile(sorted, 50),
          p95Ms: percentile(sorted, 95),
          p99Ms: percentile(sorted, 99),
          maxMs: percentile(sorted, 100),
        },
      ];
    });
  }
}

/**
 * The nearest-rank percentile: the smallest value that at least `percent` of all do not exceed; to a tenth.
 * @param sorted ascending, at least one
 */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return Math.round((sorted[rank - 1] ?? Number.NaN) * 10) / 10;
}
