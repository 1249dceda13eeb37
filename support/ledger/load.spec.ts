import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ERROR_CODES } from '../protocol';
import { LedgerError, loadLedger, packageFile, profilesOf } from '.';

describe('the ledger of the package', () => {
  const ledger = loadLedger();

  it('is read once', () => {
    assert.equal(loadLedger(), ledger);
  });

  it('holds every arrow of both sequence diagrams exactly once', () => {
    const arrows = ledger.requirements.flatMap((requirement) => requirement.arrow?.split(', ') ?? []);
    const expected = [
      ...Array.from({ length: 6 }, (_, index) => `T${String(index + 1)}`),
      ...Array.from({ length: 16 }, (_, index) => `B${String(index + 1)}`),
      'B2r',
    ];
    assert.deepEqual(arrows.toSorted(), expected.toSorted());
  });

  it('has all 43 rows of the sequence family', () => {
    const numbers = ledger.requirements
      .filter(({ family }) => family === 'sequence')
      .map(({ id }) => Number(id.slice(4)));
    const expected = [...Array.from({ length: 9 }, (_, i) => i + 1), ...Array.from({ length: 34 }, (_, i) => i + 20)];
    assert.deepEqual(numbers, expected);
  });

  it('gives a requirement without parts one check of its own id and level', () => {
    const check = ledger.check('SEQ-42');
    assert.equal(check?.level, 'MUST');
    assert.equal(check.requirement.id, 'SEQ-42');
    assert.deepEqual(ledger.checksOf('SEQ-42'), [check]);
  });

  it('gives a requirement with parts one check per part, each with its level', () => {
    const checks = ledger.checksOf('SEES-ERR-09');
    assert.deepEqual(
      checks.map(({ id, level }) => [id, level]),
      [
        ['SEES-ERR-09.unbound', 'MUST'],
        ['SEES-ERR-09.refused', 'SHOULD'],
        ['SEES-ERR-09.calls', 'INFO'],
      ],
    );
    assert.equal(ledger.check('SEES-ERR-09'), undefined);
    assert.deepEqual(ledger.checksOf('SEES-ERR-09.calls'), checks.slice(2));
  });

  it('holds every row of the catalog, 253 in all', () => {
    const count = (party: string) => ledger.requirements.filter((requirement) => requirement.party === party).length;
    assert.equal(ledger.requirements.length, 253);
    assert.deepEqual([count('sees'), count('expressplay'), count('both'), count('step')], [145, 93, 6, 9]);
  });

  it('splits what has several levels, and each level is that of a part', () => {
    const split = ledger.requirements.filter(({ parts }) => parts);
    assert.ok(split.length > 60);
    for (const { id, level, parts = [] } of split)
      assert.ok(
        parts.some((part) => part.level === level),
        id,
      );
    assert.deepEqual(
      ledger.checksOf('EP-LIC-12').map(({ id, level, needs }) => [id, level, needs]),
      [
        ['EP-LIC-12.drm', 'MUST', ['foreign-token']],
        ['EP-LIC-12.environment', 'SHOULD', ['other-account']],
      ],
    );
  });

  it('adds the needs of a part to those of its requirement', () => {
    assert.deepEqual(ledger.check('SEES-REQ-21.shortened')?.needs, ['backend']);
    assert.deepEqual(ledger.check('SEES-REQ-21.grant')?.needs, []);
    assert.deepEqual(ledger.check('SEES-ERR-06.bounded')?.needs, ['backend', 'faults']);
  });

  it('has every code that a token request can provoke, with the refusal apart from the code', () => {
    const codes = ledger.requirements.filter(({ id }) => id.startsWith('EP-TOK-E'));
    assert.equal(codes.length, ERROR_CODES.filter(({ where }) => where === 'T').length);
    for (const { id } of codes) {
      assert.ok(
        ERROR_CODES.some(({ code, where }) => where === 'T' && id === `EP-TOK-E${String(-code)}`),
        id,
      );
      assert.deepEqual(
        ledger.checksOf(id).map((check) => check.id),
        [`${id}.refused`, `${id}.code`],
      );
    }
  });

  it('gives no reason for what some profile can show', () => {
    const excused = ledger.requirements.filter(({ notTested }) => notTested !== undefined);
    const seen = excused.filter((requirement) => profilesOf(requirement).length > 0);
    assert.deepEqual(
      seen.map(({ id, level }) => `${id} (${level})`),
      [],
    );
  });

  it('names readings that a configuration has, and each of them somewhere', () => {
    const schema = JSON.parse(readFileSync(packageFile('schemas/config.schema.json'), 'utf8')) as {
      $defs: Readonly<Record<string, { properties?: object }>>;
      properties: { readings: { properties?: object; $ref?: string } };
    };
    const { properties, $ref = '' } = schema.properties.readings;
    const known = Object.keys(properties ?? schema.$defs[$ref.replace('#/$defs/', '')]?.properties ?? {});
    const named = new Set(ledger.requirements.flatMap(({ readings = [] }) => readings));
    assert.deepEqual([...named].toSorted(), known.toSorted());
  });

  it('says of every arrow that is only drawn why nobody judges it', () => {
    const steps = ledger.requirements.filter(({ level }) => level === 'STEP');
    assert.equal(steps.length, 9);
    for (const step of steps) assert.match(step.notTested ?? '', /drawn and not judged\.$/);
  });

  it('counts every check id once', () => {
    assert.equal(new Set(ledger.checks.map(({ id }) => id)).size, ledger.checks.length);
  });

  it('answers undefined or nothing for what it does not know', () => {
    assert.equal(ledger.requirement('SEQ-99'), undefined);
    assert.equal(ledger.check('SEQ-07.none'), undefined);
    assert.deepEqual(ledger.checksOf('SEQ-99'), []);
  });

  for (const [typo, meant] of [
    ['seq-42', 'SEQ-42'],
    ['SEQ-07.oder', 'SEQ-07.order'],
    ['SEES-SCE-05', 'SEES-SEC-05'],
    ['EP-TOKEN-01', 'EP-TOK-01'],
  ] as const) {
    it(`suggests ${meant} for ${typo}`, () => {
      assert.equal(ledger.suggest(typo), meant);
    });
  }

  it('suggests nothing for what is like nothing', () => {
    assert.equal(ledger.suggest('device binding'), undefined);
  });
});

