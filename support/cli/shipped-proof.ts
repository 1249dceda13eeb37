import type { Ledger } from '../ledger';
import { provedBy, shippedProof as read, type Proof } from '../verdict';

let known: { readonly proof: Proof | undefined } | undefined;

/** What the shipped kill evidence proves, read once; undefined: nothing for this code. */
export function shippedProof(): Proof | undefined {
  known ??= { proof: read() };
  return known.proof;
}

/** The same in words, by requirement. */
export function proofOf(ledger: Ledger): (requirement: string) => string {
  return (requirement) =>
    provedBy(
      ledger.checksOf(requirement).map(({ id }) => id),
      shippedProof(),
    );
}
