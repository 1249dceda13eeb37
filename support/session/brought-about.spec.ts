import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { CHECKS, type Check } from '../checks';
import { loadLedger, type LedgerCheck } from '../ledger';
import type { PlannedScenario } from '../verdict';
import { definedSteps, type DefinedStep } from './testing/features';

const ledger = loadLedger();
const functions = new Map(CHECKS.map((check) => [check.id, check]));

/** What a Then step looks at: found by running it on a world that does nothing but listen. */
async function subjectsOf({ code }: DefinedStep): Promise<readonly Check['subject'][]> {
  const seen: Check['subject'][] = [];
  const nobody: unknown = new Proxy(() => undefined, {
    get: (_, name) =>
      name === 'then'
        ? undefined
        : name === 'judge'
          ? (...subjects: Check['subject'][]) => seen.push(...subjects)
          : nobody,
    apply: () => nobody,
  });
  await code?.apply(
    nobody,
    Array.from({ length: 8 }, () => nobody),
  );
  return seen;
}

describe('every check', () => {
  let steps: ReadonlyMap<PlannedScenario, readonly DefinedStep[]>;
  /** Requirement id -> subjects that a scenario with its tag looks at. */
  const looked = new Map<string, Set<Check['subject']>>();

  before(async () => {
    steps = await definedSteps();
    for (const [scenario, all] of steps) {
      const subjects: Check['subject'][] = [];
      for (const step of all) if (step.kind === 'Then') subjects.push(...(await subjectsOf(step)));
      for (const id of scenario.requirements) looked.set(id, new Set([...(looked.get(id) ?? []), ...subjects]));
    }
  });

  it('stands for a requirement whose scenarios have steps that are defined', () => {
    const undefinedSteps = [...steps].flatMap(([{ id }, all]) =>
      all.filter(({ code }) => code === undefined).map(({ text }) => `${id}: ${text}`),
    );
    assert.deepEqual(undefinedSteps, []);
  });

  it('is there for each requirement, unless the ledger says why not', () => {
    const missing = ledger.checks.filter(
      ({ id, requirement }) =>
        !functions.has(id) && (requirement.notTested === undefined || requirement.level === 'STEP'),
    );
    assert.deepEqual(
      missing.map(({ id }) => id),
      [],
      'requirements without check or reason',
    );
  });

  it('is brought about by a scenario of its requirement with a Then step that looks where it looks', () => {
    const forgotten = ledger.checks.filter((check) => isJudged(check) && !isBroughtAbout(check));
    assert.deepEqual(
      forgotten.map(({ id, requirement }) => {
        const subjects = [...(looked.get(requirement.id) ?? [])];
        const why = subjects.length === 0 ? 'no scenario has its tag' : `its scenarios look at ${subjects.join(', ')}`;
        return `${id} looks at ${functions.get(id)?.subject ?? 'nothing'}, but ${why}`;
      }),
      [],
    );
  });

  it('of a scenario is one that the scenario looks at: a tag without its check says nothing', () => {
    const idle = [...looked].filter(([id, subjects]) =>
      ledger.checksOf(id).every((check) => {
        const subject = functions.get(check.id)?.subject;
        return subject !== undefined && subject !== 'arrow' && !subjects.has(subject);
      }),
    );
    assert.deepEqual(
      idle.map(([id]) => id),
      [],
      'tags of requirements that no Then step judges',
    );
  });

  function isJudged({ id }: LedgerCheck): boolean {
    const subject = functions.get(id)?.subject;
    return subject !== undefined && subject !== 'every' && subject !== 'arrow';
  }

  function isBroughtAbout({ id, requirement }: LedgerCheck): boolean {
    const subject = functions.get(id)?.subject;
    return subject !== undefined && (looked.get(requirement.id)?.has(subject) ?? false);
  }
});
