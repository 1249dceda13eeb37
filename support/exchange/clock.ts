/**
 * Time as a thing that is handed around (architecture decision 6): nobody in support/ reads Date.now() but this file.
 */
export interface Clock {
  /**
   * Milliseconds since the epoch. `subject` names whose time is meant (the text of a token): a clock may run ahead for
   * one subject alone, so that one flow's token expires while the others live on.
   */
  now(subject?: string): number;
  /** Resolves when `now()` has reached `atMs`; a virtual clock moves there at once. */
  waitUntil(atMs: number, signal?: AbortSignal): Promise<void>;
}
