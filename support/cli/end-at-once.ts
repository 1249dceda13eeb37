/**
 * Has the process end as soon as nothing is left to do. Left to itself, Node first takes down what is still open and waits for
 * every request on it; where a connection was cut on a busy machine, Node 20 can wait for ever for one that never comes back.
 */
export function endAtOnce(): void {
  process.once('beforeExit', () => {
    process.exit();
  });
}
