import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../ledger';
import { codeDigest } from './code-digest';
import type { Proof } from './proof';

/** `kill-evidence.json`: what a whole selftest without a fault proved, for the code of one digest. */
export interface KillEvidence {
  readonly schemaVersion: 1;
  readonly suite: string;
  readonly digest: string;
  readonly seed: number;
  readonly violations: number;
  /** Ids of violations by the check that killed them. */
  readonly checks: Readonly<Record<string, readonly string[]>>;
}

/** Undefined: there is no evidence that can be read, or it was gathered with other code. */
export function shippedProof(): Proof | undefined {
  const path = join(packageFile('package.json'), '..', 'kill-evidence.json');
  try {
    const { digest, checks } = JSON.parse(readFileSync(path, 'utf8')) as KillEvidence;
    return digest === codeDigest() ? (check) => checks[check] ?? [] : undefined;
  } catch {
    return undefined;
  }
}
