import type { CheckVerdict, ConformanceReport, Outcome, RequirementVerdict } from '../../verdict';

const NONE: Record<Outcome, number> = {
  pass: 0,
  fail: 0,
  warn: 0,
  info: 0,
  'not-applicable': 0,
  'not-observable': 0,
  'not-selected': 0,
  'could-not-test': 0,
  'harness-error': 0,
};

export function checkVerdict(id: string, outcome: Outcome, more: Partial<CheckVerdict> = {}): CheckVerdict {
  return {
    id,
    level: outcome === 'warn' ? 'SHOULD' : 'MUST',
    statement: `Statement of ${id}`,
    outcome,
    reason: `why ${id} is ${outcome}`,
    evidence: ['scenario 1'],
    ...more,
  };
}

export function requirement(
  checks: readonly CheckVerdict[],
  more: Partial<RequirementVerdict> = {},
): RequirementVerdict {
  const [first] = checks;
  if (first === undefined) throw new Error('a requirement has a check');
  const id = first.id.split('.', 1)[0] ?? first.id;
  return {
    id,
    family: id.replace(/-[^-]+$/u, ''),
    party: 'sees',
    level: first.level,
    strength: 'stated',
    statement: first.statement,
    source: ['SEES-API'],
    outcome: first.outcome,
    checks,
    durationMs: 12,
    provedBy: 'not proved for this version',
    ...more,
  };
}

const WAIVER = {
  requirement: 'SEES-RES-04',
  owner: 'ops',
  reason: 'the next release mends it | soon',
  issue: 'OPS-1',
  until: '2026-12-31',
};

/** One of everything; fails the gate. */
export function conformance(more: Partial<ConformanceReport> = {}): ConformanceReport {
  const requirements = more.requirements ?? [
    requirement([
      checkVerdict('SEQ-42', 'fail', {
        reason: 'device B opened a license | with <contentKey #1>',
        expected: 'a refusal',
        observed: 'HTTP 200 & a CKC',
      }),
      checkVerdict('SEQ-42.code', 'warn'),
    ]),
    requirement([checkVerdict('SEQ-35', 'pass')]),
    requirement([checkVerdict('SEES-TRN-01', 'could-not-test', { reason: 'connection refused' })]),
    requirement([checkVerdict('SEES-TRN-02', 'harness-error')]),
    requirement([checkVerdict('SEES-RES-03', 'not-observable', { reason: 'no backend leg' })]),
    requirement([checkVerdict('SEES-RES-04', 'fail', { waived: true })], {
      waiver: WAIVER,
    }),
    requirement([checkVerdict('EP-LIC-06', 'info', { level: 'INFO' })]),
  ];
  const count = (outcomes: readonly Outcome[]): Record<Outcome, number> => {
    const totals = { ...NONE };
    for (const outcome of outcomes) totals[outcome] += 1;
    return totals;
  };
  return {
    schemaVersion: 1,
    suite: { name: 'sees-conformance', version: '0.1.0' },
    run: {
      startedAt: '2026-01-02T03:04:05.678Z',
      durationMs: 1234,
      profile: 'stub',
      hosting: 'nock',
      target: { sees: 'reference', expressplay: 'reference' },
      seed: 7,
      nonce: 'n0',
      configurationDigest: 'sha256:abc',
      readings: { 'names.deviceId': ['deviceid'], 'denial.status': '200' },
      node: 'v20.20.2',
      exchanges: 8,
    },
    totals: count(requirements.flatMap(({ checks }) => checks.map(({ outcome }) => outcome))),
    requirementTotals: count(requirements.map(({ outcome }) => outcome)),
    verdict: { gate: 'must', exitCode: 1, reason: '1 check of level MUST failed' },
    requirements,
    readings: [
      { reading: 'names.deviceId', value: ['deviceid'], byDefault: false, requirements: ['EP-TOK-18', 'EP-TOK-19'] },
      { reading: 'denial.status', value: '200', byDefault: true, requirements: ['SEES-TRN-11'] },
    ],
    waivers: [{ ...WAIVER, state: 'in-force', covered: ['SEES-RES-04'] }],
    scenarios: [
      {
        id: 'scenario 1',
        name: 'A',
        feature: 'F',
        rule: 'R',
        uri: 'features/a.feature',
        line: 3,
        exchanges: 8,
        durationMs: 40,
      },
    ],
    ...more,
  };
}
