import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadLedger } from '../ledger';
import { ConfigurationError } from '../target';
import { readWaivers } from './read-waivers';

const ENTRY = `- requirement: SEQ-42
  owner: ops
  reason: the next release mends it
  issue: https://issues.example/17
  until: 2026-12-31
`;

const WAIVER = {
  requirement: 'SEQ-42',
  owner: 'ops',
  reason: 'the next release mends it',
  issue: 'https://issues.example/17',
  until: '2026-12-31',
};

describe('readWaivers', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'waivers-'))));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const read = (text: string): unknown => {
    const file = join(folder, 'waivers.yaml');
    writeFileSync(file, text);
    return readWaivers(file, loadLedger());
  };

  const right: readonly [string, string, unknown][] = [
    ['a list', ENTRY, [WAIVER]],
    ['a list under its name', `waivers:\n${ENTRY}`, [WAIVER]],
    ['JSON', JSON.stringify([WAIVER]), [WAIVER]],
    ['a check', ENTRY.replace('SEQ-42', 'SEQ-07.counts'), [{ ...WAIVER, requirement: 'SEQ-07.counts' }]],
    ['an empty list', '[]\n', []],
    ['an empty file', '', []],
    ['nothing but a remark', '# none at present\n', []],
    ['a name without a list', 'waivers:\n', []],
  ];
  for (const [what, text, expected] of right) {
    it(`takes ${what}`, () => {
      assert.deepEqual(read(text), expected);
    });
  }

  const wrong: readonly [string, string, ...RegExp[]][] = [
    ['YAML that does not parse', '- {requirement: [\n', /yaml:2: .* Right: YAML: a list of entries/],
    [
      'a single waiver',
      ENTRY.replaceAll(/^(- | {2})/gm, ''),
      /yaml:1: this has the wrong form\. Right: a list of entries/,
    ],
    ['an unknown id', ENTRY.replace('42', '99'), /yaml:1 SEQ-99: no requirement or check has this id\./],
    [
      'a mistyped id',
      ENTRY.replace('SEQ-42', 'seq-42'),
      /yaml:1 seq-42: no requirement or check has this id\. Right: SEQ-42\?/,
    ],
    [
      'a missing owner',
      ENTRY.replace('  owner: ops\n', ''),
      /yaml:1 owner: owner is missing\. Right: who sees to it, as text/,
    ],
    ['an empty reason', ENTRY.replace('the next release mends it', '" "'), /yaml:3 reason: this has the wrong form/],
    ['a number for an issue', ENTRY.replace('https://issues.example/17', '17'), /yaml:4 issue: .* Right: .* as text/],
    [
      'an unknown key',
      `${ENTRY}  expires: never\n`,
      /yaml:1: expires is no key of a waiver\. Right: requirement, owner,/,
    ],
    ['a day that is no day', ENTRY.replace('12-31', '02-30'), /yaml:1 SEQ-42: until: there is no day 2026-02-30\./],
    ['a time in place of a day', ENTRY.replace('12-31', '12-31T00:00:00Z'), /yaml:5 until: .*e\.g\. 2026-12-31/],
    ['an id that comes twice', ENTRY + ENTRY, /yaml:6 SEQ-42: it is waived twice\./],
    ['what is observed only', ENTRY.replace('SEQ-42', 'SEQ-37'), /yaml:1 SEQ-37: INFO is observed and never fails\./],
    ['several faults', ENTRY.replace('42', '99') + ENTRY.replace('12-31', '02-30'), /yaml:1 SEQ-99/, /yaml:6 SEQ-42/],
  ];
  for (const [what, text, ...problems] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => read(text),
        (error) => {
          assert.ok(error instanceof ConfigurationError);
          for (const problem of problems) assert.match(error.message, problem);
          return true;
        },
      );
    });
  }

  it('says that a file is not there', () => {
    assert.throws(
      () => readWaivers(join(folder, 'none.yaml'), loadLedger()),
      /none\.yaml: the file cannot be read \(ENOENT\)/,
    );
  });
});
