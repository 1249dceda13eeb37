import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EntitlementStimulus } from '../exchange';
import { BlockedError, ViolationError } from './blocked';
import type { Scenario } from './scenario';
import { statusOf } from './scenario-status';
import { Waivers } from '../verdict';
import { asked, REFUSAL, scenarioOf, stubRun } from './testing/stub-run';

const verdicts = (scenario: Scenario): string[] => scenario.findings.map(({ check, outcome }) => `${check} ${outcome}`);
const invariants = (scenario: Scenario): string[] =>
  scenario.findings.filter(({ invariant }) => invariant).map(({ check }) => check);

/** Two answers of which one carries another message id: SEQ-51.paired is wrong. */
function crossed(scenario: Scenario): void {
  asked(scenario, REFUSAL);
  asked(scenario, { ...REFUSAL, messageID: 'of somebody else' });
}

/** Whatever looks at what was meant breaks. */
const POISON = {
  get kind(): never {
    throw new Error('no kind: AQAAAAtoken_of_this_flow_0001');
  },
} as unknown as EntitlementStimulus;

function poison(scenario: Scenario): void {
  const request = { method: 'POST', url: 'https://sees.example/', headers: {}, body: Buffer.alloc(0) };
  scenario.journal.begin({ operation: 'entitlement', from: 'client', to: 'sees', request, stimulus: POISON });
}

describe('Scenario.judge', () => {
  it('throws what a MUST found wrong, and keeps all that was found', async (context) => {
    const scenario = scenarioOf(await stubRun(context), ['SEQ-51']);
    crossed(scenario);
    assert.throws(
      () => scenario.judge('answer'),
      (error) => {
        assert.ok(error instanceof ViolationError);
        assert.match(error.message, /^SEQ-51\.paired: .*\(expected message-1, observed "of somebody else"\)$/);
        return true;
      },
    );
    assert.deepEqual(verdicts(scenario), ['SEQ-51.paired pass', 'SEQ-51.paired fail', 'SEQ-51.connection info']);
  });

  it('goes on where a SHOULD is wrong', async (context) => {
    const scenario = scenarioOf(await stubRun(context), ['SEQ-52']);
    asked(scenario, undefined, { aborted: true });
    asked(scenario, REFUSAL);
    scenario.judge('recovery');
    assert.deepEqual(verdicts(scenario), ['SEQ-52 warn']);
  });

  it('goes on where what is wrong is waived', async (context) => {
    const waiver = { requirement: 'SEQ-51.paired', owner: 'ops', reason: 'known', issue: '#1', until: '9999-12-31' };
    const scenario = scenarioOf(await stubRun(context, { waivers: new Waivers([waiver], 0) }), ['SEQ-51']);
    crossed(scenario);
    scenario.judge('answer');
    assert.deepEqual(
      scenario.findings.map(({ check, outcome, waived }) => [check, outcome, waived]),
      [
        ['SEQ-51.paired', 'pass', undefined],
        ['SEQ-51.paired', 'fail', true],
        ['SEQ-51.connection', 'info', undefined],
      ],
    );
    assert.deepEqual(statusOf([], scenario.findings), {
      status: 'skipped',
      statusReason: `waived: SEQ-51.paired: ${scenario.findings[1]?.message ?? ''}`,
    });
  });

  it('asks only the due checks of its subject', async (context) => {
    const scenario = scenarioOf(await stubRun(context), ['SEQ-51', 'SEQ-42']);
    asked(scenario, REFUSAL);
    scenario.judge('order');
    assert.deepEqual(verdicts(scenario), []);
    scenario.judge('answer');
    assert.deepEqual(verdicts(scenario), ['SEQ-51.paired pass', 'SEQ-51.connection info']);
  });

  it('is blocked where a due check finds nothing to judge', async (context) => {
    const scenario = scenarioOf(await stubRun(context), ['SEQ-52']);
    asked(scenario, REFUSAL);
    assert.throws(() => scenario.judge('recovery'), BlockedError);
    assert.deepEqual(verdicts(scenario), ['SEQ-52 could-not-test']);
  });

  it('takes a check that throws as a fault of ours, without secrets', async (context) => {
    const run = await stubRun(context);
    run.redactor.learn('token', 'AQAAAAtoken_of_this_flow_0001');
    const scenario = scenarioOf(run, ['SEQ-52']);
    poison(scenario);
    assert.throws(() => scenario.judge('recovery'), {
      name: 'Error',
      message: 'SEQ-52: the check itself failed: no kind: <token #1>',
    });
    assert.deepEqual(verdicts(scenario), ['SEQ-52 harness-error']);
  });

  it('shows the fault of the target before ours', async (context) => {
    const run = await stubRun(context);
    const known = {
      ...run.target.known,
      get readings(): never {
        throw new Error('no readings');
      },
    };
    Object.defineProperty(run.target, 'known', { value: known });
    const scenario = scenarioOf(run, ['SEQ-51'], { steps: 1 });
    crossed(scenario);
    assert.throws(() => scenario.judge('answer'), ViolationError);
    assert.ok(scenario.findings.some(({ outcome }) => outcome === 'harness-error'));
  });

  it('judges the invariants in the last step and never again', async (context) => {
    const scenario = scenarioOf(await stubRun(context), ['SEQ-51'], { steps: 2 });
    asked(scenario, { ...REFUSAL, version: 'one' });
    scenario.endStep();
    assert.throws(() => scenario.judge('answer'), /SEES-RES-02/);
    const judged = invariants(scenario);
    assert.ok(judged.includes('SEES-RES-01') && judged.includes('SEES-RES-02'));
    assert.equal(new Set(judged).size, judged.length, 'one exchange, one finding each');
    scenario.endStep();
    assert.deepEqual(scenario.close(), []);
    assert.deepEqual(invariants(scenario), judged);
  });

  it('judges the invariants at the end where the last step was not reached', async (context) => {
    const scenario = scenarioOf(await stubRun(context), ['SEQ-51', 'SEQ-01']);
    asked(scenario, REFUSAL);
    scenario.judge('answer');
    assert.deepEqual(invariants(scenario), []);
    const late = scenario.close();
    assert.ok(late.some(({ check }) => check === 'SEES-RES-01'));
    assert.ok(
      late.some(({ check, outcome }) => check === 'SEQ-01' && outcome === 'info'),
      'arrows too',
    );
    assert.deepEqual(scenario.close(), []);
  });
});

