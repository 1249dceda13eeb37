/** One event of a record answer, as far as SEES looks at it. Values of an unexpected type are left out. */
export interface RecordedEvent {
  readonly cookie?: string;
  readonly deviceId?: string;
  /** A redemption that failed. */
  readonly failed: boolean;
}
