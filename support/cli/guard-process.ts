import { explainFailure } from './explain-failure';

/**
 * Sees to it that a process that breaks does not print what Node would: the error with its text as it is, which may be a
 * target's, and a stack.
 */
export function guardProcess(): void {
  process.on('uncaughtException', (error: unknown) => {
    try {
      const { text } = explainFailure(error);
      process.stderr.write(`${text}\n`);
    } finally {
      process.exit(3);
    }
  });
  for (const stream of [process.stdout, process.stderr]) {
    // Whoever read has gone (`| head`), or the terminal has: no reason not to finish, and nobody to tell.
    stream.on('error', () => undefined);
  }
}
