import type { Redactor } from '../exchange';

/** The last few runs of this process; a selftest opens thousands. */
const MOST_GUARDS = 4;
const guards: Redactor[] = [];

/** From here on whatever this process says at its end is told without these secrets. */
export function guardWith(redactor: Redactor): void {
  guards.unshift(redactor);
  guards.length = Math.min(guards.length, MOST_GUARDS);
}

/** `text` as it may be shown: without what any run of this process knows, and without secret parameters where none does. */
export function guarded(text: string): string {
  const { maskParameters } = require('../exchange') as typeof import('../exchange');
  return guards.reduce((shown, redactor) => redactor.text(shown), maskParameters(text));
}

/** A sentence of the harness to the operator. */
export function say(sentence: string): void {
  process.stderr.write(`${guarded(sentence)}\n`);
}
