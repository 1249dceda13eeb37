import { say } from './guard';

/** What a signal ends early; `interrupted` says why once it was. */
export interface Interruptible {
  readonly interrupted: string | undefined;
  interrupt(reason: string): void;
}

/** SIGHUP: the terminal was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The first Ctrl-C ends waits and calls and lets the report be written; the second ends the process.
 * @returns what lets signals be again
 */
export function onSignals(work: Interruptible): () => void {
  const handler = (signal: NodeJS.Signals): void => {
    if (work.interrupted !== undefined) process.exit(3);
    say(`${signal}: writing what there is`);
    work.interrupt(`ended by ${signal}`);
  };
  for (const signal of SIGNALS) process.on(signal, handler);
  return () => {
    for (const signal of SIGNALS) process.off(signal, handler);
  };
}
