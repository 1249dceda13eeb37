import type { Call, Handler } from '../exchange';
import type { ExpressPlayRules, SeesRules } from '../reference';
import type { DoorRules } from '../hosting';
import type { Applied, Decorations } from './violation';

/** Decorations with somebody who is told when they made a difference. */
export interface Watched {
  readonly decorations: Decorations;
  readonly applied: Applied;
}

/** Several decorations at once, each around those before it; what they are told themselves is told to each one's own listener. */
export function combined(several: readonly Watched[]): Decorations {
  return {
    seesRules: (rules) => folded<SeesRules>(several, rules, (d, inner, told) => d.seesRules?.(inner, told)),
    expressplayRules: (rules) =>
      folded<ExpressPlayRules>(several, rules, (d, inner, told) => d.expressplayRules?.(inner, told)),
    sees: (handler) => folded<Handler>(several, handler, (d, inner, told) => d.sees?.(inner, told)),
    call: (call) => folded<Call>(several, call, (d, inner, told) => d.call?.(inner, told)),
    door: (rules) => folded<DoorRules>(several, rules, (d, inner, told) => d.door?.(inner, told)),
    expressplay: (handler) => folded<Handler>(several, handler, (d, inner, told) => d.expressplay?.(inner, told)),
  };
}

function folded<T>(
  several: readonly Watched[],
  right: T,
  decorate: (decorations: Decorations, inner: T, applied: Applied) => T | undefined,
): T {
  return several.reduce((inner, { decorations, applied }) => decorate(decorations, inner, applied) ?? inner, right);
}