describe('Scenario.endStep', () => {
  it('keeps for every step the exchanges begun and the findings made in it', async (context) => {
    const scenario = scenarioOf(await stubRun(context), ['SEQ-51'], { steps: 4 });
    asked(scenario, REFUSAL);
    asked(scenario, REFUSAL);
    scenario.endStep();
    scenario.endStep();
    asked(scenario, REFUSAL);
    scenario.judge('answer');
    scenario.endStep();
    assert.deepEqual(
      scenario.traces.map(({ exchanges, findings }) => [exchanges, findings.map(({ check }) => check)]),
      [
        [[1, 2], []],
        [[], []],
        [[3], ['SEQ-51.paired', 'SEQ-51.paired', 'SEQ-51.paired', 'SEQ-51.connection']],
      ],
    );
  });
});

describe('Scenario', () => {
  it('gives each player a device and a cookie of its own, once', async (context) => {
    const run = await stubRun(context);
    const scenario = scenarioOf(run, []);
    const [a, b] = [scenario.player('device A'), scenario.player('device B')];
    assert.equal(scenario.player('device A'), a);
    assert.notEqual(a.cookie, b.cookie);
    assert.notDeepEqual(a.device.hu, b.device.hu);
    assert.equal(run.redactor.text(a.device.hu.toString('hex')), '<device #1>');
    const hu = Buffer.alloc(20, 7);
    assert.deepEqual(scenario.player('device C', hu).device.hu, hu);
  });

  it('ends what it switched on, once', async (context) => {
    const scenario = scenarioOf(await stubRun(context), []);
    let released = 0;
    scenario.releases.push(() => {
      released += 1;
    });
    scenario.close();
    scenario.close();
    assert.equal(released, 1);
  });

  it('takes over what SEES asks of ExpressPlay from now on', async (context) => {
    const run = await stubRun(context);
    const [earlier, later] = [scenarioOf(run, []), scenarioOf(run, [], { id: 'another' })];
    const body = JSON.stringify({ messageID: 'm', version: 1, requestType: 1, contentID: run.titles.main.contentID });
    const headers = { 'content-type': 'application/json' };
    await run.target.player.sees({ method: 'POST', url: run.target.seesUrl, headers, body: Buffer.from(body) });
    assert.deepEqual(earlier.journal.exchanges, []);
    assert.deepEqual(
      later.journal.exchanges.map(({ operation, from, to }) => [operation, from, to]),
      [['token', 'sees', 'expressplay']],
    );
  });
});
