import { lstatSync } from 'node:fs';
import { conformanceProblems, outputPlaces } from '../report';
import type { ConformanceReport, FoundShard } from '../verdict';
import { readJson } from './read-report';
import { UsageError } from './usage-error';

export interface Found {
  readonly shards: readonly FoundShard[];
  /** Folders without a report: of runs that never came to write one, or that were never there. */
  readonly empty: readonly string[];
}

/**
 * The reports of the shards in these folders.
 * @throws {UsageError} for a report that is none, or not that of a shard
 */
export function findShards(folders: readonly string[], version: string): Found {
  const shards: FoundShard[] = [];
  const empty: string[] = [];
  for (const folder of folders) {
    const report = reportIn(folder);
    if (report === undefined) empty.push(folder);
    else shards.push(shardOf(folder, report, version));
  }
  return { shards, empty };
}

function reportIn(folder: string): unknown {
  const path = outputPlaces(folder).conformance;
  return isThere(path) ? readJson(path, RIGHT) : undefined;
}

/** What cannot be looked at is there: reading it tells why. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOTDIR';
  }
}

const RIGHT = 'Right: folders of runs with --shard i/n, e.g. merge shard-1 shard-2';

function shardOf(folder: string, value: unknown, version: string): FoundShard {
  const made = (value as { suite?: { version?: unknown } } | null)?.suite?.version;
  if (typeof made === 'string' && made !== version) {
    throw new UsageError(
      `${folder} is of sees-conformance ${made}, this is ${version}. Right: merge with the version that ran the shards`,
    );
  }
  const [problem] = conformanceProblems(value);
  if (problem !== undefined) throw new UsageError(`${folder}: conformance.json is not one: ${problem}. ${RIGHT}`);
  const report = value as ConformanceReport;
  if (report.shard === undefined) throw new UsageError(`${folder} holds a whole run and no shard. ${RIGHT}`);
  const { index, count } = report.shard;
  if (index > count) throw new UsageError(`${folder}: there is no shard ${String(index)}/${String(count)}. ${RIGHT}`);
  return { folder, report: { ...report, shard: report.shard } };
}
