import type { ConformanceReport } from '../../verdict';
import { writeAtomically } from '../output';

/** So much may be lost when the process is killed; milliseconds. */
const INTERVAL_MS = 10_000;
/** Drafts take no more than this share of the time. */
const SHARE = 0.02;
/** Room that the final report finds on a disk that is full by then; bytes. */
const ROOM_BYTES = 1_500_000;

/** When there is to be another draft of the report while the run goes on. */
export class Drafts {
  #nextMs = Infinity;

  constructor(
    private readonly write: (report: ConformanceReport) => void,
    private readonly now: () => number,
  ) {}

  /** The first one is written. */
  begun(): void {
    this.#nextMs = this.now() + INTERVAL_MS;
  }

  /** Writes another one when it is time. A failure is not told: what is there is still good, and the last one decides. */
  keep(draft: () => ConformanceReport | undefined): void {
    const begunMs = this.now();
    if (begunMs < this.#nextMs) return;
    const report = draft();
    if (report === undefined) return;
    try {
      this.write(report);
    } catch {
      // As told.
    }
    const endMs = this.now();
    this.#nextMs = endMs + Math.max(INTERVAL_MS, (endMs - begunMs) / SHARE);
  }
}

/** `conformance.json` while the run goes on: whatever ends the process, what stands there is whole and says that it is partial. */
export function writeDraft(path: string, report: ConformanceReport): void {
  writeAtomically(path, `${JSON.stringify(report).padEnd(ROOM_BYTES)}\n`);
}
