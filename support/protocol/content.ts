/** A title as both ends of a test know it. Key material is lower-case hex. */
export interface Content {
  readonly contentID: string;
  /** 16 bytes as 32 hex digits. */
  readonly contentKey: string;
  /** 16 bytes as 32 hex digits. */
  readonly iv: string;
  readonly kid?: string;
  readonly kek?: string;
  /** RFC 3394 wrapped content key, 48 hex digits. */
  readonly ek?: string;
  /** Seconds; SEES-TIME. */
  readonly rentalDuration?: number;
  /** The policy SEES adds to token requests: `+<seconds>` or RFC 3339 Zulu; absent: SEES sends none (30 days count). */
  readonly expirationTime?: string;
  /** In which form SEES sends a relative policy: as it stands, or turned into an instant. Default `relative`. */
  readonly expirationForm?: 'relative' | 'absolute';
}
