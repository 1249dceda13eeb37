import type { Job } from '../selftest';
import { VARIATIONS, VIOLATIONS } from '../violations';
import type { Answer } from './forked-crew';
import { OwnCrew } from './own-crew';

/** Does the jobs that the parent process sends, until that one goes away. */
export function selftestWorker(seed: number): Promise<number> {
  const crew = new OwnCrew(seed, { violations: VIOLATIONS, variations: VARIATIONS });
  const tell = (answer: Answer): void => {
    process.send?.(answer);
  };
  process.on('message', (message) => {
    crew.perform(message as Job).then(
      (outcome) => {
        tell({ outcome });
      },
      (error: unknown) => {
        tell({ problem: error instanceof Error ? error.message : String(error) });
      },
    );
  });
  const end = (): void => {
    crew.close();
    process.exit(0);
  };
  process.once('SIGTERM', end);
  // The terminal tells the whole group; the parent says when it is over.
  process.on('SIGINT', () => undefined);
  return new Promise((resolve) => {
    process.once('disconnect', () => {
      crew.close();
      resolve(0);
      process.exit(0);
    });
  });
}
