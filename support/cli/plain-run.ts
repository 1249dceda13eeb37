import type { Envelope } from '@cucumber/messages';
import { createAllureListener, createFileListener, prepareOutput } from '../report';
import { currentRun, openRunsWith, probe, Recorder, setCurrentRun, type Run } from '../session';
import { loadConfiguration, type Configuration } from '../target';
import { loadLedger } from '../ledger';
import {
  conformanceReport,
  readWaivers,
  UNDER_WAY,
  type ConformanceReport,
  type Draft,
  type ScenarioRecord,
} from '../verdict';
import { allureOptions } from './allure-options';
import { clockFacts } from './clock-facts';
import { explainFailure } from './explain-failure';
import { say } from './guard';
import { licensesUnproven } from './licenses-unproven';
import { openRun } from './open-run';
import { Outputs } from './outputs';
import { runFacts, strayFacts } from './run-facts';
import { signerOf } from './signer';
import { shippedProof } from './shipped-proof';
import { suiteVersion } from './suite-version';

interface FormatterContext {
  on(event: 'message', handler: (envelope: Envelope) => void): void;
}

/**
 * A plain `npx cucumber-js`: the same run, results and report files as `sees-conformance run`, with cucumber's own selection and
 * console. Settings come from the configuration file and the environment.
 */
export function attach(context: FormatterContext): () => Promise<void> {
  const opened: { run?: Run; configuration?: Configuration; startedMs?: number; diagnosis?: string } = {};
  const recorder = new Recorder(currentRun);
  const open = async (): Promise<Run> => {
    const configuration = loadConfiguration({ env: process.env, cwd: process.cwd() });
    const { out, waivers } = configuration;
    // Told before the results of the last run are gone.
    if (waivers !== undefined) readWaivers(waivers, loadLedger());
    const sign = signerOf(configuration.sign);
    prepareOutput(out);
    const outputs = new Outputs(say);
    const listeners = [
      createAllureListener(allureOptions(out, outputs.onProblem, sign)),
      createFileListener({ outDir: out, onProblem: outputs.onProblem, lost: () => outputs.lost, sign }),
    ];
    const run = await openRun(configuration, listeners);
    outputs.endWith((reason) => {
      run.interrupt(reason);
    });
    run.plans = (pickleId) => recorder.plannedFor(pickleId);
    opened.run = run;
    opened.configuration = configuration;
    opened.startedMs = run.wallClock.now();
    const facts = runFacts(configuration, run, opened.startedMs, {});
    const draft: Draft = (records) => reportOn(run, configuration, records, run.interrupted ?? UNDER_WAY);
    for (const listener of listeners) listener.runStarted?.(facts, recorder.selected.length, 0, draft);
    const diagnosis = await probe(run, configuration);
    if (diagnosis !== undefined) {
      say(`probe: ${diagnosis}`);
      opened.diagnosis = diagnosis;
    }
    return run;
  };
  const reportOn = (
    run: Run,
    configuration: Configuration,
    records: readonly ScenarioRecord[],
    partial: string | undefined,
  ): ConformanceReport => {
    const { startedMs = 0, diagnosis } = opened;
    const clocks = clockFacts(run.target.clocks, configuration.time.mode === 'real');
    const facts = {
      ...runFacts(configuration, run, startedMs, {}),
      durationMs: Math.round(run.wallClock.now() - startedMs),
      exchanges: records.reduce((sum, record) => sum + record.exchanges.length, 0),
      ...(partial === undefined ? {} : { partial }),
      ...(diagnosis === undefined ? {} : { diagnosis }),
      ...strayFacts(run),
      ...(clocks === undefined ? {} : { clocks }),
    };
    return conformanceReport(suiteVersion(), facts, configuration.gate, {
      manifest: run.manifest,
      planned: recorder.selected,
      records,
      requirements: run.manifest.wanted,
      complete: false,
      licensesUnproven: licensesUnproven(configuration, records),
      waivers: run.waivers,
      proof: shippedProof(),
    });
  };
  openRunsWith(() => open().catch(endForUsersMistake));
  context.on('message', (envelope) => {
    recorder.accept(envelope);
  });
  return async () => {
    const { run, configuration } = opened;
    openRunsWith(undefined);
    setCurrentRun(undefined);
    if (run === undefined || configuration === undefined) return;
    const report = reportOn(run, configuration, recorder.records, run.interrupted);
    for (const listener of run.listeners) await listener.runFinished?.(report);
    await run.target.close();
  };
}

/** Cucumber would print the stack of a hook that failed, and end with its own exit code. What is our fault may show its stack. */
function endForUsersMistake(error: unknown): never {
  const { text, code } = explainFailure(error);
  if (code !== 2) throw error;
  process.stderr.write(`${text}\n`);
  process.exit(code);
}
