import type { Command } from 'commander';
import { RealClock } from '../exchange';
import {
  createAllureListener,
  createFileListener,
  createTerminalListener,
  outputPlaces,
  prepareOutput,
} from '../report';
import type { Run } from '../session';
import type { Configuration } from '../target';
import { loadLedger } from '../ledger';
import { readWaivers, type RunListener } from '../verdict';
import { allureOptions } from './allure-options';
import { conduct } from './conduct';
import { configurationOf, type ConfiguredOptions } from './configuration-of';
import { say } from './guard';
import { openRun } from './open-run';
import { Outputs } from './outputs';
import { placeLines, renderer } from './rendered';
import { signerOf, type Signer } from './signer';

/** `sees-conformance run` */
export async function runCommand(options: ConfiguredOptions, command: Command): Promise<number> {
  const configuration = configurationOf(options, command);
  // Told before the results of the last run are gone.
  if (configuration.waivers !== undefined) readWaivers(configuration.waivers, loadLedger());
  const sign = signerOf(configuration.sign);
  prepareOutput(configuration.out);
  const outputs = new Outputs(say);
  const run = await openRun(configuration, listenersOf(configuration, outputs, sign));
  outputs.endWith((reason) => {
    run.interrupt(reason);
  });
  const release = onSignals(run, say);
  try {
    if (!configuration.quiet && !configuration.json) {
      for (const line of run.target.instructions) process.stdout.write(`${line}\n`);
    }
    const { report, empty, unseen, unfit } = await conduct(configuration, run);
    if (unfit.length > 0) say(`Steps without exactly one definition:\n  ${unfit.join('\n  ')}`);
    if (empty && unseen.length > 0) say(`Nothing was run.\n  ${unseen.join('\n  ')}`);
    else if (empty)
      say(
        'No scenario is selected: the tags, requirements, the shard or what this profile can show leave nothing to run.',
      );
    return outputs.verdictOn(report).verdict.exitCode;
  } finally {
    release();
    await run.target.close();
  }
}

/** Allure and files first, then the picture of it all, the terminal last: it says where everything is. */
function listenersOf(configuration: Configuration, outputs: Outputs, sign: Signer): RunListener[] {
  const { out, quiet, json } = configuration;
  const places = outputPlaces(out);
  const rendered: { line?: string } = {};
  const listeners: RunListener[] = [
    createAllureListener(allureOptions(out, outputs.onProblem, sign)),
    createFileListener({ outDir: out, onProblem: outputs.onProblem, lost: () => outputs.lost, sign }),
  ];
  if (configuration.html) listeners.push(renderer(out, rendered));
  const terminal = createTerminalListener({
    stream: process.stdout,
    quiet,
    json,
    clock: new RealClock(),
    places: () => placeLines(places, rendered.line),
  });
  return [...listeners, outputs.afterwards(json ? signing(terminal, sign) : terminal)];
}

/** What is printed is what is written. */
function signing(listener: RunListener, sign: Signer): RunListener {
  return { ...listener, runFinished: (report) => listener.runFinished?.(sign(report)) };
}

/** The first Ctrl-C ends waits and calls and lets the report be written; the second ends the process. */
function onSignals(run: Run, say: (sentence: string) => void): () => void {
  const handler = (signal: NodeJS.Signals): void => {
    if (run.interrupted !== undefined) process.exit(3);
    say(`${signal}: writing what there is`);
    run.interrupt(`ended by ${signal}`);
  };
  process.on('SIGINT', handler);
  process.on('SIGTERM', handler);
  return () => {
    process.off('SIGINT', handler);
    process.off('SIGTERM', handler);
  };
}
