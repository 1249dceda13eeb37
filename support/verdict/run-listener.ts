import type { ConformanceReport, StartFacts } from './report-model';
import type { ScenarioRecord } from './scenario-record';

/**
 * The report of a run that is still under way.
 * @param records what was run so far
 */
export type Draft = (records: readonly ScenarioRecord[]) => ConformanceReport;

/** The engine emits, terminal and files listen (architecture decision 11). Every method is optional; none may throw. */
export interface RunListener {
  /**
   * The run begins when all listeners are ready.
   * @param draft absent where nobody can say yet what the run is made of
   */
  runStarted?(facts: StartFacts, scenarios: number, checks: number, draft?: Draft): void | Promise<void>;
  /** Before the first scenario: something is wrong with the target or its settings; one paragraph, redacted. */
  diagnosed?(paragraph: string): void;
  scenarioStarted?(name: string, index: number): void;
  /** Nobody acts: for what the run waits, until when (milliseconds since the epoch). */
  waiting?(reason: string, untilMs: number): void;
  scenarioFinished?(record: ScenarioRecord): void;
  runFinished?(report: ConformanceReport): void | Promise<void>;
}

/** What a report says that was written before its run ended; it stays where the run was killed. */
export const UNDER_WAY = 'the run had not ended when this was written';
