import { relative } from 'node:path';
import type { Run } from '../session';
import { configurationDigest, type Configuration } from '../target';
import type { RunFacts, RunSelection, StartFacts } from '../verdict';

/**
 * What a report says about the run itself; known before the first request.
 * @param chosen what was selected by our own settings; cucumber's own selection is not known here
 */
export function runFacts(
  configuration: Configuration,
  run: Run,
  startedMs: number,
  chosen = chosenBy(configuration),
): StartFacts {
  const { file, waivers } = configuration;
  const selection: RunSelection = {
    ...(file === undefined ? {} : { config: relative(process.cwd(), file) }),
    ...(waivers === undefined ? {} : { waivers: relative(process.cwd(), waivers) }),
    ...chosen,
  };
  return {
    startedAt: new Date(startedMs).toISOString(),
    profile: configuration.profile,
    hosting: run.target.hosting,
    target: run.target.describe,
    seed: configuration.seed,
    nonce: configuration.nonce,
    configurationDigest: configurationDigest(configuration),
    readings: { ...configuration.readings },
    ...(Object.keys(selection).length === 0 ? {} : { selection }),
    node: process.version,
  };
}

/** Calls to the played ExpressPlay that belong to no scenario, redacted. */
export function strayFacts({ target, redactor }: Run): Pick<RunFacts, 'strays'> {
  const strays = target.visitors?.strays ?? [];
  if (strays.length === 0) return {};
  return {
    strays: strays.map((stray) => ({ ...stray, method: redactor.text(stray.method), path: redactor.text(stray.path) })),
  };
}

function chosenBy({ tags, requirement, shard }: Configuration): Omit<RunSelection, 'config'> {
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(requirement.length === 0 ? {} : { requirement }),
    ...(shard === undefined ? {} : { shard: `${String(shard.index)}/${String(shard.count)}` }),
  };
}
