import { middleOf, type Clocks } from '../target';
import type { ClockFact, RunFacts } from '../verdict';

/** What a report says about the clocks of those under test; undefined: only ours was at play. */
export function clockFacts(clocks: Clocks, timeIsReal: boolean): RunFacts['clocks'] {
  if (!timeIsReal || clocks.foreign.size === 0) return undefined;
  return Object.fromEntries([...clocks.foreign].map((party) => [party, factOf(clocks, party)]));
}

function factOf(clocks: Clocks, party: 'sees' | 'expressplay'): ClockFact {
  const offset = clocks[party]();
  const { atLeastMs, atMostMs } = clocks.shown(party);
  return {
    answers: offset?.answers ?? 0,
    ...(offset === undefined
      ? {}
      : {
          aheadSeconds: seconds(middleOf(offset)),
          uncertaintySeconds: seconds((offset.highMs - offset.lowMs) / 2),
          ...(offset.agree ? {} : { agree: false as const }),
        }),
    ...(Number.isFinite(atLeastMs) ? { tokensSayAtLeastSeconds: seconds(atLeastMs) } : {}),
    ...(Number.isFinite(atMostMs) ? { tokensSayAtMostSeconds: seconds(atMostMs) } : {}),
  };
}

function seconds(ms: number): number {
  // No minus zero in a report.
  return Math.round(ms) / 1000 + 0;
}
