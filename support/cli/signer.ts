import { readSigningKey, signReport } from '../report';
import type { ConformanceReport } from '../verdict';

/** Signs a report that is finished, or leaves it as it is. */
export type Signer = (report: ConformanceReport) => ConformanceReport;

/**
 * @param file private key of `--sign`; undefined: nothing is signed
 * @throws {KeyError} at once, not when the run is over
 */
export function signerOf(file: string | undefined): Signer {
  if (file === undefined) return (report) => report;
  const key = readSigningKey(file);
  return (report) => signReport(report, key);
}
