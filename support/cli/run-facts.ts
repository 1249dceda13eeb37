import type { Run } from '../session';
import { configurationDigest, type Configuration } from '../target';
import type { RunFacts } from '../verdict';

/** What a report says about the run itself; known before the first request. */
export function runFacts(
  configuration: Configuration,
  run: Run,
  startedMs: number,
): Omit<RunFacts, 'durationMs' | 'exchanges' | 'partial'> {
  return {
    startedAt: new Date(startedMs).toISOString(),
    profile: configuration.profile,
    hosting: run.target.hosting,
    target: run.target.describe,
    seed: configuration.seed,
    nonce: configuration.nonce,
    configurationDigest: configurationDigest(configuration),
    readings: { ...configuration.readings },
    node: process.version,
  };
}
