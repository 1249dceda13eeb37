import type { Configuration } from '../target';
import { UsageError } from './usage-error';

/** Flows at once, in a load or in a script that was exported. */
export const MOST_FLOWS = 5000;

/** @throws {UsageError} saying `why` where some device has not as many SPCs as there are flows */
export function mustBeSynthetic({ devices }: Configuration, why: string): void {
  const device = devices.find(({ spc }) => spc.source !== 'synthetic');
  if (device !== undefined) throw new UsageError(`devices ${device.name}: ${why}. Right: spc.source: synthetic`);
}
