import type { Ledger } from '../ledger';
import type { Waiver } from './waiver';

/**
 * The waivers of a file. What reads YAML is loaded where there is one.
 * @throws {ConfigurationError} with everything that is wrong, each with its line
 */
export function readWaivers(file: string, ledger: Ledger): readonly Waiver[] {
  const { readWaivers: read } = require('./read-waivers') as typeof import('./read-waivers');
  return read(file, ledger);
}
