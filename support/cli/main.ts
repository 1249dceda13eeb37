import { endAtOnce } from './end-at-once';
import { explainFailure } from './explain-failure';
import { guardProcess } from './guard-process';
import { beginResultsThread } from './results-ahead';

/**
 * The command line of this process, from its beginning to its end.
 * @param threads folder with the programs of threads
 */
export function main(threads: string): void {
  guardProcess();
  endAtOnce();
  const [, , command, ...rest] = process.argv;
  // Nothing else is loaded before.
  if (command === 'run' && !rest.some((word) => word === '--help' || word === '-h'))
    beginResultsThread(`${threads}/results-thread.cjs`);
  void parsed();
}

async function parsed(): Promise<void> {
  try {
    const { program } = require('./program') as typeof import('./program');
    await program().parseAsync(process.argv);
  } catch (error) {
    const { text, code } = explainFailure(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = code;
  }
}
