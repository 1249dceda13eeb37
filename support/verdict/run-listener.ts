import type { ConformanceReport, RunFacts } from './report-model';
import type { ScenarioRecord } from './scenario-record';

/** The engine emits, terminal and files listen (architecture decision 11). Every method is optional; none may throw. */
export interface RunListener {
  runStarted?(
    facts: Omit<RunFacts, 'durationMs' | 'exchanges' | 'partial' | 'clocks'>,
    scenarios: number,
    checks: number,
  ): void;
  scenarioStarted?(name: string, index: number): void;
  /** Nobody acts: for what the run waits, until when (milliseconds since the epoch). */
  waiting?(reason: string, untilMs: number): void;
  scenarioFinished?(record: ScenarioRecord): void;
  runFinished?(report: ConformanceReport): void | Promise<void>;
}
