/** Something in the command line cannot be used; the message names it and the right form. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
