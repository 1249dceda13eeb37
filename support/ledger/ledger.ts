import type { LedgerCheck, Requirement } from './requirement';

/** The requirements that this version of the suite knows, in the order of the file. */
export interface Ledger {
  /** Absolute path of the file. */
  readonly file: string;
  readonly requirements: readonly Requirement[];
  /** One per requirement, or one per part where a requirement has parts. */
  readonly checks: readonly LedgerCheck[];
  /** Document key -> what and where the document is. */
  readonly sources: ReadonlyMap<string, string>;
  requirement(id: string): Requirement | undefined;
  /** @param id `ID` of a requirement without parts, or `ID.part` */
  check(id: string): LedgerCheck | undefined;
  /** All checks of a requirement (`ID`) or the one named (`ID.part`); empty: unknown. */
  checksOf(id: string): readonly LedgerCheck[];
  /** The known id that an unknown one was probably meant to be. */
  suggest(id: string): string | undefined;
}
