import { command, readJson, temporaryFolder, type Ended } from './command';
import type { ConformanceReport } from '../support/verdict';

export interface FinishedRun extends Ended {
  readonly out: string;
}

let finished: Promise<FinishedRun> | undefined;

/** One run of the default profile with its report, made once and looked at by several tests. */
export function defaultRun(): Promise<FinishedRun> {
  finished ??= (async () => {
    const out = temporaryFolder();
    return { ...(await command(['run', '--out', out])), out };
  })();
  return finished;
}

export function reportOf(out: string): ConformanceReport {
  return readJson(out, 'conformance.json') as ConformanceReport;
}
