import type { Exchange } from '../../exchange';
import type { Known } from '../check';

/** When an exchange began by the clock that its parties go by. */
export function begunAtMs({ startMs }: Pick<Exchange, 'startMs'>, { standsAtMs }: Pick<Known, 'standsAtMs'>): number {
  return standsAtMs ?? startMs;
}
