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
