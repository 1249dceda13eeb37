import type { PlannedScenario } from '../verdict';
import type { Run } from './run';
import { Turns, type Turn } from './turns';

/**
 * Where tokens end by the real clock (a foreign ExpressPlay): what waits for the end of a token begins first, up to its wait, and
 * is judged last; in between everything else takes its turns. So the run waits once, for the longest, and as far as the rest of
 * the run has not outlasted it.
 */
export async function sideBySide(
  run: Run,
  scenarios: readonly PlannedScenario[],
  play: (some: readonly PlannedScenario[]) => Promise<void>,
): Promise<void> {
  // Cucumber listens for uncaught exceptions once for each step under way; eleven of them are no leak.
  const listeners = process.getMaxListeners();
  process.setMaxListeners(0);
  try {
    await inTurns(run, scenarios, play);
  } finally {
    process.setMaxListeners(listeners);
    run.turns = new Map();
  }
}

async function inTurns(
  run: Run,
  scenarios: readonly PlannedScenario[],
  play: (some: readonly PlannedScenario[]) => Promise<void>,
): Promise<void> {
  const turns = new Turns((waits) => run.idle(waits));
  const quiet = scenarios.filter((scenario) => wantsQuiet(run, scenario));
  const joined = preparationsFirst(run, scenarios)
    .filter((scenario) => !quiet.includes(scenario))
    .map((scenario) => ({ scenario, turn: turns.join() }));
  run.turns = new Map(joined.map(({ scenario: { id }, turn }) => [id, turn]));
  const played = joined.map(({ scenario, turn }) => inTurn(turn, () => play([scenario])));
  // What goes wrong is told at the end, when all of them are over.
  const over = Promise.allSettled(played);
  await Promise.all(joined.map(({ turn }) => turn.settled));
  // Whoever is not over now waits for a token to end and leaves no events.
  try {
    for (const scenario of quiet) await play([scenario]);
  } finally {
    turns.release();
    await over;
  }
  await Promise.all(played);
}

async function inTurn(turn: Turn, act: () => Promise<void>): Promise<void> {
  await turn.begin();
  try {
    await act();
  } finally {
    turn.end();
  }
}

/** What is said about all events of an account shows only while nobody else of this run leaves some. */
function wantsQuiet(run: Run, scenario: PlannedScenario): boolean {
  return run.manifest.dueIn(scenario).some(({ requirement: { id } }) => ABOUT_ALL_EVENTS.includes(id));
}

const ABOUT_ALL_EVENTS: readonly string[] = ['EP-REC-20', 'EP-REC-23'];

/** Where redemptions are counted, those that can be had without a wait come first. */
function preparationsFirst(run: Run, scenarios: readonly PlannedScenario[]): PlannedScenario[] {
  const waits = (scenario: PlannedScenario): boolean =>
    run.manifest.dueIn(scenario).some((check) => check.requirement.needs?.includes('expiry') === true);
  const waiting = scenarios.filter(waits);
  const others = scenarios.filter((scenario) => !waits(scenario));
  return run.redemptionsAreCounted ? [...others, ...waiting] : [...waiting, ...others];
}
