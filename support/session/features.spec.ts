import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Feature, Step } from '@cucumber/messages';
import { CHECKS } from '../checks';
import { loadLedger, NEEDS, type Need } from '../ledger';
import { Manifest } from '../verdict';
import { select } from './selection';
import { FEATURE_FILES, SCENARIOS } from './testing/features';
import { documentOf, messagesOf, plansOf } from './testing/gherkin';

const ledger = loadLedger();
const scenarios = SCENARIOS;

function featureOf(text: string, uri: string): Feature {
  const { feature } = documentOf(messagesOf(text, uri));
  if (feature === undefined) throw new Error(`${uri} holds no feature`);
  return feature;
}

describe('the features', () => {
  it('have ids of their own, the same every time', () => {
    const ids = scenarios.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(
      plansOf(...FEATURE_FILES).map(({ id }) => id),
      ids,
    );
    assert.ok(
      ids.every((id) => !/ #\d+$/.test(id)),
      'no namesakes',
    );
  });

  it('tag only requirements that the ledger has', () => {
    const unknown = scenarios.flatMap(({ id, requirements }) =>
      requirements.filter((tag) => ledger.requirement(tag) === undefined).map((tag) => `${id}: ${tag}`),
    );
    assert.deepEqual(unknown, []);
    const mistyped = scenarios.flatMap(({ tags }) => tags.filter((tag) => /^(SEES|EP|SEQ)/i.test(tag)));
    assert.deepEqual(mistyped, []);
  });

  it('put every scenario under a rule with a requirement, in a feature that says what it is about', () => {
    for (const { id, rule, requirements, featureDescription } of scenarios) {
      assert.notEqual(rule, '', id);
      assert.notDeepEqual(requirements, [], id);
      assert.notEqual(featureDescription, '', id);
    }
  });

  it('tell past, act and what can be seen, in this order and in a few steps', () => {
    for (const { id, steps } of scenarios) {
      const keywords = steps.map(({ text }) => text.split(' ', 1)[0]).filter((keyword) => keyword !== 'And');
      assert.match(keywords.join(' '), /^(Given )?When Then$/, id);
      assert.ok(steps.length >= 3, id);
      assert.ok(steps.length <= 6, `${id}: ${String(steps.length)} steps`);
    }
  });

  it('speak of the protocol, not of its plumbing', () => {
    const plumbing = /https?:|\/hms|\/cmiapi|[{}]|\bHTTP\b|\b(GET|POST)\b|\b[2-5]\d\d\b|header|=/;
    const steps = scenarios.flatMap(({ id, steps: all }) => all.map(({ text }) => `${id}: ${text}`));
    assert.deepEqual(
      steps.filter((step) => plumbing.test(step.slice(step.indexOf(': ')))),
      [],
    );
  });

  it('have a background for nothing, steps without texts, and tables where something is done', () => {
    const all = FEATURE_FILES.flatMap(([text, uri]) =>
      featureOf(text, uri).children.flatMap((child) => [child, ...(child.rule?.children ?? [])]),
    );
    const steps: readonly Step[] = all.flatMap((child) => child.background?.steps ?? child.scenario?.steps ?? []);
    assert.ok(steps.length > 50);
    assert.ok(steps.every(({ docString }) => docString === undefined));
    assert.ok(
      steps.every(({ dataTable, keywordType }) => dataTable === undefined || String(keywordType) !== 'Outcome'),
    );
  });
});

describe('checks and ledger', () => {
  const functions = new Set(CHECKS.map(({ id }) => id));

  it('have each function once', () => {
    assert.equal(functions.size, CHECKS.length, 'a check function is there twice');
  });

  it('have an entry for each check function', () => {
    assert.deepEqual(
      [...functions].filter((id) => ledger.check(id) === undefined),
      [],
    );
  });

  it('ask the subject arrow of arrows only', () => {
    const arrows = CHECKS.filter(({ subject }) => subject === 'arrow').map(({ id }) => id);
    const steps = ledger.checks.filter(({ level }) => level === 'STEP').map(({ id }) => id);
    assert.deepEqual(arrows.toSorted(), steps.toSorted());
  });
});

describe('a complete selection', () => {
  const profiles: readonly [string, readonly ('sees' | 'expressplay')[], readonly Need[]][] = [
    ['stub', ['sees', 'expressplay'], []],
    ['sees', ['sees'], []],
    ['expressplay', ['expressplay'], ['faults', 'exact-clock']],
    ['end-to-end', ['sees', 'expressplay'], ['backend', 'faults', 'exact-clock', 'records']],
  ];
  for (const [profile, parties, missing] of profiles) {
    it(`reaches every check that profile ${profile} can show`, () => {
      const manifest = new Manifest(ledger, {
        profile: profile as 'stub',
        underTest: new Set(parties),
        offers: new Set(NEEDS.filter((need) => !missing.includes(need))),
        missing: new Map(),
      });
      const selection = select(scenarios, manifest, { tags: undefined, requirements: undefined, shard: undefined });
      assert.ok(selection.scenarios.length > 5);
      const due = new Set(selection.scenarios.flatMap((scenario) => manifest.dueIn(scenario).map(({ id }) => id)));
      const forgotten = ledger.checks.filter(
        ({ id }) => manifest.unseen(id) === undefined && manifest.invariant(id) === undefined && !due.has(id),
      );
      assert.deepEqual(
        forgotten.map(({ id }) => id),
        [],
      );
    });
  }
});
