import { isDeepStrictEqual } from 'node:util';
import type { ConformanceReport } from '../report-model';
import type { Waiver } from '../waiver';
import type { ShardSection } from './section';

/** A shard's report and where it was found. */
export interface FoundShard {
  /** As the user named it. */
  readonly folder: string;
  readonly report: ConformanceReport & { readonly shard: ShardSection };
}

/** What has to be the same in all shards of a run, by its name; in the order in which a difference is told. */
const SAME: readonly (readonly [name: string, of: (report: FoundShard['report']) => unknown])[] = [
  ['suite version', ({ suite }) => suite.version],
  ['number of shards', ({ shard }) => shard.count],
  ['profile', ({ run }) => run.profile],
  ['hosting', ({ run }) => run.hosting],
  ['seed', ({ run }) => run.seed],
  ['nonce', ({ run }) => run.nonce],
  ['tags', ({ run }) => run.selection?.tags],
  ['requirements asked for', ({ run }) => run.selection?.requirement],
  ['gate', ({ verdict }) => verdict.gate],
  ['readings', ({ run }) => run.readings],
  ['configuration digest', ({ run }) => run.configurationDigest],
  ['waivers', ({ waivers = [] }) => waivers.map(waiverOf)],
  ['parties under test', ({ shard }) => [...shard.target.underTest].sort()],
  ['what the target can show', ({ shard }) => [...shard.target.offers].sort()],
  ['scenarios to share out', ({ shard }) => shard.scenarios],
  ['checks of the ledger', ({ requirements }) => requirements.flatMap(({ checks }) => checks.map(({ id }) => id))],
];

/** Why these are not the shards of one run, one sentence naming two folders and what differs; undefined: they are. */
export function whyMixedUp([first, ...others]: readonly FoundShard[]): string | undefined {
  if (first === undefined) return undefined;
  for (const other of others) {
    for (const [name, of] of SAME) {
      const [here, there] = [of(first.report), of(other.report)];
      if (isDeepStrictEqual(here, there)) continue;
      return `${first.folder} and ${other.folder} are not shards of one run: ${name} ${difference(here, there)}`;
    }
  }
  return whyDoubled([first, ...others]);
}

function whyDoubled(shards: readonly FoundShard[]): string | undefined {
  const seen = new Map<number, string>();
  for (const { folder, report } of shards) {
    const { index, count } = report.shard;
    const before = seen.get(index);
    if (before !== undefined) return `${before} and ${folder} both hold shard ${String(index)}/${String(count)}`;
    seen.set(index, folder);
  }
  return undefined;
}

/** Two values in short: of lists and objects what only one of them has. */
function difference(here: unknown, there: unknown): string {
  const [ours, theirs] = [entriesOf(here), entriesOf(there)];
  if (ours.length + theirs.length <= 2)
    return `is ${cut(words(here))} in the first and ${cut(words(there))} in the second`;
  const only = (mine: readonly string[], others: readonly string[]): string =>
    cut(
      mine
        .filter((entry) => !others.includes(entry))
        .slice(0, 3)
        .join(', '),
    ) || 'nothing';
  return `differ: only the first has ${only(ours, theirs)}, only the second ${only(theirs, ours)}`;
}

function entriesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(words);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([key, inner]) => `${key} ${words(inner)}`);
  }
  return [words(value)];
}

function words(value: unknown): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/** As it was written down. */
export function waiverOf({ requirement, owner, reason, issue, until }: Waiver): Waiver {
  return { requirement, owner, reason, issue, until };
}
