import { realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { loadLedger, type Ledger } from '../ledger';
import {
  createAllureListener,
  createTerminalListener,
  joinResults,
  outputPlaces,
  prepareOutput,
  writeFiles,
} from '../report';
import { joinShards, readWaivers, whyMixedUp, type FoundShard, type Gate, type Joined } from '../verdict';
import { allureOptions } from './allure-options';
import { findShards, type Found } from './found-shards';
import { Outputs } from './outputs';
import { placeLines, renderer } from './rendered';
import { signerWith, signingKeyOf, type Signer } from './signer';
import { shippedProof } from './shipped-proof';
import { suiteVersion } from './suite-version';
import { UsageError } from './usage-error';

export interface MergeOptions {
  readonly out: string;
  readonly gate?: string;
  readonly waivers?: string;
  readonly sign?: string;
  readonly html: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const GATES: readonly string[] = ['must', 'should', 'none'];

/** `sees-conformance merge` */
export async function mergeCommand(folders: readonly string[], options: MergeOptions): Promise<number> {
  const { gate, out } = options;
  if (gate !== undefined && !GATES.includes(gate)) {
    throw new UsageError(`--gate ${gate}: there is no such gate. Right: ${GATES.join(', ')}`);
  }
  const ledger = loadLedger();
  const waivers = options.waivers === undefined ? undefined : readWaivers(options.waivers, ledger);
  mustLieElsewhere(folders, out);
  const shards = belonging(findShards(folders, suiteVersion()), ledger);
  const joined = joinShards(shards, { ledger, proof: shippedProof(), gate: gate as Gate | undefined, waivers });
  const sign = signerWith(signingKeyOf(options.sign));
  prepareOutput(out);
  return write(joined, shards, options, sign);
}

/**
 * The shards, when they are those of one run.
 * @throws {UsageError} naming the folders and what is different
 */
function belonging({ shards, empty }: Found, ledger: Ledger): readonly [FoundShard, ...FoundShard[]] {
  const [first, ...others] = shards;
  if (first === undefined) throw new UsageError(`no shard to merge: no conformance.json in ${empty.join(', ')}`);
  const mixed = whyMixedUp(shards);
  if (mixed !== undefined) throw new UsageError(`${mixed}. Right: each shard of one run once, all of the same run`);
  const { count } = first.report.shard;
  const [extra] = empty;
  if (extra !== undefined && shards.length === count) {
    throw new UsageError(`${extra} holds no conformance.json, and all ${String(count)} shards are there without it`);
  }
  const judged = first.report.requirements.flatMap(({ checks }) => checks.map(({ id }) => id));
  if (judged.join() !== ledger.checks.map(({ id }) => id).join()) {
    throw new UsageError(`${first.folder} was judged by another features/requirements.yaml than the one here`);
  }
  for (const folder of empty) process.stderr.write(`${folder} holds no conformance.json: its shard is missing\n`);
  return [first, ...others];
}

async function write(
  { report, records }: Joined,
  shards: readonly FoundShard[],
  options: MergeOptions,
  sign: Signer,
): Promise<number> {
  const { out, html, quiet = false, json = false } = options;
  const say = (sentence: string): void => {
    process.stderr.write(`${sentence}\n`);
  };
  const outputs = new Outputs(say);
  const places = outputPlaces(out);
  const allure = createAllureListener(allureOptions(out, outputs.onProblem, sign));
  await allure.runStarted?.(report.run, records.length, 0);
  copyResults(shards, out, outputs);
  await allure.runFinished?.(outputs.verdictOn(report));
  writeFiles(places, outputs.verdictOn(report), records, outputs.onProblem, sign);
  const rendered: { line?: string } = {};
  if (html) await renderer(out, rendered).runFinished?.(report);
  const terminal = createTerminalListener({
    ...{ stream: process.stdout, quiet, json },
    places: () => placeLines(places, rendered.line),
  });
  const complete = outputs.verdictOn(report);
  await terminal.runFinished?.(json ? sign(complete) : complete);
  return complete.verdict.exitCode;
}

/** Verdicts do not hang on it: who passes on conformance.json alone gets a report with fewer scenarios, and is told. */
function copyResults(shards: readonly FoundShard[], out: string, outputs: Outputs): void {
  for (const { folder, report } of shards) {
    try {
      const [copied = 0] = joinResults([folder], out);
      const ran = report.shard.records.length;
      if (copied < ran) {
        process.stderr.write(`${folder}: Allure results of ${String(copied)} of ${String(ran)} scenarios are there\n`);
      }
    } catch (error) {
      outputs.onProblem(
        `Allure results of ${folder} were not joined: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** @throws {UsageError} when the merged run would be written over one of the shards */
function mustLieElsewhere(folders: readonly string[], out: string): void {
  const places = outputPlaces(real(out));
  for (const folder of folders) {
    const shard = real(folder);
    if (shard === real(out)) throw new UsageError(`--out ${out} is one of the shards. Right: a folder of its own`);
    for (const emptied of [places.results, places.report]) {
      if (`${shard}${sep}`.startsWith(`${emptied}${sep}`)) {
        throw new UsageError(
          `${folder} lies in ${relative(real(out), emptied)} of --out, which is emptied. Right: another --out`,
        );
      }
    }
    if (real(join(folder, 'allure-results')) === real(out)) {
      throw new UsageError(`--out ${out} is the results folder of ${folder}. Right: a folder of its own`);
    }
  }
}

/** Where it really is; of what is not there yet, where it would be. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
