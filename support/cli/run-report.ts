import type { Run } from '../session';
import type { Configuration } from '../target';
import {
  conformanceReport,
  UNDER_WAY,
  type ConformanceReport,
  type RunFacts,
  type ScenarioRecord,
  type StartFacts,
  type TallyInput,
} from '../verdict';
import { clockFacts } from './clock-facts';
import { licensesUnproven } from './licenses-unproven';
import { strayFacts } from './run-facts';
import { suiteVersion } from './suite-version';

/** What was selected to run. */
export type Selected = Pick<TallyInput, 'planned' | 'complete' | 'shard'>;

/** The report of a run, while it goes on and when it has ended; who writes it adds what proves its checks. */
export class RunReport {
  /** Set once the probe has spoken; what was written before knows nothing of it. */
  diagnosis: string | undefined;

  constructor(
    private readonly configuration: Configuration,
    private readonly run: Run,
    private readonly startedMs: number,
    readonly facts: StartFacts,
    private readonly selected: () => Selected,
  ) {}

  readonly draft = (records: readonly ScenarioRecord[]): ConformanceReport =>
    this.#on(records, this.run.interrupted ?? UNDER_WAY);

  final(records: readonly ScenarioRecord[]): ConformanceReport {
    return this.#on(records, this.run.interrupted);
  }

  #on(records: readonly ScenarioRecord[], partial: string | undefined): ConformanceReport {
    const { configuration, run, diagnosis } = this;
    const clocks = clockFacts(run.target.clocks, configuration.time.mode === 'real');
    const facts: RunFacts = {
      ...this.facts,
      durationMs: Math.round(run.wallClock.now() - this.startedMs),
      exchanges: records.reduce((sum, { traffic }) => sum + traffic.length, 0),
      ...(partial === undefined ? {} : { partial }),
      ...(clocks === undefined ? {} : { clocks }),
      ...(diagnosis === undefined ? {} : { diagnosis }),
      ...strayFacts(run),
    };
    return conformanceReport(suiteVersion(), facts, configuration.gate, {
      ...this.selected(),
      manifest: run.manifest,
      records,
      requirements: run.manifest.wanted,
      licensesUnproven: licensesUnproven(configuration, records),
      waivers: run.waivers,
    });
  }
}
