import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conformanceReport } from './conformance-report';
import type { Gate } from './outcome';
import type { ConformanceReport, RunFacts } from './report-model';
import type { JudgedFinding } from './scenario-record';
import type { TallyInput } from './tally';
import { found, inputOf, manifestOf, planned, recordOf } from './testing/story';
import type { Waiver } from './waiver';
import { Waivers } from './waivers';

const NOON = Date.parse('2026-06-15T12:00:00Z');

const RUN: RunFacts = {
  startedAt: '2026-06-15T12:00:00.000Z',
  durationMs: 12,
  profile: 'stub',
  hosting: 'nock',
  target: { sees: 'reference', expressplay: 'reference' },
  seed: 7,
  nonce: '0011223344556677',
  configurationDigest: `sha256:${'0'.repeat(64)}`,
  readings: {},
  node: 'v20.0.0',
  exchanges: 1,
};

function waiver(requirement: string, until = '2026-06-30'): Waiver {
  return { requirement, owner: 'ops', reason: 'the next release mends it', issue: 'OPS-1', until };
}

/** What a run found in one scenario about SEES-ERR-09 (a MUST, a SHOULD, an INFO), with these waivers. */
function judged(
  findings: readonly JudgedFinding[],
  waivers: readonly Waiver[],
  more: Partial<TallyInput> & { gate?: Gate; partial?: string } = {},
): ConformanceReport {
  const story = planned(['SEES-ERR-09']);
  const { gate = 'must', partial, ...input } = more;
  return conformanceReport('1.2.3', { ...RUN, ...(partial === undefined ? {} : { partial }) }, gate, {
    ...inputOf({ planned: [story], records: [recordOf(story, findings)], complete: false }),
    waivers: new Waivers(waivers, NOON),
    ...input,
  });
}

const unbound = (verdict: JudgedFinding['verdict']): JudgedFinding => found('SEES-ERR-09.unbound', verdict);
const refused = (verdict: JudgedFinding['verdict']): JudgedFinding => found('SEES-ERR-09.refused', verdict);
const CALLS = found('SEES-ERR-09.calls', 'observed');

const states = ({ waivers = [] }: ConformanceReport): string[] => waivers.map(({ state }) => state);
const waivedIds = (report: ConformanceReport): string[] =>
  report.requirements.flatMap(({ checks }) => checks.filter(({ waived }) => waived).map(({ id }) => id));