describe('a wrong ledger', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'ledger-'))));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const row = (id: string, more = '') =>
    `  - {id: ${id}, family: sequence, party: sees, level: MUST, strength: stated, negative: false, statement: It holds what it says., source: [DOC], leg: [client]${more}}\n`;
  const file = (rows: string) => `sources:\n  DOC: a document\nrequirements:\n${rows}`;

  const cases: [name: string, text: string, ...problems: RegExp[]][] = [
    ['YAML that does not parse', 'sources: {DOC: [\n', /:2 .*flow/i],
    ['an empty file', '', /:1 .*must be object\.$/],
    [
      'an unknown key',
      file(row('SEQ-01', ', leve: MUST')),
      /:4 SEQ-01: must NOT have additional properties \(leve\)\.$/,
    ],
    ['an unknown level', file(row('SEQ-01').replace('MUST', 'WILL')), /:4 SEQ-01 level: .* MUST, SHOULD/],
    ['an id out of form', file(row('Seq1')), /:4 Seq1 id: must match pattern/],
    [
      'a missing statement',
      file(row('SEQ-01').replace('statement: It holds what it says., ', '')),
      /:4 SEQ-01: .*'statement'/,
    ],
    ['an id used twice', file(row('SEQ-01') + row('SEQ-01')), /:5 SEQ-01: the id is taken \(.*:4\)/],
    ['a same_as that leads nowhere', file(row('SEQ-01', ', same_as: SEQ-02')), /:4 SEQ-01: same_as names SEQ-02/],
    [
      'a same_as to itself',
      file(row('SEQ-01', ', same_as: SEQ-01')),
      /:4 SEQ-01: same_as names the requirement itself/,
    ],
    ['an unknown document', file(row('SEQ-01').replace('[DOC]', '[ODC]')), /:4 SEQ-01: source ODC/],
    [
      'a level that none of the parts has',
      file(row('SEQ-01', `, parts: [${part('a', 'SHOULD')}, ${part('b', 'INFO')}]`)),
      /:4 SEQ-01: the level is MUST, but its parts have SHOULD and INFO/,
    ],
    [
      'two parts of one name',
      file(row('SEQ-01', `, parts: [${part('a', 'MUST')}, ${part('a', 'INFO')}]`)),
      /:4 SEQ-01: part a is there twice/,
    ],
    ['a lonely part', file(row('SEQ-01', `, parts: [${part('a', 'MUST')}]`)), /:4 SEQ-01 parts: .*fewer than 2/],
    ['a STEP without its reason', file(step('')), /:4 SEQ-01: a STEP needs not_tested/],
    [
      'a STEP of a party',
      file(step(', not_tested: It is only drawn.').replace('party: step', 'party: sees')),
      /go together/,
    ],
    [
      'a MUST that nobody can judge',
      file(row('SEQ-01', ', not_tested: It is hard to see.')),
      /:4 SEQ-01: not_tested stands/,
    ],
    ['several faults at once', file(row('SEQ-01', ', same_as: SEQ-09') + row('SEQ-01')), /:4 .*SEQ-09/, /:5 .*taken/],
  ];

  function part(name: string, level: string): string {
    return `{name: ${name}, level: ${level}, statement: A part of it holds.}`;
  }

  function step(more: string): string {
    return row('SEQ-01', more).replace('party: sees, level: MUST', 'party: step, level: STEP');
  }

  for (const [index, [name, text, ...problems]] of cases.entries()) {
    it(`is told: ${name}`, () => {
      const path = join(folder, `${String(index)}.yaml`);
      writeFileSync(path, text);
      assert.throws(
        () => loadLedger(path),
        (error) => {
          assert.ok(error instanceof LedgerError);
          for (const problem of problems)
            assert.ok(
              error.problems.some((text) => problem.test(text)),
              error.message,
            );
          for (const text of error.problems) assert.ok(text.startsWith(`${path}:`), text);
          return true;
        },
      );
    });
  }

  it('is told: the file cannot be read', () => {
    assert.throws(() => loadLedger(join(folder, 'none.yaml')), /none\.yaml: cannot be read \(ENOENT\)/);
  });

  it('is not what the cases start from', () => {
    const path = join(folder, 'right.yaml');
    writeFileSync(path, file(row('SEQ-01', ', same_as: SEQ-02') + row('SEQ-02')));
    assert.equal(loadLedger(path).requirement('SEQ-01')?.sameAs, 'SEQ-02');
    assert.ok(readFileSync(path, 'utf8').includes('SEQ-02'));
  });
});
