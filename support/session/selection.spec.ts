import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadLedger } from '../ledger';
import { Manifest } from '../verdict';
import { select, type Selection } from './selection';
import { plansOf } from './testing/gherkin';

const FEATURE = `Feature: F
  @SEQ-51
  Scenario: mixed
    Given a
  @SEQ-42
  Scenario: mismatch
    Given a
  @SEQ-01
  Scenario: drawn
    Given a
  @EP-LIC-06 @SEQ-42
  Scenario: mismatch again
    Given a
  Scenario: the operator's own
    Given a
`;
const PLANNED = plansOf([FEATURE, 'a']);

type Options = Parameters<typeof select>[2];

function selected(options: Partial<Options> = {}, party: 'sees' | 'expressplay' | 'both' = 'both'): Selection {
  const underTest = new Set(party === 'both' ? (['sees', 'expressplay'] as const) : [party]);
  const offers = new Set(['two-devices', 'backend'] as const);
  const sights = { profile: 'stub', underTest, offers, missing: new Map() } as const;
  // As in a run: what was not asked for is not judged.
  const manifest = new Manifest(loadLedger(), sights, options.requirements);
  return select(PLANNED, manifest, { tags: undefined, requirements: undefined, shard: undefined, ...options });
}

const names = (scenarios: Selection['scenarios']): string[] => scenarios.map(({ name }) => name);
const asking = (...ids: string[]): Partial<Options> => ({ requirements: new Set(ids) });

describe('select', () => {
  it('leaves out scenarios of which only arrows could be drawn, and says so', () => {
    const { scenarios, unseen, complete } = selected();
    assert.deepEqual(names(scenarios), ['mixed', 'mismatch', 'mismatch again', "the operator's own"]);
    assert.deepEqual(names(unseen), ['drawn']);
    assert.equal(complete, true);
  });

  it('leaves out what this target cannot show', () => {
    const { scenarios, unseen, complete } = selected({}, 'sees');
    assert.deepEqual(names(scenarios), ['mixed', "the operator's own"]);
    assert.deepEqual(names(unseen), ['mismatch', 'drawn', 'mismatch again']);
    assert.equal(complete, true, 'nothing was narrowed down');
  });

  it('takes the scenarios of a requirement, or of one of its parts', () => {
    assert.deepEqual(names(selected(asking('SEQ-42')).scenarios), ['mismatch', 'mismatch again']);
    assert.deepEqual(names(selected(asking('EP-LIC-06')).scenarios), ['mismatch again']);
    assert.deepEqual(names(selected(asking('SEQ-51.paired')).scenarios), ['mixed']);
    assert.deepEqual(names(selected(asking('SEQ-51', 'EP-LIC-06')).scenarios), ['mixed', 'mismatch again']);
    assert.deepEqual(names(selected(asking('SEQ-4')).scenarios), []);
  });

  it('takes everything for an invariant, which is judged everywhere', () => {
    const everything = names(selected().scenarios);
    for (const id of ['SEES-RES-01', 'EP-TOK-08', 'EP-TOK-08.value']) {
      assert.deepEqual(names(selected(asking(id)).scenarios), everything, id);
    }
    assert.deepEqual(names(selected(asking('SEES-RES-01'), 'expressplay').scenarios), [], 'not seen there');
  });

  it('deals the scenarios out to shards, each to one', () => {
    const shares = [1, 2, 3].map((index) => names(selected({ shard: { index, count: 3 } }).scenarios));
    assert.deepEqual(shares, [['mixed', "the operator's own"], ['mismatch'], ['mismatch again']]);
    assert.deepEqual(names(selected({ shard: { index: 9, count: 9 } }).scenarios), []);
  });

  it('is complete only where nothing narrowed it down', () => {
    assert.equal(selected({ tags: '@x' }).complete, false);
    assert.equal(selected(asking('SEQ-42')).complete, false);
    assert.equal(selected({ shard: { index: 1, count: 1 } }).complete, false);
  });
});
