import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { CHECKS } from '../checks';
import { loadLedger } from '../ledger';
import type { PlannedScenario } from '../verdict';
import { definedSteps, type DefinedStep } from './testing/features';

/**
 * A refusal counts only beside its twin. These are the steps that show one: the nearest valid request, granted. A step that
 * begins to do so is added here; one that no longer does is taken out.
 */
const GRANTED_BEFORE: readonly string[] = [
  // SEES granted it.
  '{device} was granted {purpose}',
  '{device} was granted a title over TLS',
  '{device} was granted what another user may not have',
  '{device} got a token URL for registration',
  '{device} got a token URL for a title for a time',
  '{device} got a title bound to its device',
  // ExpressPlay issued a token.
  'the plainest token request was answered with a token',
  'sound token requests were answered with tokens, errors as {errorFormat}',
  // ExpressPlay issued a license.
  '{device} is registered under a cookie and got a license with it',
  '{device} got a license with a token of its own',
  '{device} got a license with the first',
  '{device} holds bound tokens and got a license with the first',
  'the first is redeemed at once',
  // A record was shown.
  '{device} left an event under a cookie',
];

const ledger = loadLedger();
const invariants = new Set(CHECKS.filter(({ subject }) => subject === 'every').map(({ id }) => id));

/** Negative requirements of a scenario that its steps judge; what invariants judge has no scenario of its own. */
function negativesOf({ requirements }: PlannedScenario): readonly string[] {
  return requirements.filter(
    (id) => ledger.requirement(id)?.negative === true && ledger.checksOf(id).some((check) => !invariants.has(check.id)),
  );
}

describe('twins', () => {
  let steps: ReadonlyMap<PlannedScenario, readonly DefinedStep[]>;
  before(async () => {
    steps = await definedSteps();
  });

  it('come before what has to be refused, in every scenario of a negative requirement', () => {
    const alone = [...steps].filter(
      ([scenario, all]) =>
        negativesOf(scenario).length > 0 &&
        !all.some(({ kind, pattern }) => kind === 'Given' && pattern !== undefined && GRANTED_BEFORE.includes(pattern)),
    );
    assert.deepEqual(
      alone.map(([scenario]) => `${scenario.uri}: ${scenario.name} (${negativesOf(scenario).join(', ')})`),
      [],
      'scenarios that do not first show the nearest valid request granted',
    );
  });

  it('are shown by steps that the features have', () => {
    const used = new Set([...steps.values()].flatMap((all) => all.map(({ pattern }) => pattern)));
    assert.deepEqual(
      GRANTED_BEFORE.filter((pattern) => !used.has(pattern)),
      [],
    );
  });

  it('are asked for by most of what is negative', () => {
    const judged = new Set([...steps.keys()].flatMap(negativesOf));
    assert.ok(judged.size > 70, String(judged.size));
  });
});
