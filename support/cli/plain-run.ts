import type { Envelope } from '@cucumber/messages';
import { prepareOutput } from '../report';
import { currentRun, openRunsWith, probe, Recorder, setCurrentRun, type Run } from '../session';
import { loadConfiguration } from '../target';
import { loadLedger } from '../ledger';
import { readWaivers } from '../verdict';
import { endAtOnce } from './end-at-once';
import { explainFailure } from './explain-failure';
import { say } from './guard';
import { onSignals } from './on-signals';
import { openRun } from './open-run';
import { Outputs } from './outputs';
import { resultsIn } from './results';
import { runFacts } from './run-facts';
import { RunReport } from './run-report';
import { signingKeyOf } from './signer';

interface FormatterContext {
  on(event: 'message', handler: (envelope: Envelope) => void): void;
}

/**
 * A plain `npx cucumber-js`: the same run, results and report files as `sees-conformance run`, with cucumber's own selection and
 * console. Settings come from the configuration file and the environment.
 */
export function attach(context: FormatterContext): () => Promise<void> {
  const opened: { run?: Run; reports?: RunReport; release?: () => void } = {};
  const recorder = new Recorder(currentRun);
  const open = async (): Promise<Run> => {
    const configuration = loadConfiguration({ env: process.env, cwd: process.cwd() });
    const { out, waivers } = configuration;
    // Told before the results of the last run are gone.
    if (waivers !== undefined) readWaivers(waivers, loadLedger());
    const key = signingKeyOf(configuration.sign);
    prepareOutput(out, 'kept');
    const outputs = new Outputs(say);
    const results = resultsIn(out, outputs, key);
    const run = await openRun(configuration, [results]);
    results.follow(run.redactor);
    outputs.endWith((reason) => {
      run.interrupt(reason);
    });
    opened.release = onSignals(run);
    run.plans = (pickleId) => recorder.plannedFor(pickleId);
    const startedMs = run.wallClock.now();
    // What cucumber selects is known when it has.
    const reports = new RunReport(configuration, run, startedMs, runFacts(configuration, run, startedMs, {}), () => ({
      planned: recorder.selected,
      complete: false,
    }));
    opened.run = run;
    opened.reports = reports;
    await results.runStarted(reports.facts, recorder.selected.length, 0, reports.draft);
    const diagnosis = await probe(run, configuration);
    if (diagnosis !== undefined) {
      say(`probe: ${diagnosis}`);
      reports.diagnosis = diagnosis;
    }
    return run;
  };
  openRunsWith(() => open().catch(endForUsersMistake));
  context.on('message', (envelope) => {
    recorder.accept(envelope);
  });
  return async () => {
    const { run, reports } = opened;
    openRunsWith(undefined);
    setCurrentRun(undefined);
    if (run === undefined || reports === undefined) return;
    const report = reports.final(recorder.records);
    for (const listener of run.listeners) await listener.runFinished?.(report);
    await run.target.close();
    opened.release?.();
    endAtOnce();
  };
}

/** Cucumber would print the stack of a hook that failed, and end with its own exit code. What is our fault may show its stack. */
function endForUsersMistake(error: unknown): never {
  const { text, code } = explainFailure(error);
  if (code !== 2) throw error;
  process.stderr.write(`${text}\n`);
  process.exit(code);
}
