/** A scenario could not get where its question is asked; what was due is could-not-test. The message names the cause. */
export class BlockedError extends Error {
  override readonly name = 'BlockedError';
}

/** This target, with this configuration, cannot show what the scenario is about. */
export class NotObservableError extends Error {
  override readonly name = 'NotObservableError';
}

/** A MUST was judged wrong. The message is one line per check, redacted. */
export class ViolationError extends Error {
  override readonly name = 'ViolationError';
}