describe('a waiver', () => {
  it('covers a failure: the outcome stays, the gate is green', () => {
    const report = judged([unbound('wrong'), refused('right'), CALLS], [waiver('SEES-ERR-09.unbound')]);
    assert.equal(report.verdict.exitCode, 0);
    assert.equal(report.totals.fail, 1);
    const requirement = report.requirements.find(({ id }) => id === 'SEES-ERR-09');
    assert.equal(requirement?.outcome, 'fail');
    assert.deepEqual(requirement.waiver, waiver('SEES-ERR-09.unbound'));
    assert.deepEqual(states(report), ['in-force']);
    assert.deepEqual(report.waivers?.[0]?.covered, ['SEES-ERR-09.unbound']);
  });

  it('covers a warning, which gate should minds', () => {
    const findings = [unbound('right'), refused('wrong'), CALLS];
    assert.equal(judged(findings, [], { gate: 'should' }).verdict.exitCode, 1);
    assert.equal(judged(findings, [waiver('SEES-ERR-09.refused')], { gate: 'should' }).verdict.exitCode, 0);
  });

  it('of a requirement covers all its parts', () => {
    const report = judged([unbound('wrong'), refused('wrong'), CALLS], [waiver('SEES-ERR-09')], { gate: 'should' });
    assert.equal(report.verdict.exitCode, 0);
    assert.deepEqual(waivedIds(report), ['SEES-ERR-09.unbound', 'SEES-ERR-09.refused']);
  });

  it('of a part covers that part only', () => {
    const report = judged([unbound('wrong'), refused('wrong'), CALLS], [waiver('SEES-ERR-09.refused')]);
    assert.equal(report.verdict.exitCode, 1);
    assert.deepEqual(waivedIds(report), ['SEES-ERR-09.refused']);
  });

  it('of a part counts for it before the one of its requirement', () => {
    const both = [waiver('SEES-ERR-09'), waiver('SEES-ERR-09.unbound', '2026-06-01')];
    const report = judged([unbound('wrong'), refused('wrong'), CALLS], both);
    assert.deepEqual(waivedIds(report), ['SEES-ERR-09.refused']);
    assert.deepEqual(states(report), ['in-force', 'past']);
  });

  for (const verdict of ['could-not-test', 'harness-error'] as const) {
    it(`does not cover ${verdict}`, () => {
      const report = judged([unbound(verdict), refused('right'), CALLS], [waiver('SEES-ERR-09')]);
      assert.equal(report.verdict.exitCode, 3);
      assert.deepEqual(waivedIds(report), []);
      assert.deepEqual(states(report), ['unused'], 'nor is it stale for it');
    });
  }

  describe('whose last day', () => {
    const days = [
      ['2026-06-15', 'is today', 0],
      ['2026-06-16', 'is tomorrow', 0],
      ['2026-06-14', 'was yesterday', 1],
    ] as const;
    for (const [until, what, exitCode] of days) {
      it(`${what} ends the run with ${String(exitCode)}`, () => {
        const report = judged([unbound('wrong'), refused('right'), CALLS], [waiver('SEES-ERR-09', until)]);
        assert.equal(report.verdict.exitCode, exitCode);
      });
    }

    it('counts to its last second, by UTC', () => {
      const last = (ms: number): boolean => new Waivers([waiver('SEQ-42', '2026-06-15')], ms).covers('SEQ-42');
      assert.equal(last(Date.parse('2026-06-15T23:59:59.999Z')), true);
      assert.equal(last(Date.parse('2026-06-16T00:00:00.000Z')), false);
    });
  });

  for (const gate of ['must', 'should', 'none'] as const) {
    it(`is red at gate ${gate} when it is stale`, () => {
      const report = judged([unbound('right'), refused('right'), CALLS], [waiver('SEES-ERR-09')], { gate });
      assert.deepEqual(states(report), ['stale']);
      assert.equal(report.verdict.exitCode, 1);
      assert.equal(report.verdict.reason, 'the waiver of SEES-ERR-09 is stale (what it covers is right)');
    });

    it(`is red at gate ${gate} when it is past, whatever became of its check`, () => {
      const past = [waiver('SEQ-42', '2026-06-14')];
      const report = judged([unbound('right'), refused('right'), CALLS], past, { gate });
      assert.deepEqual(states(report), ['past']);
      assert.equal(report.verdict.exitCode, 1);
      assert.equal(report.verdict.reason, 'the waiver of SEQ-42 is past (its last day was 2026-06-14)');
    });
  }

  it('is not stale while a part that it covers still fails', () => {
    const report = judged([unbound('right'), refused('wrong'), CALLS], [waiver('SEES-ERR-09')]);
    assert.deepEqual(states(report), ['in-force']);
    assert.equal(report.verdict.exitCode, 0);
  });

  it('is not stale because its check was not selected', () => {
    const report = judged([unbound('right'), refused('right'), CALLS], [waiver('SEQ-42')]);
    assert.deepEqual(states(report), ['unused']);
    assert.equal(report.verdict.exitCode, 0);
  });

  it('is not stale because its check cannot be seen', () => {
    const manifest = manifestOf('expressplay');
    const report = judged([found('SEQ-41', 'right')], [waiver('SEES-RES-01')], { manifest });
    assert.deepEqual(states(report), ['unused']);
  });

  it('is not stale where other shards judge the same checks', () => {
    const right = [unbound('right'), refused('right'), CALLS];
    assert.deepEqual(states(judged(right, [waiver('SEES-ERR-09')], { shard: { index: 1, count: 2, whole: [] } })), [
      'unused',
    ]);
  });

  it('is not stale where the run ended before its time', () => {
    const report = judged([unbound('right'), refused('right'), CALLS], [waiver('SEES-ERR-09')], { partial: 'SIGINT' });
    assert.deepEqual(states(report), ['unused']);
    assert.equal(report.verdict.exitCode, 3);
  });

  it('that is bad is told beside what failed, and before what could not be tested', () => {
    const bad = [waiver('SEQ-42', '2026-06-14')];
    const failed = judged([unbound('wrong'), refused('right'), CALLS], bad).verdict;
    assert.match(failed.reason, /^1 check failed the gate \(must\); the waiver of SEQ-42 is past/);
    assert.equal(judged([unbound('could-not-test'), refused('right'), CALLS], bad).verdict.exitCode, 1);
  });

  it('leaves no trace in a report of a run without any', () => {
    assert.equal('waivers' in judged([unbound('right')], []), false);
  });
});
