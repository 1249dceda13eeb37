import type { KeyObject } from 'node:crypto';
import { readSigningKey, signReport } from '../report';
import type { ConformanceReport } from '../verdict';

/** Signs a report that is finished, or leaves it as it is. */
export type Signer = (report: ConformanceReport) => ConformanceReport;

/**
 * @param file private key of `--sign`; undefined: nothing is signed
 * @throws {KeyError} at once, not when the run is over
 */
export function signingKeyOf(file: string | undefined): KeyObject | undefined {
  return file === undefined ? undefined : readSigningKey(file);
}

/** @param key undefined: nothing is signed */
export function signerWith(key: KeyObject | undefined): Signer {
  if (key === undefined) return (report) => report;
  let last: { readonly report: ConformanceReport; readonly signed: ConformanceReport } | undefined;
  return (report) => {
    // Several files tell of the same report, and its signature takes longer than most of them.
    if (last?.report !== report) last = { report, signed: signReport(report, key) };
    return last.signed;
  };
}
