import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { RealClock } from '../exchange';
import { judgeLoad, Load, loadJson, loadLines, twinsAmong, type LoadAbout } from '../load';
import { OutputError, writeAtomically } from '../report';
import { configurationDigest, isLoopback, openTarget, type Configuration, type Target } from '../target';
import { configurationOf, type ConfiguredOptions } from './configuration-of';
import { MOST_FLOWS, mustBeSynthetic } from './many-flows';
import { onSignals } from './on-signals';
import { partsOf } from './open-run';
import { suiteVersion } from './suite-version';
import { UsageError } from './usage-error';
import { wholeNumber } from './whole-number';

export interface LoadOptions extends ConfiguredOptions {
  readonly flows: string;
}

/** So many lines of progress. */
const LINES = 10;

/** `sees-conformance load` */
export async function loadCommand({ flows: asked, ...options }: LoadOptions, command: Command): Promise<number> {
  const flows = wholeNumber('flows', asked, 1, MOST_FLOWS);
  const configuration = configurationOf(options, command);
  mustBeFit(configuration, flows);
  const parts = partsOf(configuration, []);
  const target = await openTarget(configuration);
  const { quiet, json, limits } = configuration;
  const say = (line: string): void => {
    if (!quiet && !json) process.stdout.write(`${line}\n`);
  };
  const load = new Load({
    ...parts,
    target,
    flows,
    sockets: limits.sockets,
    elapsedMs: () => performance.now(),
    progress: progressTo(say, flows),
  });
  const release = onSignals(load);
  try {
    const file = join(configuration.out, 'load.json');
    const about = aboutOf(configuration, target);
    const written = (): { text: string; lines: string[]; exitCode: number } => {
      const facts = load.facts();
      const judgement = judgeLoad(facts, { ...parts, target, gate: configuration.gate });
      const peakBytes = process.resourceUsage().maxRSS * 1024;
      const text = `${JSON.stringify(loadJson(about, facts, judgement, peakBytes), undefined, 2)}\n`;
      return { text, lines: loadLines(about, facts, judgement, peakBytes), exitCode: judgement.verdict.exitCode };
    };
    write(file, `${JSON.stringify(unfinished(about, flows), undefined, 2)}\n`);
    for (const line of target.instructions) say(line);
    say('load: one flow first, alone');
    await load.conduct();
    const { text, lines, exitCode } = written();
    write(file, text);
    if (json) process.stdout.write(text);
    else if (quiet) process.stdout.write(`${lines.at(-1) ?? ''}\n`);
    else process.stdout.write(`${[...lines.slice(0, -1), `load: ${file}`, ...lines.slice(-1)].join('\n')}\n`);
    return exitCode;
  } finally {
    release();
    await target.close();
  }
}

/** What is there if the process does not live to write the rest. */
function unfinished({ suiteVersion: version, ...run }: LoadAbout, flows: number): object {
  return {
    schemaVersion: 1,
    kind: 'load',
    suite: { name: 'sees-conformance', version },
    run: { ...run, partial: 'it has begun and was not ended' },
    flows: { asked: flows },
    verdict: { exitCode: 3, reason: 'the load is partial: it has begun and was not ended' },
  };
}

/** @throws {UsageError} for what no load can be made of, before anything is sent */
function mustBeFit(configuration: Configuration, flows: number): void {
  mustBeSynthetic(configuration, 'a load takes a device of its own for every flow, and captured SPCs are of a few');
  const { sees, expressplay, limits, iOwnThisTarget } = configuration;
  const far = [sees.url, expressplay.tokenUrl].find((url) => url !== undefined && !isLoopback(url));
  if (far !== undefined && !iOwnThisTarget) {
    throw new UsageError(
      `${new URL(far).host}: a load goes to a host that is not loopback only if you own it. Right: add --i-own-this-target`,
    );
  }
  const needed = 2 * (flows + 1) + twinsAmong(flows);
  if (limits.redemptions !== undefined && limits.redemptions < needed) {
    throw new UsageError(
      `limits.redemptions: ${String(flows)} flows take ${String(needed)} redemptions, and ${String(limits.redemptions)} are allowed ` +
        '(each may cost a credit). Right: fewer flows, or a higher limit',
    );
  }
}

function aboutOf(configuration: Configuration, target: Target): LoadAbout {
  return {
    suiteVersion: suiteVersion(),
    startedAt: new Date(new RealClock().now()).toISOString(),
    profile: configuration.profile,
    hosting: target.hosting,
    target: target.describe,
    seed: configuration.seed,
    nonce: configuration.nonce,
    configurationDigest: configurationDigest(configuration),
    node: process.version,
  };
}

/** A line when the first flow is through, and one for every tenth of the answers. */
function progressTo(say: (line: string) => void, flows: number): (done: number, of: number) => void {
  let told = 0;
  return (done, of) => {
    if (done === 0) say(`it came through; ${flows.toLocaleString('en-US')} more at once`);
    const tenths = Math.floor((done / of) * LINES);
    if (tenths <= told || tenths > LINES) return;
    told = tenths;
    say(`  ${String((tenths * 100) / LINES)} % of the answers`);
  };
}

/** @throws {OutputError} where the folder cannot be written to */
function write(file: string, text: string): void {
  try {
    writeAtomically(file, text);
  } catch (error) {
    if (error instanceof OutputError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new OutputError(dirname(file), `cannot be written to (${code})`, 'Choose another folder with --out');
  }
}
