import { createHmac } from 'node:crypto';

/** Turns the Application Secret Key and R2 into the key of SK_R1 (DASk, 16 bytes). */
export type DFunction = (ask: Buffer, r2: Buffer) => Buffer;

/**
 * The project's stand-in for D. FairPlay's own D is Apple's secret and is neither contained nor asked for here, so
 * **every real FairPlay key server refuses SPCs made with this function, and that is intended**: they serve the reference
 * ExpressPlay and emulators that load the same test credentials.
 */
export const testD: DFunction = (ask, r2) =>
  createHmac('sha256', ask).update('sees-conformance-D/1').update(r2).digest().subarray(0, 16);

/**
 * DASk of a message.
 * @throws {Error} where a plugged-in D does not give an AES-128 key: its author's mistake, not the SPC's.
 */
export function daskOf({ ask, d }: { readonly ask: Buffer; readonly d: DFunction }, r2: Buffer): Buffer {
  const dask = d(ask, r2);
  if (dask.length !== 16) throw new Error(`d: expected a function that gives 16 bytes, got ${dask.length}`);
  return dask;
}
