import type { TestContext } from 'node:test';
import { RealClock, Redactor, type EntitlementStimulus, type Exchange } from '../../exchange';
import { loadLedger } from '../../ledger';
import { credentialsOf, loadConfiguration, openTarget, type ConfigurationOptions } from '../../target';
import { Run, type RunParts } from '../run';
import { Scenario, type ScenarioMeta } from '../scenario';
import { SyntheticSpcs } from '../spcs';
import { Titles } from '../titles';

/** For specs: a run against the reference pair in memory; its target is closed when the test ends. */
export async function stubRun(
  context: Pick<TestContext, 'after'>,
  more: Partial<RunParts> = {},
  options: ConfigurationOptions = {},
): Promise<Run> {
  const fixed = { hosting: 'direct', seed: 1, nonce: '00'.repeat(8), ...options };
  const configuration = loadConfiguration({ env: {}, cwd: __dirname, options: fixed });
  const target = await openTarget(configuration);
  context.after(() => target.close());
  const { contents, registration } = configuration.sees;
  return new Run({
    ledger: loadLedger(),
    redactor: new Redactor(),
    titles: new Titles(contents, registration.contentID),
    spcs: new SyntheticSpcs(credentialsOf(configuration)),
    timing: { toleranceMs: 0, longestWaitMs: 0, recordVisibilityMs: 0 },
    requirements: undefined,
    redemptions: undefined,
    seed: configuration.seed,
    nonce: configuration.nonce,
    wallClock: new RealClock(),
    listeners: [],
    target,
    ...more,
  });
}

export function scenarioOf(run: Run, requirements: readonly string[], more: Partial<ScenarioMeta> = {}): Scenario {
  return new Scenario(run, {
    id: 'features/a.feature#A scenario',
    name: 'A scenario',
    requirements,
    steps: 3,
    ...more,
  });
}

/** An entitlement request of a player and what SEES says to it; undefined: SEES says nothing. */
export function asked(
  scenario: Scenario,
  answer: Readonly<Record<string, unknown>> | undefined,
  stimulus: Partial<EntitlementStimulus> = {},
): Exchange {
  const meant: EntitlementStimulus = {
    kind: 'entitlement',
    flow: 'device A',
    device: 'device A',
    messageID: 'message-1',
    version: 1,
    requestType: 1,
    contentID: scenario.run.titles.main.contentID,
    valid: true,
    ...stimulus,
  };
  const headers = { 'content-type': 'application/json' };
  const body = (json: unknown): Buffer => Buffer.from(JSON.stringify(json));
  const request = { method: 'POST', url: 'https://sees.example/', headers, body: body({ messageID: meant.messageID }) };
  const exchange = scenario.journal.begin({
    operation: 'entitlement',
    from: 'client',
    to: 'sees',
    stimulus: meant,
    request,
  });
  if (answer !== undefined) exchange.answer({ status: 200, headers, body: body(answer) });
  return exchange;
}

/** A refusal that follows the documents. */
export const REFUSAL = {
  messageID: 'message-1',
  version: 1,
  isAllowed: false,
  error: 7,
  errorText: 'no entitlement',
  epTokenURL: '',
};
