import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { OUTCOMES, type Outcome } from './outcome';
import type { ScenarioRecord } from './scenario-record';
import { tally, worst } from './tally';
import {
  found,
  inputOf,
  licenseExchange,
  manifestOf,
  planned,
  recordOf,
  stepOf,
  unansweredLicense,
  verdictOn,
} from './testing/story';

const MISMATCH = planned(['SEQ-42']);
const CROSSING = planned(['SEQ-51']);
/** An invariant with level MUST, one with level SHOULD. */
const ECHO = 'SEES-RES-01';
const LABEL = 'SEES-TRN-10';

describe('worst', () => {
  const words = 'fail harness-error could-not-test warn pass info not-applicable not-observable not-selected';
  const order = words.split(' ') as Outcome[];

  it('takes the worst, whatever the order they come in', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...order), { minLength: 1 }), (outcomes) => {
        assert.equal(order.indexOf(worst(outcomes)), Math.min(...outcomes.map((outcome) => order.indexOf(outcome))));
      }),
      { numRuns: 200 },
    );
  });

  it('knows every outcome', () => assert.deepEqual(OUTCOMES.toSorted(), order.toSorted()));

  it('calls nothing not selected', () => assert.equal(worst([]), 'not-selected'));
});

describe('tally', () => {
  it('has every requirement of the ledger in its order, each with all its checks', () => {
    const { ledger } = manifestOf();
    const verdicts = tally(inputOf());
    assert.deepEqual(
      verdicts.map(({ id }) => id),
      ledger.requirements.map(({ id }) => id),
    );
    assert.deepEqual(
      verdicts.flatMap(({ checks }) => checks.map(({ id }) => id)),
      ledger.checks.map(({ id }) => id),
    );
  });

  it('keeps what the telling finding says, and names every scenario that shows it', () => {
    const wrong = found('SEQ-42', 'wrong', { message: 'a license', expected: 'a refusal', observed: 'HTTP 200' });
    const stories = [planned(['SEQ-42'], 'a'), planned(['SEQ-42'], 'b'), planned(['SEQ-42'], 'c')];
    const findings = [[found('SEQ-42', 'right')], [wrong, wrong], [wrong]];
    const records = stories.map((story, index) => recordOf(story, findings[index]!));
    const { outcome, reason, expected, observed, evidence } = verdictOn('SEQ-42', { planned: stories, records });
    assert.deepEqual(
      { outcome, reason, expected, observed, evidence },
      { outcome: 'fail', reason: 'a license', expected: 'a refusal', observed: 'HTTP 200', evidence: ['b', 'c'] },
    );
  });

  it('gives a requirement the worst of its checks and the time of its scenarios', () => {
    const records = [recordOf(CROSSING, [found('SEQ-51.paired', 'right'), found('SEQ-51.connection', 'observed')])];
    const input = inputOf({ planned: [CROSSING], records });
    const of = (id: string, all: ReturnType<typeof tally>): unknown => {
      const found = all.find((requirement) => requirement.id === id)!;
      return [found.outcome, found.durationMs, found.checks.map(({ outcome }) => outcome)];
    };
    assert.deepEqual(of('SEQ-51', tally(input)), ['pass', 40, ['pass', 'info']]);
    const broken = [recordOf(CROSSING, [found('SEQ-51.paired', 'wrong'), found('SEQ-51.connection', 'observed')])];
    assert.deepEqual(of('SEQ-51', tally({ ...input, records: broken })), ['fail', 40, ['fail', 'info']]);
  });

  describe('a check that was due and not judged', () => {
    const missed = (more: Partial<ScenarioRecord>): unknown => {
      const { outcome, reason } = verdictOn('SEQ-42', { planned: [MISMATCH], records: [recordOf(MISMATCH, [], more)] });
      return { outcome, reason };
    };

    it('is blocked by what ended the scenario', () => {
      for (const status of ['failed', 'broken'] as const) {
        assert.deepEqual(missed({ status, statusReason: 'SEQ-34: no license' }), {
          outcome: 'could-not-test',
          reason: 'blocked by: SEQ-34: no license',
        });
      }
    });

    it('cannot be seen where a step says so, whatever else became of the scenario', () => {
      const reason = 'only one title is configured';
      const steps = [stepOf('passed'), stepOf('skipped', reason), stepOf('skipped')];
      for (const [status, statusReason] of [
        ['skipped', reason],
        ['failed', 'SEES-RES-01: another id'],
      ] as const) {
        assert.deepEqual(missed({ status, statusReason, steps }), { outcome: 'not-observable', reason });
      }
    });

    it('is open where steps were skipped without a word', () => {
      assert.deepEqual(missed({ status: 'skipped', statusReason: 'not executed', steps: [stepOf('skipped')] }), {
        outcome: 'could-not-test',
        reason: 'blocked by: not executed',
      });
    });

    it('is our fault where a step fell over', () => {
      const steps = [stepOf('passed'), { ...stepOf('broken', 'x is not a function'), unforeseen: true }];
      assert.deepEqual(missed({ status: 'broken', statusReason: 'x is not a function', steps }), {
        outcome: 'harness-error',
        reason: 'a step fell over: x is not a function',
      });
    });

    it('is our fault where the scenario went through', () => {
      assert.deepEqual(missed({}), { outcome: 'harness-error', reason: 'no step of the scenario judges it' });
    });

    it('could not be tested where the run ended before', () => {
      const { outcome, reason, evidence } = verdictOn('SEQ-42', { planned: [MISMATCH] });
      assert.deepEqual([outcome, reason, evidence], ['could-not-test', 'not reached before the run ended', []]);
    });

    it('is open even where another scenario judged it right', () => {
      const other = planned(['SEQ-42'], 'other');
      const records = [recordOf(MISMATCH, [found('SEQ-42', 'right')])];
      assert.equal(verdictOn('SEQ-42', { planned: [MISMATCH, other], records }).outcome, 'could-not-test');
      assert.equal(verdictOn('SEQ-42', { planned: [MISMATCH], records }).outcome, 'pass');
    });
  });

  describe('a check that nobody was asked for', () => {
    it('could not be tested when the selection is complete, else it was not selected', () => {
      for (const id of ['SEQ-42', ECHO]) {
        const complete = verdictOn(id, {});
        assert.deepEqual([complete.outcome, complete.reason], ['could-not-test', 'no scenario brought it about']);
        const cut = verdictOn(id, { partial: 'SIGINT' });
        assert.deepEqual([cut.outcome, cut.reason], ['could-not-test', 'not reached before the run ended']);
        const narrow = verdictOn(id, { complete: false });
        assert.deepEqual([narrow.outcome, narrow.reason], ['not-selected', 'no selected scenario judges it']);
      }
    });

    it('was not selected with --requirement, even where it was judged on the way', () => {
      const records = [recordOf(MISMATCH, [found('SEQ-42', 'wrong'), found(ECHO, 'wrong')])];
      const requirements = new Set(['SEQ-51.paired', LABEL]);
      const outcome = (id: string): string => verdictOn(id, { requirements, complete: false, records }).outcome;
      assert.deepEqual(['SEQ-42', ECHO, 'SEQ-51.connection'].map(outcome), Array(3).fill('not-selected'));
    });

    it('is selected by its own id or by its requirement', () => {
      const records = [recordOf(CROSSING, [found('SEQ-51.paired', 'right'), found('SEQ-51.connection', 'observed')])];
      const outcomes = (id: string): string[] =>
        ['SEQ-51.paired', 'SEQ-51.connection'].map(
          (check) =>
            verdictOn(check, { requirements: new Set([id]), complete: false, planned: [CROSSING], records }).outcome,
        );
      assert.deepEqual(outcomes('SEQ-51'), ['pass', 'info']);
      assert.deepEqual(outcomes('SEQ-51.connection'), ['not-selected', 'info']);
    });
  });

  it('judges invariants by every scenario that shows them and by no other', () => {
    const quiet = recordOf(MISMATCH, [], { status: 'broken', statusReason: 'unreachable' });
    const warned = recordOf(CROSSING, [found(LABEL, 'wrong'), found(ECHO, 'right')]);
    const input = { planned: [MISMATCH, CROSSING], records: [quiet, warned] };
    assert.equal(verdictOn(LABEL, input).outcome, 'warn');
    assert.deepEqual(verdictOn(ECHO, input).evidence, ['SEQ-51']);
    assert.equal(verdictOn(ECHO, input).outcome, 'pass');
  });

  it('never judges what the target cannot show, whatever was found', () => {
    const records = [recordOf(MISMATCH, [found('SEQ-42', 'wrong')])];
    const byParty = verdictOn('SEQ-42', { manifest: manifestOf('sees'), planned: [MISMATCH], records });
    assert.deepEqual([byParty.outcome, byParty.evidence], ['not-observable', []]);
    const manifest = manifestOf('end-to-end', { 'two-devices': 'one device only' });
    const byNeed = verdictOn('SEQ-42', { manifest, planned: [MISMATCH], records });
    assert.deepEqual([byNeed.outcome, byNeed.reason], ['not-observable', 'one device only']);
  });

  describe('where no license was granted in the whole run', () => {
    const licensesUnproven = 'refusals prove nothing';
    const outcomeOf = (id: string, more: Partial<ScenarioRecord>, findings = [found(id, 'right')]): string =>
      verdictOn(id, { planned: [MISMATCH], records: [recordOf(MISMATCH, findings, more)], licensesUnproven }).outcome;
    const traffic = [licenseExchange()];

    it('refusals prove nothing, right or wrong, judged or not reached', () => {
      assert.equal(outcomeOf('SEQ-42', { traffic }), 'not-observable');
      assert.equal(outcomeOf('SEQ-42', { traffic }, [found('SEQ-42', 'wrong')]), 'not-observable');
      assert.equal(outcomeOf('SEQ-42', { traffic, status: 'broken' }, []), 'not-observable');
    });

    it('what has nothing to do with licenses counts as ever', () => {
      assert.equal(outcomeOf('SEQ-42', {}), 'pass');
      assert.equal(outcomeOf(ECHO, { traffic }), 'pass');
    });

    it('a redirect is no refusal', () => {
      const redirected = { traffic: [licenseExchange(302)] };
      assert.equal(outcomeOf('SEQ-42', redirected, [found('SEQ-42', 'wrong')]), 'fail');
      assert.equal(outcomeOf('SEQ-42', { ...redirected, status: 'broken' }, []), 'could-not-test');
    });

    it('a license request that nobody answered is no refusal', () => {
      const failed = { traffic: [unansweredLicense()] };
      assert.equal(outcomeOf('SEQ-42', failed, [found('SEQ-42', 'could-not-test')]), 'could-not-test');
      assert.equal(outcomeOf('SEQ-42', { ...failed, status: 'broken' }, []), 'could-not-test');
    });

    it('a fault of ours stays one', () => {
      assert.equal(outcomeOf('SEQ-42', { traffic }, [found('SEQ-42', 'harness-error')]), 'harness-error');
      assert.equal(outcomeOf('SEQ-42', { traffic }, []), 'harness-error');
    });
  });
});
