import { After, Before, BeforeAll, setDefaultTimeout, setDefinitionFunctionWrapper } from './cucumber';
import { currentRun, ensureRun, whileHeld, withoutSecrets } from './session';
import type { ConformanceWorld } from './world';

// Every call has a limit of its own, and a real expiry may have to be waited for.
setDefaultTimeout(-1);

// Formatters of cucumber's own print an error as it was thrown; ours are not the only ones that run.
setDefinitionFunctionWrapper(withoutSecrets(currentRun));

BeforeAll(async function () {
  await whileHeld();
  await ensureRun();
});

Before(function (this: ConformanceWorld, { pickle, testCaseStartedId }) {
  const run = currentRun();
  const planned = run?.plans(pickle.id);
  if (run === undefined || planned === undefined) throw new Error(`no plan for the scenario "${pickle.name}"`);
  if (run.interrupted !== undefined) return 'skipped';
  const { id, name, requirements } = planned;
  this.scenario = run.begin(testCaseStartedId, { id, name, requirements, steps: pickle.steps.length });
  return undefined;
});

After(function (this: ConformanceWorld) {
  // Doubles are shared by all scenarios: what one switched on ends with it. Judging is done elsewhere (never here).
  for (const release of (this.scenario as typeof this.scenario | undefined)?.releases.splice(0) ?? []) release();
});
