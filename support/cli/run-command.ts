import type { Command } from 'commander';
import { RealClock } from '../exchange';
import { createTerminalListener, outputPlaces, prepareOutput, type Results } from '../report';
import type { Configuration } from '../target';
import { loadLedger } from '../ledger';
import { readWaivers, withProof, type ConformanceReport, type RunListener } from '../verdict';
import { conduct } from './conduct';
import { configurationOf, type ConfiguredOptions } from './configuration-of';
import { say } from './guard';
import { onSignals } from './on-signals';
import { openRun } from './open-run';
import { Outputs } from './outputs';
import { placeLines, renderer } from './rendered';
import { resultsIn } from './results';
import { proofOf } from './shipped-proof';
import { signerWith, signingKeyOf } from './signer';

/** `sees-conformance run` */
export async function runCommand(options: ConfiguredOptions, command: Command): Promise<number> {
  const configuration = configurationOf(options, command);
  // Told before the results of the last run are gone.
  if (configuration.waivers !== undefined) readWaivers(configuration.waivers, loadLedger());
  const key = signingKeyOf(configuration.sign);
  prepareOutput(configuration.out, 'kept');
  const outputs = new Outputs(say);
  const results = resultsIn(configuration.out, outputs, key, configuration.json);
  const printed = (report: ConformanceReport): ConformanceReport =>
    // What is printed is what is written, unless something was lost after that.
    outputs.lost.length === 0 && results.written !== undefined
      ? results.written
      : signerWith(key)(withProof(report, proofOf(loadLedger())));
  const run = await openRun(configuration, listenersOf(configuration, outputs, results, printed));
  results.follow(run.redactor);
  outputs.endWith((reason) => {
    run.interrupt(reason);
  });
  const release = onSignals(run);
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

/** Results first, then the picture of them, the terminal last: it says where everything is. */
function listenersOf(
  configuration: Configuration,
  outputs: Outputs,
  results: Results,
  printed: (report: ConformanceReport) => ConformanceReport,
): RunListener[] {
  const { out, quiet, json } = configuration;
  const places = outputPlaces(out);
  const rendered: { line?: string } = {};
  const listeners: RunListener[] = [results];
  if (configuration.html) listeners.push(renderer(out, rendered));
  const terminal = createTerminalListener({
    stream: process.stdout,
    quiet,
    json,
    clock: new RealClock(),
    places: () => placeLines(places, rendered.line),
  });
  return [...listeners, outputs.afterwards(json ? printing(terminal, printed) : terminal)];
}

function printing(listener: RunListener, printed: (report: ConformanceReport) => ConformanceReport): RunListener {
  return { ...listener, runFinished: (report) => listener.runFinished?.(printed(report)) };
}
