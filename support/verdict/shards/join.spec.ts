import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { loadLedger } from '../../ledger';
import type { ConformanceReport } from '../report-model';
import type { JudgedFinding, ScenarioRecord } from '../scenario-record';
import { divided, undivided, type Told } from '../testing/shards';
import { found, licenseExchange, planned, recordOf, stepOf } from '../testing/story';
import type { Waiver } from '../waiver';
import { Waivers } from '../waivers';
import { joinShards, type JoinOptions, type Joined } from './join';
import type { FoundShard } from './mixed-up';

const OPTIONS: JoinOptions = { ledger: loadLedger(), proof: undefined, gate: undefined, waivers: undefined };
const STARTED = Date.parse('2026-01-02T03:04:05.000Z');

function join(shards: readonly FoundShard[], more: Partial<JoinOptions> = {}): Joined {
  const [first, ...others] = shards;
  assert.ok(first !== undefined);
  return joinShards([first, ...others], { ...OPTIONS, ...more });
}

/** What has to be the same however the scenarios were dealt out. */
function judged({ requirements, totals, requirementTotals, verdict, scenarios, waivers }: ConformanceReport): unknown {
  return { requirements, totals, requirementTotals, verdict, scenarios, waivers };
}

const IDS = ['SEQ-42', 'SEQ-51.paired', 'SEQ-51.connection', 'SEES-RES-01', 'SEES-TRN-10', 'EP-LIC-08'] as const;
const VERDICTS = ['right', 'wrong', 'observed', 'could-not-test', 'harness-error', 'not-applicable'] as const;

const finding: fc.Arbitrary<JudgedFinding> = fc
  .tuple(fc.constantFrom(...IDS), fc.constantFrom(...VERDICTS), fc.constantFrom('one', 'another'))
  .map(([id, verdict, message]) => found(id, verdict, { message: `${id}: ${message}`, observed: message }));

/** `undefined`: never run. */
const fate: fc.Arbitrary<Partial<ScenarioRecord> | undefined> = fc.constantFrom(
  undefined,
  {},
  { traffic: [licenseExchange(), licenseExchange(403, 'entitlement')] },
  { status: 'failed' as const, statusReason: 'SEQ-34: no license', traffic: [licenseExchange()] },
  { status: 'broken' as const, statusReason: 'connection refused' },
  { status: 'broken' as const, steps: [{ ...stepOf('broken', 'of undefined'), unforeseen: true }] },
  { status: 'skipped' as const, steps: [stepOf('passed'), stepOf('skipped', 'only one title is configured')] },
);

