import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadLedger } from '../ledger';
import { loadConfiguration, openTarget, type Target } from '../target';
import { Crossings } from './crossings';
import { judgeLoad, LOAD_CHECKS, type LoadJudgement } from './judgement';
import type { LoadFacts } from './load';

const ledger = loadLedger();

const FACTS: LoadFacts = {
  flows: 100,
  sockets: 10,
  bound: 100,
  stopped: [],
  calledOff: 0,
  crossings: new Crossings(),
  twins: { sent: 10, refused: 10, granted: 0, undecided: 0, examples: [] },
  arrows: [],
  requests: 410,
  backendRequests: 300,
  putOff: 0,
  mostFlowsInFlight: 100,
  mostRequestsInFlight: 10,
  durationMs: 1000,
  partial: undefined,
  firstFlow: undefined,
};

async function target(): Promise<Target> {
  const configuration = loadConfiguration({ env: {}, cwd: __dirname, options: { hosting: 'direct', seed: 7 } });
  return openTarget(configuration);
}

async function judged(facts: Partial<LoadFacts>, gate: 'must' | 'should' = 'must'): Promise<LoadJudgement> {
  const opened = await target();
  try {
    return judgeLoad({ ...FACTS, ...facts }, { ledger, target: opened, gate });
  } finally {
    await opened.close();
  }
}

function of({ checks }: LoadJudgement): Record<string, string> {
  return Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]));
}

function crossed(): Crossings {
  const crossings = new Crossings();
  crossings.add('key', 'flow 1', 'flow 1 got the key of a title that it never asked for');
  return crossings;
}

describe('judgeLoad', () => {
  it('passes what was seen right, by checks of the ledger', async () => {
    const judgement = await judged({});
    assert.deepEqual(of(judgement), Object.fromEntries(LOAD_CHECKS.map((id) => [id, 'pass'])));
    assert.equal(judgement.verdict.exitCode, 0);
    for (const { id, statement } of judgement.checks) assert.equal(statement, ledger.check(id)?.statement);
  });

  it('is red when anything crossed, also when the load was ended early', async () => {
    for (const partial of [undefined, 'ended by SIGINT']) {
      const judgement = await judged({ crossings: crossed(), partial, bound: 3 });
      assert.equal(of(judgement)['SEQ-53.crossed'], 'fail');
      assert.equal(of(judgement)['SEES-SEC-05.crossed'], 'fail');
      assert.equal(judgement.verdict.exitCode, 1);
    }
  });

  it('is red when another device was served', async () => {
    const judgement = await judged({ twins: { sent: 10, refused: 9, granted: 1, undecided: 0, examples: [] } });
    assert.equal(of(judgement)['SEQ-35'], 'fail');
    assert.equal(judgement.verdict.exitCode, 1);
  });

  it('warns of flows that came to nothing, which is red at the gate should', async () => {
    const facts = { bound: 99, stopped: [{ at: 'registration: license', why: 'HTTP 503', count: 1 }] };
    const judgement = await judged(facts);
    assert.equal(of(judgement)['SEQ-53.all'], 'warn');
    assert.equal(of(judgement)['SEQ-53.crossed'], 'pass');
    assert.equal(judgement.verdict.exitCode, 0);
    assert.equal((await judged(facts, 'should')).verdict.exitCode, 1);
  });

  it('says nothing of crossing when fewer than half came through', async () => {
    const stopped = [{ at: 'registration: entitlement', why: 'HTTP 503', count: 51 }];
    assert.equal(of(await judged({ bound: 50, stopped }))['SEQ-53.crossed'], 'pass');
    const judgement = await judged({ bound: 49, stopped });
    assert.equal(of(judgement)['SEQ-53.crossed'], 'could-not-test');
    assert.equal(judgement.verdict.exitCode, 3);
  });

  it('is never green when it was ended early or the first flow did not come through', async () => {
    const none = { sent: 0, refused: 0, granted: 0, undecided: 0, examples: [] };
    for (const facts of [{ partial: 'ended by SIGINT' }, { firstFlow: 'connection refused', bound: 0, twins: none }]) {
      const judgement = await judged(facts);
      assert.equal(judgement.verdict.exitCode, 3);
      assert.equal(of(judgement)['SEQ-53.crossed'], 'could-not-test');
    }
  });

  it('takes a refusal for nothing where its valid twins were not granted', async () => {
    const judgement = await judged({ twins: { sent: 10, refused: 0, granted: 0, undecided: 10, examples: [] } });
    assert.equal(of(judgement)['SEQ-35'], 'could-not-test');
    assert.equal(judgement.verdict.exitCode, 3);
  });

  it('does not claim two flows at once for one', async () => {
    const judgement = await judged({ flows: 1, bound: 1 });
    assert.equal(of(judgement)['SEQ-53.crossed'], 'not-selected');
    assert.equal(of(judgement)['SEES-SEC-05.crossed'], 'pass');
    assert.equal(judgement.verdict.exitCode, 0);
  });
});
