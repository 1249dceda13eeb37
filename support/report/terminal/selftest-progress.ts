import { duration } from '../text';
import type { TerminalStream } from './listener';
import { ProgressLine } from './progress-line';

export interface SelftestProgress {
  readonly show: (done: number, of: number, faults: number) => void;
  readonly end: () => void;
}

/** How far a selftest is: on a terminal as one line with the time that remains, elsewhere a line every tenth. */
export function createProgress(stream: TerminalStream, quiet: boolean): SelftestProgress {
  const line = new ProgressLine(stream, stream.isTTY === true && !quiet, undefined);
  const started = performance.now();
  let tenths = 0;
  return {
    show: (done, of, faults) => {
      if (quiet) return;
      const left = ((performance.now() - started) / done) * (of - done);
      const words = `${String(done)} of ${String(of)} tried, ${String(faults)} faults`;
      const remaining = done < of ? `about ${duration(left)} left` : '';
      line.show(words, remaining);
      const tenth = Math.floor((done / of) * 10);
      if (stream.isTTY === true || tenth <= tenths) return;
      tenths = tenth;
      stream.write(`${words}${remaining === '' ? '' : `, ${remaining}`}\n`);
    },
    end: () => {
      line.clear();
    },
  };
}
