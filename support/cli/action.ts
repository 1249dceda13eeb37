/** Runs a command and takes its exit code over. */
export function action<T extends unknown[]>(run: (...given: T) => Promise<number>): (...given: T) => Promise<void> {
  return async (...given) => {
    process.exitCode = await run(...given);
  };
}
