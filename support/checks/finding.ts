/** What one look of one check at one place found. */
export interface Finding {
  /** Check id, `ID` or `ID.part`. */
  readonly check: string;
  readonly verdict:
    /** Judged and right. */
    | 'right'
    /** Judged and wrong. */
    | 'wrong'
    /** Nothing to be right or wrong: something worth telling. */
    | 'observed'
    /** A reading or a missing fixture says that it does not apply. */
    | 'not-applicable'
    /** Due, but the journal does not hold what it takes. */
    | 'could-not-test'
    /** The check itself broke: our fault. */
    | 'harness-error';
  /** One sentence, built from redacted values only. */
  readonly message: string;
  /** Right form and what was seen instead; redacted. Present on `wrong`. */
  readonly expected?: string;
  readonly observed?: string;
  /** Number of the exchange that shows it. */
  readonly exchange?: number;
}
