import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { isJsonObject } from '../../protocol';
import { canonical, partsOf } from './parts';

export type Verification =
  /** `trusted`: by the key that was expected, not only by the one that came along. */
  | { readonly state: 'signed'; readonly key: KeyObject; readonly trusted: boolean }
  /** `changed`: names of parts, e.g. `requirement SEQ-35`; empty where somebody saw to the digests too. */
  | { readonly state: 'changed'; readonly changed: readonly string[] }
  | { readonly state: 'other-key'; readonly key: KeyObject }
  | { readonly state: 'unsigned'; readonly why: string };

/**
 * Whether a report is still what was signed, and by whom.
 * @param report a parsed `conformance.json`
 * @param expected the key that should have signed it; undefined: the one in the report is taken at its word
 */
export function verifyReport(report: Readonly<Record<string, unknown>>, expected?: KeyObject): Verification {
  const { signature } = report;
  if (signature === undefined) return { state: 'unsigned', why: 'it carries no signature' };
  if (!isJsonObject(signature)) return { state: 'unsigned', why: 'its signature is no object' };
  const { value, ...unsigned } = signature;
  const key = keyIn(unsigned);
  if (key === undefined || typeof value !== 'string' || unsigned.algorithm !== 'Ed25519') {
    return { state: 'unsigned', why: 'its signature is not of the form that run --sign gives it' };
  }
  const bytes = Buffer.from(canonical({ ...report, signature: unsigned }));
  if (!verify(null, bytes, key, Buffer.from(value, 'base64'))) {
    return { state: 'changed', changed: changedParts(report, unsigned.parts) };
  }
  if (expected !== undefined && !expected.equals(key)) return { state: 'other-key', key };
  return { state: 'signed', key, trusted: expected !== undefined };
}

function keyIn({ publicKey }: Readonly<Record<string, unknown>>): KeyObject | undefined {
  if (typeof publicKey !== 'string') return undefined;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

function changedParts(report: Readonly<Record<string, unknown>>, signed: unknown): string[] {
  const before = isJsonObject(signed) ? signed : {};
  const now = partsOf(report);
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].flatMap((name) => {
    if (before[name] === now[name]) return [];
    if (!Object.hasOwn(now, name)) return [`${name} (gone)`];
    return Object.hasOwn(before, name) ? [name] : [`${name} (added)`];
  });
}
