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
    const { state } = journal;
    const memory = memories.get(journal);
    if (memory?.state === state && memory.known === known) return memory.value;
    const value = compute(journal, known);
    memories.set(journal, { state, known, value });
    return value;
  };
}

/** As {@link remembered}, for what the journal alone says. */
export function rememberedOf<T>(compute: (journal: Journal) => T): (journal: Journal) => T {
  const memories = new WeakMap<Journal, Omit<Memory<T>, 'known'>>();
  return (journal) => {
    const { state } = journal;
    const memory = memories.get(journal);
    if (memory?.state === state) return memory.value;
    const value = compute(journal);
    memories.set(journal, { state, value });
    return value;
  };
}

/** The same function, computed once for each object it is asked about: for what such an object never says otherwise. */
export function rememberedFor<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const memories = new WeakMap<K, { readonly value: T }>();
  return (key) => {
    let memory = memories.get(key);
    if (memory === undefined) memories.set(key, (memory = { value: compute(key) }));
    return memory.value;
  };
}
