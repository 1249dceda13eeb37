import type { Engine, Run } from '../session';
import { tally, type Outcome, type PlannedScenario } from '../verdict';

/** A check on which the suite did not say that all is well. */
export interface Complaint {
  readonly check: string;
  readonly outcome: Outcome;
  readonly reason: string;
}

/** What the suite said of one misbehaving (or merely different) reference pair. */
export interface Trial {
  readonly complaints: readonly Complaint[];
  /** Checks that passed. */
  readonly passed: number;
}

const COMPLAINTS: readonly Outcome[] = ['fail', 'warn', 'could-not-test', 'harness-error'];

/**
 * Runs these scenarios, without report and terminal.
 * @param run freshly opened; it is used up
 */
export async function conductTrial(engine: Engine, run: Run, scenarios: readonly PlannedScenario[]): Promise<Trial> {
  const records = await engine.execute(run, scenarios);
  const verdicts = tally({
    manifest: run.manifest,
    planned: scenarios,
    records,
    requirements: undefined,
    complete: false,
    licensesUnproven: undefined,
  }).flatMap(({ checks }) => checks);
  return {
    complaints: verdicts
      .filter(({ outcome }) => COMPLAINTS.includes(outcome))
      .map(({ id, outcome, reason }) => ({ check: id, outcome, reason })),
    passed: verdicts.filter(({ outcome }) => outcome === 'pass').length,
  };
}
