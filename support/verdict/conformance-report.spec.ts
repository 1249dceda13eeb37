import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { packageFile } from '../ledger';
import { conformanceReport } from './conformance-report';
import type { Gate } from './outcome';
import type { ConformanceReport, RunFacts } from './report-model';
import type { TallyInput } from './tally';
import { Waivers } from './waivers';
import { found, inputOf, licenseExchange, manifestOf, planned, recordOf } from './testing/story';

const RUN: RunFacts = {
  startedAt: '2026-01-02T03:04:05.678Z',
  durationMs: 12,
  profile: 'stub',
  hosting: 'nock',
  target: { sees: 'reference', expressplay: 'reference' },
  seed: 7,
  nonce: '0011223344556677',
  configurationDigest: `sha256:${'0'.repeat(64)}`,
  readings: { 'deviceBinding.supported': true },
  node: 'v20.0.0',
  exchanges: 1,
};

function reportOf(input: Partial<TallyInput>, gate: Gate = 'must', run: Partial<RunFacts> = {}): ConformanceReport {
  return conformanceReport('1.2.3', { ...RUN, ...run }, gate, inputOf(input));
}

const sum = (totals: Readonly<Record<string, number>>): number =>
  Object.values(totals).reduce((all, one) => all + one, 0);

const MISMATCH = planned(['SEQ-42']);
const FAILED = recordOf(MISMATCH, [found('SEQ-42', 'wrong', { expected: 'a refusal', observed: 'a license' })], {
  traffic: [licenseExchange()],
  status: 'failed',
});

describe('conformanceReport', () => {
  it('counts every check and every requirement once', () => {
    const { ledger } = manifestOf();
    const report = reportOf({ planned: [MISMATCH], records: [FAILED] });
    assert.equal(sum(report.totals), ledger.checks.length);
    assert.equal(sum(report.requirementTotals), ledger.requirements.length);
    assert.equal(report.totals.fail, 1);
    assert.equal(report.totals['could-not-test'], ledger.checks.length - 1);
    assert.equal(report.requirementTotals.fail, 1);
  });

  it('counts requirements by the worst of their checks', () => {
    const story = planned(['SEQ-51']);
    const records = [recordOf(story, [found('SEQ-51.paired', 'wrong'), found('SEQ-51.connection', 'observed')])];
    const { totals, requirementTotals } = reportOf({ planned: [story], records, complete: false });
    assert.deepEqual([totals.fail, totals.info], [1, 1]);
    assert.deepEqual([requirementTotals.fail, requirementTotals.info], [1, 0]);
  });

  it('goes by the gate it is given', () => {
    const story = planned(['SEQ-52']);
    const input = { planned: [story], records: [recordOf(story, [found('SEQ-52', 'wrong')])], complete: false };
    assert.equal(reportOf(input, 'must').verdict.exitCode, 0);
    assert.equal(reportOf(input, 'should').verdict.exitCode, 1);
  });

  it('is red when the run was ended early, though all that was judged is right', () => {
    const input = { planned: [MISMATCH], records: [recordOf(MISMATCH, [found('SEQ-42', 'right')])], complete: false };
    assert.equal(reportOf(input).verdict.exitCode, 0);
    assert.deepEqual(reportOf(input, 'must', { partial: 'SIGINT' }).verdict, {
      gate: 'must',
      exitCode: 3,
      reason: 'the run is partial: SIGINT',
    });
  });

  it('lists the scenarios that ran, with whole milliseconds', () => {
    assert.deepEqual(reportOf({ records: [FAILED] }).scenarios, [
      {
        id: 'SEQ-42',
        name: 'About SEQ-42',
        feature: 'A feature',
        rule: 'A rule',
        uri: 'features/a.feature',
        line: 7,
        exchanges: 1,
        durationMs: 40,
      },
    ]);
  });

  it('names the readings in force, whether they were changed, and what they touch', () => {
    const readings = { 'deviceBinding.supported': false, 'denial.status': '200' };
    assert.deepEqual(
      reportOf({}, 'must', { readings }).readings?.map(({ reading, byDefault }) => [reading, byDefault]),
      [
        ['deviceBinding.supported', false],
        ['denial.status', true],
      ],
    );
    const [binding, status] = reportOf({}, 'must', { readings }).readings ?? [];
    assert.ok(binding?.requirements.includes('SEQ-42'));
    assert.deepEqual(status?.requirements, ['SEES-TRN-11']);
  });

  it('follows schemas/conformance.schema.json', () => {
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(packageFile('schemas/conformance.schema.json'), 'utf8')));
    const waiver = { owner: 'ops', reason: 'it is known', issue: 'OPS-1', until: '2026-12-31' };
    const waivers = new Waivers([{ ...waiver, requirement: 'SEQ-42' }], Date.parse(RUN.startedAt));
    const inputs = [
      {},
      { planned: [MISMATCH], records: [FAILED], waivers },
      { planned: [MISMATCH], records: [FAILED] },
      { complete: false, manifest: manifestOf('sees') },
    ];
    for (const input of inputs) {
      for (const run of [{}, { partial: 'SIGTERM' }]) {
        validate(JSON.parse(JSON.stringify(reportOf(input, 'should', run))));
        assert.deepEqual(validate.errors ?? [], []);
      }
    }
    assert.equal(validate({ ...reportOf({}), schemaVersion: 2 }), false);
  });
});
