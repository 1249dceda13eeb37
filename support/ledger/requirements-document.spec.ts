import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { loadLedger, packageFile, profilesOf, requirementsDocument } from '.';

describe('docs/requirements.md', () => {
  const ledger = loadLedger();
  const text = requirementsDocument(ledger);

  it('is what the ledger says', () => {
    const written = readFileSync(packageFile('docs/requirements.md'), 'utf8');
    assert.ok(written === text, 'docs/requirements.md is stale; run `npm run requirements`.');
  });

  it('has a heading for each requirement and a line for each part', () => {
    for (const { id } of ledger.requirements) assert.ok(text.includes(`\n### ${id}\n`), id);
    for (const { id, requirement } of ledger.checks) {
      if (requirement.parts !== undefined) assert.ok(text.includes(`\n- \`${id}\` **`), id);
    }
  });

  it('says of a part that fewer profiles show where it can be seen', () => {
    assert.match(text, /`SEES-REQ-21\.shortened` \*\*MUST\*\* .*\(seen in: stub, sees\)/);
    assert.doesNotMatch(text, /`SEES-REQ-21\.grant` .*\(seen in/);
  });

  it('leads from a requirement to the one that is the same', () => {
    assert.match(text, /### SEES-RES-14\n[^#]*Same as: \[SEES-RES-04\]\(#sees-res-04\)/);
  });
});

describe('profilesOf', () => {
  const ledger = loadLedger();
  const table = [
    ['SEES-RES-01', 'stub, sees, end-to-end'],
    ['SEES-ERR-01', 'stub, sees'],
    ['SEQ-41', 'stub, sees, expressplay, end-to-end'],
    ['EP-TOK-40', 'stub, expressplay, end-to-end'],
    ['EP-TOK-14', 'stub, sees'],
    ['EP-TOK-A2019', 'stub'],
    ['EP-LIC-06', 'stub, expressplay, end-to-end'],
    ['SEQ-01', ''],
  ] as const;
  for (const [id, profiles] of table) {
    it(`sees ${id} in ${profiles === '' ? 'none' : profiles}`, () => {
      const requirement = ledger.requirement(id);
      assert.ok(requirement !== undefined);
      assert.equal(profilesOf(requirement).join(', '), profiles);
    });
  }

  it('finds a profile for everything that is not drawn only', () => {
    const nowhere = ledger.requirements.filter((requirement) => profilesOf(requirement).length === 0);
    assert.deepEqual(
      nowhere.filter(({ notTested }) => notTested === undefined).map(({ id }) => id),
      [],
    );
  });
});
