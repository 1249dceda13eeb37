import type { CommanderError } from 'commander';

/** commander's own exit codes are not the contract's: usage is 2, asking for help is 0. */
export function leave(error: CommanderError): never {
  process.exit(error.exitCode === 0 ? 0 : 2);
}
