import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BlockedError, NotObservableError } from './blocked';
import { noGrant } from './no-grant';
import { scenarioOf, stubRun } from './testing/stub-run';

describe('a scenario without the token URL that it needs', () => {
  it('is blocked by it', async (context) => {
    const scenario = scenarioOf(await stubRun(context), []);
    for (const requestType of [1, 2, 3]) {
      const error = noGrant(scenario, requestType, 'SEES refused');
      assert.ok(error instanceof BlockedError);
      assert.equal(error.message, 'SEES refused');
    }
  });

  it('has nothing to show of bound titles where tokens are not bound', async (context) => {
    const { target } = scenarioOf(await stubRun(context), []).run;
    const readings = { ...target.known.readings, 'deviceBinding.supported': false };
    const run = await stubRun(context, { target: { ...target, known: { ...target.known, readings } } });
    assert.ok(noGrant({ run }, 3, 'SEES refused') instanceof NotObservableError);
    assert.ok(noGrant({ run }, 2, 'SEES refused') instanceof BlockedError);
  });
});
