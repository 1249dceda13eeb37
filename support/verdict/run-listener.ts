import type { ConformanceReport, StartFacts } from './report-model';
import type { ScenarioRecord } from './scenario-record';

/** The engine emits, terminal and files listen (architecture decision 11). Every method is optional; none may throw. */
export interface RunListener {
  runStarted?(facts: StartFacts, scenarios: number, checks: number): void;
  /** Before the first scenario: something is wrong with the target or its settings; one paragraph, redacted. */
  diagnosed?(paragraph: string): void;
  scenarioStarted?(name: string, index: number): void;
  /** The run waits: for what, until when (milliseconds since the epoch). */
  waiting?(reason: string, untilMs: number): void;
  scenarioFinished?(record: ScenarioRecord): void;
  runFinished?(report: ConformanceReport): void | Promise<void>;
}
