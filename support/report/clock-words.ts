import type { ClockFact, RunFacts } from '../verdict';
import { count } from './text';

/** Who has what clock: `['SEES', '40.1 s behind ours, give or take 0.1 s (by the Date header of 12 answers)']`. */
export function clockWords(clocks: RunFacts['clocks'] = {}): (readonly [who: string, words: string])[] {
  const { sees, expressplay } = clocks;
  return [
    ...(sees === undefined ? [] : [['SEES', wordsOf(sees)] as const]),
    ...(expressplay === undefined ? [] : [['ExpressPlay', wordsOf(expressplay)] as const]),
  ];
}

function wordsOf(fact: ClockFact): string {
  const { answers, aheadSeconds, uncertaintySeconds = 0, agree = true } = fact;
  if (aheadSeconds === undefined) return `not known (no answer had a Date header)${tokenWords(fact)}`;
  const source = `by the Date header of ${count(answers, 'answer')}${agree ? '' : ', which do not agree'}`;
  return `${distance(aheadSeconds)} ours, give or take ${tenths(uncertaintySeconds)} s (${source})${tokenWords(fact)}`;
}

function tokenWords({ tokensSayAtLeastSeconds: least, tokensSayAtMostSeconds: most }: ClockFact): string {
  if (least === undefined && most === undefined) return '';
  return `, by the ends of tokens ${bounds(least, most)} ours`;
}

function bounds(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return `from ${distance(least)} to ${distance(most)}`;
  const known = least ?? most ?? 0;
  // A clock that is 6 s behind or further ahead is no more than 6 s behind.
  const outwards = known < 0 ? most !== undefined : least !== undefined;
  return `${outwards ? 'at least' : 'at most'} ${distance(known)}`;
}

function distance(seconds: number): string {
  return `${tenths(Math.abs(seconds))} s ${seconds < 0 ? 'behind' : 'ahead of'}`;
}

function tenths(seconds: number): string {
  return seconds.toFixed(1);
}
