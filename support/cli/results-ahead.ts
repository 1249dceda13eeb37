import { Worker } from 'node:worker_threads';

let ahead: Worker | undefined;

/**
 * Begins the thread that writes results before the run has loaded anything: it loads at the same time. A run that cannot begin
 * ends without it.
 * @param file its program
 */
export function beginResultsThread(file: string): void {
  try {
    ahead = threadOf(file);
  } catch {
    // It is tried again when it is asked for, and then there is somebody to tell.
    return;
  }
  const gone = (): void => {
    ahead = undefined;
  };
  ahead.once('error', gone);
  ahead.once('exit', gone);
}

/**
 * The one that was begun ahead, or a new one.
 * @throws {Error} where the system gives no thread
 */
export function resultsThread(): Worker {
  const thread = ahead ?? threadOf(program());
  ahead = undefined;
  return thread;
}

function threadOf(file: string): Worker {
  const thread = new Worker(file, { argv: process.argv.slice(2) });
  thread.unref();
  return thread;
}

function program(): string {
  const { packageFile } = require('../ledger') as typeof import('../ledger');
  return packageFile('bin/results-thread.cjs');
}
