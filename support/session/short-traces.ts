/** Three of them are cucumber's, the fourth is the step file. */
const FRAMES = 5;

/**
 * Cucumber makes an error for each definition and reads from its stack where the definition stands: by default of ten frames, most
 * of them the loader's. Meanwhile other errors tell where they were thrown and no more of the way there.
 */
export async function withShortTraces<T>(act: () => Promise<T>): Promise<T> {
  // Node's options allow for any; a program may have deleted it.
  const before: unknown = Error.stackTraceLimit;
  if (typeof before !== 'number') return act();
  const limit = Math.min(before, FRAMES);
  Error.stackTraceLimit = limit;
  try {
    return await act();
  } finally {
    // Unless somebody has set it since: a step file may.
    if (Error.stackTraceLimit === limit) Error.stackTraceLimit = before;
  }
}
