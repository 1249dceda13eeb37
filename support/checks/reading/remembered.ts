import type { Journal } from '../../exchange';
import type { Known } from '../check';

interface Memory<T> {
  readonly state: number;
  readonly known: Known;
  readonly value: T;
}

/**
 * The same function, computed once for each state of a journal: dozens of checks ask the same things of it. Only for what
 * follows from sendings and answers; what the player found in a license is no part of a journal's state.
 */
export function remembered<T>(compute: (journal: Journal, known: Known) => T): (journal: Journal, known: Known) => T {
  const memories = new WeakMap<Journal, Memory<T>>();
  return (journal, known) => {
    const state = stateOf(journal);
    const memory = memories.get(journal);
    if (memory?.state === state && memory.known === known) return memory.value;
    const value = compute(journal, known);
    memories.set(journal, { state, known, value });
    return value;
  };
}

/** A journal only grows and its ticks are unique, so their sum stands for its state. */
function stateOf(journal: Journal): number {
  let sum = 0;
  for (const { startTick, endTick = 0 } of journal.exchanges) sum += startTick + endTick;
  return sum;
}
