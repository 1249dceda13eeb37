import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import type { ConformanceReport, ReportSignature } from '../../verdict';
import { canonical, partsOf } from './parts';

/**
 * The report with its signature: Ed25519 over the canonical JSON (RFC 8785) of the whole report, `signature` without its
 * `value` included. Whoever has a canonicalizer and the public key can check it without this package.
 */
export function signReport(report: ConformanceReport, key: KeyObject): ConformanceReport {
  // As a reader gets it: without the members that are undefined.
  const { signature: _former, ...written } = JSON.parse(JSON.stringify(report)) as ConformanceReport;
  const unsigned: Omit<ReportSignature, 'value'> = {
    algorithm: 'Ed25519',
    canonicalization: 'RFC 8785',
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
    parts: partsOf({ ...written }),
  };
  const bytes = Buffer.from(canonical({ ...written, signature: unsigned }));
  return { ...written, signature: { ...unsigned, value: sign(null, bytes, key).toString('base64') } };
}
