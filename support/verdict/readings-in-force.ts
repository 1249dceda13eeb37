import { isDeepStrictEqual } from 'node:util';
import type { Ledger } from '../ledger';

/** How one open point of the documents was read in a run. */
export interface ReadingInForce {
  /** Key of the configuration, e.g. `multiDevice`. */
  readonly reading: string;
  readonly value: unknown;
  /** The operator left it as it is: otherwise the verdicts below are moved. */
  readonly byDefault: boolean;
  /** Requirements whose verdict it can move, in the order of the ledger. */
  readonly requirements: readonly string[];
}

export function readingsInForce(readings: Readonly<Record<string, unknown>>, ledger: Ledger): ReadingInForce[] {
  // Loaded late, as the checks of a manifest are: most of the harness comes with it.
  const { defaultReadings } = require('../target') as typeof import('../target');
  const defaults = defaultReadings();
  return Object.entries(readings).map(([reading, value]) => ({
    reading,
    value,
    byDefault: isDeepStrictEqual(value, defaults[reading]),
    requirements: ledger.requirements.filter(({ readings: own = [] }) => own.includes(reading)).map(({ id }) => id),
  }));
}
