import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadConfiguration } from '../target';
import { planLines, planOf } from './plan-lines';
import type { Rehearsal } from './rehearse';

const REHEARSAL: Rehearsal = {
  selected: ['SEQ-42', 'SEQ-43.all'],
  leftOut: [
    { outcome: 'not-selected', reason: 'not asked for', checks: ['SEQ-01'] },
    {
      outcome: 'not-observable',
      reason: 'nobody sees that leg',
      checks: Array.from({ length: 14 }, (_, index) => `EP-TOK-${String(index)}`),
    },
  ],
  scenarios: 3,
  exchanges: 40,
  calls: 30,
  requests: 21,
  redemptions: 9,
  licenses: 7,
  spcs: [
    { device: 'device A', step: 'bootstrap', count: 2 },
    { device: 'flow 1', step: 'bound', count: 1 },
    { device: 'flow 2', step: 'bound', count: 1 },
  ],
  longestWait: { reason: 'a token to end', ms: 3500 },
  durationMs: 100,
};

describe('a plan', () => {
  const stub = loadConfiguration({ env: {}, cwd: __dirname });
  const real = { ...stub, profile: 'end-to-end', time: { ...stub.time, mode: 'real' } } as const;

  it('takes in memory what the rehearsal took', () => {
    assert.equal(planOf(stub, REHEARSAL).wallTimeMs, 100);
    assert.match(
      planLines(planOf(stub, REHEARSAL), stub).join('\n'),
      /^longest wait .*\(virtual time: nobody waits\)$/m,
    );
  });

  it('adds the way to a foreign target and the longest wait', () => {
    const plan = planOf(real, REHEARSAL);
    assert.equal(plan.wallTimeMs, 100 + 40 * 50 + 3500);
    const text = planLines(plan, real).join('\n');
    assert.match(text, /^expected time {3}about 5\.6 s at 50 ms for each exchange$/m);
    assert.match(text, /^longest wait {4}3\.5 s: a token to end$/m);
  });

  it('tells what holding requests to a rate takes, where that is longer', () => {
    const slow = { ...real, rate: { requestsPerSecond: 0.5 } };
    const plan = planOf(slow, REHEARSAL);
    assert.equal(plan.wallTimeMs, 100 + 20 * 2000 + 3500);
    const line = planLines(plan, slow).find((text) => text.startsWith('expected time')) ?? '';
    assert.match(line, /about 43\.6 s at .*, 21 requests to the target at 0\.5 a second \(rate\.requestsPerSecond\)$/);
    assert.equal(
      planOf({ ...real, rate: { requestsPerSecond: 1000 } }, REHEARSAL).wallTimeMs,
      planOf(real, REHEARSAL).wallTimeMs,
    );
    assert.equal(planOf({ ...stub, rate: { requestsPerSecond: 0.5 } }, REHEARSAL).wallTimeMs, 100);
  });

  it('tells redemptions, and where fewer are allowed', () => {
    const few = { ...real, limits: { ...real.limits, redemptions: 8 } };
    const enough = { ...real, limits: { ...real.limits, redemptions: 9 } };
    const line = (configuration: typeof few): string =>
      planLines(planOf(configuration, REHEARSAL), configuration).find((text) => text.startsWith('redemptions')) ?? '';
    assert.match(line(few), /9, 7 of them granted \(each may cost a credit\); 8 allowed/);
    assert.match(line(enough), /each may cost a credit\)$/);
  });

  it('lists SPCs by device and step, players of a crowd together', () => {
    const lines = planLines(planOf(real, REHEARSAL), real);
    assert.ok(lines.includes('  device A                 bootstrap     2'));
    assert.ok(lines.includes('  flow 1 and 1 more, each  bound         1'));
    assert.ok(planLines(planOf(real, { ...REHEARSAL, spcs: [] }), real).includes('SPCs            none'));
  });

  it('groups what will not be judged by its reason, and does not list what was not asked for', () => {
    const text = planLines(planOf(real, REHEARSAL), real).join('\n');
    assert.match(text, /not-observable, 14: nobody sees that leg\n {4}EP-TOK-0 .* EP-TOK-11 and 2 more/);
    assert.match(text, /not-selected, 1: not asked for\n {2}not-observable/);
  });
});
