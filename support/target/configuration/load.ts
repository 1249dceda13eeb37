import type { Configuration } from './configuration';
import type { ConfigurationOptions } from './options';

export interface LoadConfiguration {
  /** The file of `--config`; relative to `cwd`. */
  readonly file?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly options?: ConfigurationOptions;
  /** Milliseconds since the epoch, for absolute dates of the embedded catalogue. */
  readonly nowMs?: number;
}

/** @throws {ConfigurationError} with every problem found */
export function loadConfiguration(_load: LoadConfiguration): Configuration {
  throw new Error('not written yet');
}
