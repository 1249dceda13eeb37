import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GateVerdict } from './exit-code';
import { withOwnScenarios } from './own-scenarios';
import type { ScenarioRecord } from './scenario-record';

const green: GateVerdict = { gate: 'must', exitCode: 0, reason: 'every check that was judged is right' };

function record(status: ScenarioRecord['status'], requirements: string[] = []): ScenarioRecord {
  return {
    id: 'features/own.feature#mine',
    name: 'mine',
    feature: 'Own',
    featureDescription: '',
    rule: '',
    ruleDescription: '',
    uri: 'features/own.feature',
    line: 3,
    requirements,
    tags: [],
    parameters: {},
    startMs: 0,
    endMs: 1,
    steps: [],
    exchanges: [],
    traffic: [],
    notes: [],
    findings: [],
    status,
    statusReason: '',
  };
}

describe("withOwnScenarios: an operator's own scenarios", () => {
  it('are red when they fail, and name themselves', () => {
    const verdict = withOwnScenarios(green, [record('passed'), record('failed')]);
    assert.equal(verdict.exitCode, 1);
    assert.match(verdict.reason, /"mine" \(features\/own\.feature\)/);
  });

  it('keep a run from being green when they are broken, as by an undefined step', () => {
    assert.equal(withOwnScenarios(green, [record('broken')]).exitCode, 3);
  });

  it('do not soften a violation, and passed or skipped ones change nothing', () => {
    const red: GateVerdict = { gate: 'must', exitCode: 1, reason: '1 check failed the gate (must)' };
    assert.equal(withOwnScenarios(red, [record('broken')]), red);
    assert.equal(withOwnScenarios(green, [record('passed'), record('skipped')]), green);
  });

  it('are told from ours: a scenario with a requirement is judged by its checks', () => {
    assert.equal(withOwnScenarios(green, [record('failed', ['SEQ-42'])]), green);
  });
});
