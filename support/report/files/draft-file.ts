import { basename } from 'node:path';
import type { ConformanceReport } from '../../verdict';
import { whyUnwritable, writeAtomically } from '../output';

/** So much may be lost when the process is killed; milliseconds. */
const INTERVAL_MS = 10_000;
/** Writing takes no more than this share of the time. */
const SHARE = 0.02;
/** Room that the final report finds on a disk that is full by then; bytes. */
const ROOM_BYTES = 1_500_000;

/** `conformance.json` while the run goes on: whatever ends the process, what stands there is whole and says that it is partial. */
export class DraftFile {
  #nextMs = Infinity;

  constructor(
    private readonly path: string,
    private readonly now: () => number,
  ) {}

  /** Writes the first one; a run that cannot do even that had better not begin. */
  begin(report: ConformanceReport, onProblem: (sentence: string) => void): void {
    try {
      this.#write(report);
    } catch (error) {
      onProblem(`${basename(this.path)} was not written: ${whyUnwritable(error)}`);
    }
  }

  /** Writes another one when it is time. A failure is not told: what is there is still good, and the last one decides. */
  keep(draft: () => ConformanceReport | undefined): void {
    if (this.now() < this.#nextMs) return;
    const report = draft();
    if (report === undefined) return;
    try {
      this.#write(report);
    } catch {
      this.#nextMs = this.now() + INTERVAL_MS;
    }
  }

  #write(report: ConformanceReport): void {
    const begunMs = this.now();
    writeAtomically(this.path, `${JSON.stringify(report).padEnd(ROOM_BYTES)}\n`);
    const endMs = this.now();
    this.#nextMs = endMs + Math.max(INTERVAL_MS, (endMs - begunMs) / SHARE);
  }
}