const story: fc.Arbitrary<Told> = fc
  .array(
    fc.tuple(
      fc.subarray(['SEQ-42', 'SEQ-51', 'EP-LIC-08'], { minLength: 1 }),
      fc.array(finding, { maxLength: 6 }),
      fate,
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((acts) => {
    const plans = acts.map(([ids], place) => planned(ids, `scenario ${String(place)}`));
    const records = acts.flatMap(([, findings, more], place) =>
      more === undefined ? [] : [recordOf(plans[place]!, findings, more)],
    );
    return { plans, records };
  });

describe('joinShards', () => {
  it('judges what an undivided run of the same scenarios judges', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 4 }), fc.boolean(), (told, count, complete) => {
        const selection = complete ? {} : { selection: { tags: '@SEQ-42' } };
        const run = { ...selection };
        const whole = undivided({ ...told, run, input: { complete } });
        const shards = divided({ ...told, run }, count);
        assert.deepEqual(judged(asRead(join(shards.toReversed()).report)), judged(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('lets one license prove the refusals that other shards saw', () => {
    const plans = [planned(['EP-LIC-08'], 'refused'), planned(['SEQ-42'], 'granted')];
    const refused = recordOf(plans[0]!, [found('EP-LIC-08', 'right')], { traffic: [licenseExchange()] });
    const granted = recordOf(plans[1]!, []);
    const records = [refused, granted];
    const [first, second] = divided({ plans, records, input: { licensesUnproven: 'nothing was granted' } }, 2);
    const proved = divided({ plans, records }, 2)[1];
    assert.ok(first !== undefined && second !== undefined && proved !== undefined);
    const outcome = (shards: FoundShard[]): unknown => outcomeOf('EP-LIC-08', join(shards).report);
    assert.equal(outcomeOf('EP-LIC-08', first.report), 'not-observable');
    assert.equal(outcome([first, second]), 'not-observable');
    assert.equal(outcome([first, proved]), 'pass');
  });

  it('is partial without one of them: its scenarios could not be tested, and it is named', () => {
    const plans = [planned(['SEQ-42'], 'a'), planned(['SEQ-51'], 'b')];
    const records = plans.map((plan) => recordOf(plan, [found('SEQ-42', 'right'), found('SEQ-51.paired', 'right')]));
    const { report } = join(divided({ plans, records }, 2).slice(0, 1));
    assert.equal(report.run.partial, 'shard 2/2 is missing');
    assert.equal(report.verdict.exitCode, 3);
    const check = checkOf('SEQ-51.paired', report);
    assert.deepEqual([check?.outcome, check?.reason], ['could-not-test', 'shard 2/2 is missing']);
  });

  it('is red for a proven violation, whatever is missing', () => {
    const plans = [planned(['SEQ-42'], 'a'), planned(['SEQ-51'], 'b')];
    const records = [recordOf(plans[0]!, [found('SEQ-42', 'wrong')])];
    const { report } = join(divided({ plans, records }, 2).slice(0, 1));
    assert.equal(report.verdict.exitCode, 1);
    assert.match(report.run.partial ?? '', /missing/u);
  });

  it('is partial when one of them is, and says why', () => {
    const plans = [planned(['SEQ-42'], 'a'), planned(['SEQ-51'], 'b')];
    const [first] = divided({ plans, records: [], run: { partial: 'ended by SIGTERM' } }, 2);
    const second = divided({ plans, records: [] }, 2)[1];
    const { report } = join([first!, second!]);
    assert.equal(report.run.partial, 'shard 1/2: ended by SIGTERM');
    assert.equal(report.verdict.exitCode, 3);
  });

  it('spans from the first begin to the last end and adds up the exchanges', () => {
    const plans = [planned(['SEQ-42'], 'a'), planned(['SEQ-51'], 'b')];
    const told: Told = { plans, records: [] };
    const [first] = divided({ ...told, run: { exchanges: 5, selection: { config: 'c.yaml', shard: '1/2' } } }, 2);
    const later = { startedAt: '2026-01-02T03:04:05.500Z', durationMs: 2000, exchanges: 7, node: 'v24.0.0' };
    const second = divided({ ...told, run: later }, 2)[1];
    const { run } = join([second!, first!]).report;
    assert.deepEqual(
      [run.startedAt, run.durationMs, run.exchanges, run.node, run.selection, run.shards?.map((one) => one.shard)],
      ['2026-01-02T03:04:05.000Z', 2500, 12, 'v20.0.0, v24.0.0', { config: 'c.yaml' }, ['1/2', '2/2']],
    );
  });

  describe('with waivers', () => {
    const waiver: Waiver = { requirement: 'SEQ-42', owner: 'us', reason: 'known', issue: 'X-1', until: '2026-12-31' };
    const plans = [planned(['SEQ-42'], 'a'), planned(['SEQ-42'], 'b')];
    const told = (first: JudgedFinding['verdict'], second: JudgedFinding['verdict']): Told => ({
      plans,
      records: [recordOf(plans[0]!, [found('SEQ-42', first)]), recordOf(plans[1]!, [found('SEQ-42', second)])],
      input: { waivers: new Waivers([waiver], STARTED), complete: false },
      run: { selection: { tags: '@SEQ-42' } },
    });
    const stateOf = ({ report }: Joined): unknown => report.waivers?.map(({ state }) => state).join();

    it('is not stale in a shard that saw nothing wrong, but over the whole', () => {
      const right = divided(told('right', 'right'), 2);
      assert.deepEqual(
        right.map(({ report }) => report.waivers?.[0]?.state),
        ['unused', 'unused'],
      );
      assert.equal(stateOf(join(right)), 'stale');
      assert.equal(join(right).report.verdict.exitCode, 1);
    });

    it('is in force where any shard saw what it covers', () => {
      const joined = join(divided(told('right', 'wrong'), 2));
      assert.equal(stateOf(joined), 'in-force');
      assert.equal(joined.report.verdict.exitCode, 0);
      assert.equal(checkOf('SEQ-42', joined.report)?.waived, true);
    });

    it('is not stale while a shard is missing', () => {
      assert.equal(stateOf(join(divided(told('right', 'right'), 2).slice(1))), 'unused');
    });

    it('goes by the file that is given in their place', () => {
      const joined = join(divided(told('right', 'wrong'), 2), { waivers: [] });
      assert.equal(joined.report.verdict.exitCode, 1);
    });
  });

  it('goes by the gate of the shards unless told', () => {
    const plans = [planned(['SEQ-42'], 'a')];
    const shards = divided(
      { plans, records: [recordOf(plans[0]!, [found('SEQ-42', 'wrong')])], run: { selection: { tags: '@SEQ-42' } } },
      1,
    );
    assert.deepEqual([join(shards).report.verdict.gate, join(shards).report.verdict.exitCode], ['must', 1]);
    const lenient = join(shards, { gate: 'none' }).report.verdict;
    assert.deepEqual([lenient.gate, lenient.exitCode], ['none', 0]);
  });
});

function asRead(report: ConformanceReport): ConformanceReport {
  return JSON.parse(JSON.stringify(report)) as ConformanceReport;
}

function checkOf(
  id: string,
  report: ConformanceReport,
): ConformanceReport['requirements'][number]['checks'][number] | undefined {
  return report.requirements.flatMap(({ checks }) => checks).find((check) => check.id === id);
}

function outcomeOf(id: string, report: ConformanceReport): unknown {
  return checkOf(id, report)?.outcome;
}
