import { relative } from 'node:path';
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

/** `sees-conformance run` */
export async function runCommand(options: ConfiguredOptions, command: Command): Promise<number> {
  const configuration = configurationOf(options, command);
  // Told before the results of the last run are gone.
  if (configuration.waivers !== undefined) readWaivers(configuration.waivers, loadLedger());
  prepareOutput(configuration.out);
  const rendered: { line?: string } = {};
  const run = await openRun(configuration, listenersOf(configuration, say, rendered));
  const release = onSignals(run, say);
  try {
    if (!configuration.quiet && !configuration.json) {
      for (const line of run.target.instructions) process.stdout.write(`${line}\n`);
    }
    const { report, empty, unseen, unfit } = await conduct(configuration, run);
    if (unfit.length > 0) say(`Steps without exactly one definition:\n  ${unfit.join('\n  ')}`);
    if (empty && unseen.length > 0) say(`Nothing was run.\n  ${unseen.join('\n  ')}`);
    else if (empty) say('No scenario is selected: the tags, requirements or the shard leave nothing to run.');
    return report.verdict.exitCode;
  } finally {
    release();
    await run.target.close();
  }
}

/** Allure and files first, then the picture of it all, the terminal last: it says where everything is. */
function listenersOf(
  configuration: Configuration,
  say: (sentence: string) => void,
  rendered: { line?: string },
): RunListener[] {
  const { out, quiet, json } = configuration;
  const places = outputPlaces(out);
  const listeners: RunListener[] = [
    createAllureListener(allureOptions(out, say)),
    createFileListener({ outDir: out, onProblem: say }),
  ];
  if (configuration.html) listeners.push(renderer(configuration, rendered));
  listeners.push(
    createTerminalListener({
      stream: process.stdout,
      quiet,
      json,
      clock: new RealClock(),
      places: () => [
        rendered.line ?? `results: ${near(places.results)}`,
        `conformance: ${near(places.conformance)}, ${near(places.junit)}, ${near(places.summary)}`,
      ],
    }),
  );
  return listeners;
}

/** As short as it can be said from here. */
function near(path: string): string {
  const way = relative(process.cwd(), path);
  return way === '' || way.startsWith('..') ? path : way;
}

/** A missing or failing renderer never changes the verdict. */
function renderer({ out }: Configuration, rendered: { line?: string }): RunListener {
  return {
    runFinished: async () => {
      const { renderReport } = require('../report') as typeof import('../report');
      const places = outputPlaces(out);
      const result = await renderReport({ results: places.results, output: places.report });
      rendered.line = result.ok ? `report: ${near(places.reportFile)}` : `report: not drawn, ${result.why}`;
    },
  };
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
