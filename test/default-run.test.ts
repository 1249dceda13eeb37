import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { ROOT, readJson, told } from './command';
import { defaultRun, reportOf, type FinishedRun } from './default-run';
import type { ConformanceReport, Outcome } from '../support/verdict';

function count(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

function withoutZeros(totals: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(totals).filter(([, number]) => number !== 0));
}

describe('run, by default', () => {
  let run: FinishedRun;
  let report: ConformanceReport;

  before(async () => {
    run = await defaultRun();
    report = reportOf(run.out);
  });

  it('is green', () => {
    assert.equal(run.code, 0, told(run));
    assert.equal(report.verdict.exitCode, 0, report.verdict.reason);
    assert.equal(report.run.profile, 'stub');
    assert.equal(report.run.hosting, 'nock');
  });

  it('writes every output', () => {
    for (const path of ['conformance.json', 'junit.xml', 'summary.md', 'allure-report/index.html']) {
      assert.ok(statSync(join(run.out, path)).size > 200, `${path} is next to empty`);
    }
    assert.ok(readdirSync(join(run.out, 'allure-results')).length > 0);
  });

  it('writes a conformance.json that its schema accepts', () => {
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats.default(ajv);
    const schema = readJson(ROOT, 'schemas/conformance.schema.json') as object;
    assert.ok(ajv.validate(schema, report), ajv.errorsText(ajv.errors, { separator: '\n' }));
  });

  it('counts what it lists', () => {
    const checks = report.requirements.flatMap((requirement) => requirement.checks);
    assert.deepEqual(withoutZeros(report.totals), count(checks.map((check) => check.outcome)));
    assert.deepEqual(
      withoutZeros(report.requirementTotals),
      count(report.requirements.map((requirement) => requirement.outcome)),
    );
    assert.equal(new Set(checks.map((check) => check.id)).size, checks.length, 'a check is listed twice');
  });

  it('lists every requirement of the ledger once', () => {
    const ledger = parse(readFileSync(join(ROOT, 'features/requirements.yaml'), 'utf8')) as {
      requirements: { id: string }[];
    };
    assert.deepEqual(report.requirements.map(({ id }) => id).sort(), ledger.requirements.map(({ id }) => id).sort());
  });

  it('judges: something passed, nothing failed, nothing was left untested', () => {
    assert.ok(report.totals.pass > 0);
    for (const outcome of ['fail', 'warn', 'could-not-test', 'harness-error', 'not-selected'] as const) {
      const such = report.requirements.flatMap(({ checks }) => checks).filter((check) => check.outcome === outcome);
      assert.deepEqual(
        such.map(({ id, reason }) => `${id}: ${reason}`),
        [],
        outcome,
      );
    }
  });

  it('names scenarios as evidence that it lists', () => {
    const scenarios = new Set(report.scenarios.map(({ id }) => id));
    for (const { id, outcome, evidence } of report.requirements.flatMap(({ checks }) => checks)) {
      if (outcome === 'pass') assert.ok(evidence.length > 0, `${id} passed without evidence`);
      for (const scenario of evidence) assert.ok(scenarios.has(scenario), `${id}: unknown scenario ${scenario}`);
    }
    assert.equal(
      report.run.exchanges,
      report.scenarios.reduce((sum, { exchanges }) => sum + exchanges, 0),
    );
  });

  it('tells the same in every output', () => {
    const results = readdirSync(join(run.out, 'allure-results')).filter((name) => name.endsWith('-result.json'));
    assert.equal(results.length, report.scenarios.length);
    for (const name of results) {
      const { status } = readJson(run.out, 'allure-results', name) as { status: string };
      assert.ok(status === 'passed' || status === 'skipped', `${name}: ${status}`);
    }
    assert.match(readFileSync(join(run.out, 'junit.xml'), 'utf8'), /<testsuites[^>]* failures="0"/);
    assert.match(readFileSync(join(run.out, 'summary.md'), 'utf8'), /\bpass/);
  });

  it('shows seed and nonce, so that the run can be repeated', () => {
    assert.ok(run.stdout.includes(String(report.run.seed)), run.stdout);
    assert.ok(run.stdout.includes(report.run.nonce), run.stdout);
  });

  it('prints no escape sequences where there is no terminal', () => {
    // eslint-disable-next-line no-control-regex -- the escape is what is looked for
    assert.doesNotMatch(run.stdout + run.stderr, /\u001b\[/);
  });
});
