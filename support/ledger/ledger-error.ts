/** The ledger file itself is wrong: a fault of the package (or of whoever edits it), never of a target. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';

  /** @param problems each `file:line id: what is wrong and what would be right` */
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
