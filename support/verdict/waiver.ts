/** A violation that is known, owned, and put up with until a day: an entry of `waivers.yaml`. */
export interface Waiver {
  /** `ID`, which covers the parts of the requirement, or `ID.part`. */
  readonly requirement: string;
  readonly owner: string;
  readonly reason: string;
  readonly issue: string;
  /** The last day on which it counts, UTC: `2026-12-31`. */
  readonly until: string;
}

/**
 * in-force: it covers a failure or a warning of this run. unused: nothing in this run speaks for or against it. stale: what it
 * covers is right. past: its last day is over.
 */
export type WaiverState = 'in-force' | 'unused' | 'stale' | 'past';

export interface WaiverVerdict extends Waiver {
  readonly state: WaiverState;
  /** The checks whose failure or warning it covers. */
  readonly covered: readonly string[];
}
