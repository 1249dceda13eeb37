import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CHECKS, type Check } from '../support/checks';
import { conductSelftest, OwnCrew } from '../support/cli';
import { faultsOf, type KillMatrix } from '../support/selftest';
import { findViolation, type Variation, type Violation } from '../support/violations';
import { command, temporaryFolder, told } from './command';

const SEED = 7;
/** Kills SEQ-44 and what goes with it, in a few scenarios. */
const expiryIgnored = findViolation('expiry-ignored') ?? assert.fail();

async function matrixOf(
  violations: readonly Violation[],
  options: Parameters<typeof conductSelftest>[0] = {},
  variations: readonly Variation[] = [],
): Promise<KillMatrix> {
  const catalog = { violations, variations };
  const crew = new OwnCrew(SEED, catalog);
  try {
    return await conductSelftest({ quiet: true, ...options }, SEED, crew, catalog);
  } finally {
    crew.close();
  }
}

/** The check as long as the act lasts. */
async function withCheck<T>(id: string, judge: Check['judge'], act: () => Promise<T>): Promise<T> {
  const check = CHECKS.find((candidate) => candidate.id === id) ?? assert.fail(id);
  const original = Object.getOwnPropertyDescriptor(check, 'judge') ?? assert.fail(id);
  Object.defineProperty(check, 'judge', { ...original, value: judge });
  try {
    return await act();
  } finally {
    Object.defineProperty(check, 'judge', original);
  }
}

describe('selftest', () => {
  it('kills what is wrong, in no more scenarios than it reaches', async () => {
    const {
      rows: [row],
    } = await matrixOf([expiryIgnored]);
    assert.equal(row?.result, 'killed');
    assert.deepEqual(row.killedBy, expiryIgnored.breaks);
    assert.ok(row.scenarios > 0 && row.scenarios < 30, `${String(row.scenarios)} scenarios`);
  });

  it('reports a violation whose decorator is emptied as not applied, after every scenario was tried', async () => {
    const { expressplayRules: _, ...emptied } = expiryIgnored;
    const matrix = await matrixOf([emptied]);
    const [row] = matrix.rows;
    assert.equal(row?.result, 'not-applied');
    assert.ok(row.scenarios > 100, `${String(row.scenarios)} scenarios`);
    assert.match(faultsOf(matrix)[0] ?? '', /^not applied: expiry-ignored/);
  });

  it('fails and names the requirement when the assertion of a check is removed', async () => {
    const [id = ''] = expiryIgnored.breaks;
    const right = { check: id, verdict: 'right', message: 'as it must be' } as const;
    const matrix = await withCheck(
      id,
      () => [right],
      () => matrixOf([expiryIgnored]),
    );
    assert.equal(matrix.rows[0]?.result, 'survived');
    assert.match(faultsOf(matrix)[0] ?? '', new RegExp(`^survived: expiry-ignored .*${id}`));
  });

  it('takes neither a check that finds nothing to judge nor one that throws for a kill', async () => {
    const [id = ''] = expiryIgnored.breaks;
    const blind = await withCheck(
      id,
      () => [],
      () => matrixOf([expiryIgnored]),
    );
    assert.equal(blind.rows[0]?.result, 'survived');
    const broken = await withCheck(
      id,
      () => {
        throw new Error('fallen over');
      },
      () => matrixOf([expiryIgnored]),
    );
    assert.equal(broken.rows[0]?.result, 'survived');
  });

  it('finds a kill false that a violation does not declare', async () => {
    const matrix = await matrixOf([{ ...expiryIgnored, consequences: [], breaks: expiryIgnored.breaks.slice(0, 1) }]);
    assert.equal(matrix.rows[0]?.result, 'false-kill');
  });

  it('says when it cries wolf', async () => {
    const wrong: Variation = {
      id: 'not-so-benign',
      sentence: 'SEES says nothing.',
      sees: () => () => Promise.resolve({ status: 200, headers: {}, body: Buffer.alloc(0) }),
    };
    const matrix = await matrixOf([expiryIgnored], { benign: true }, [wrong]);
    assert.match(faultsOf(matrix).join('\n'), /^cried wolf: not-so-benign is right, and yet /m);
  });

  describe('as a command', () => {
    it('writes the matrix, and no evidence of what was not tried', async () => {
      const out = temporaryFolder();
      const ended = await command(['selftest', '--violation', 'expiry-ignored', '--out', out]);
      assert.equal(ended.code, 0, told(ended));
      assert.match(ended.stdout, /Violations: all 1 killed\./);
      const matrix = JSON.parse(readFileSync(join(out, 'kill-matrix.json'), 'utf8')) as KillMatrix;
      assert.deepEqual([matrix.partial, matrix.rows.length], [true, 1]);
      assert.match(readFileSync(join(out, 'kill-matrix.md'), 'utf8'), /\| expiry-ignored \|/);
      assert.ok(!existsSync(join(out, 'kill-evidence.json')));
    });

    for (const [args, said] of [
      [['--violation', 'no-such-thing'], /--violation no-such-thing: there is none of this name\. Right: /],
      [['--requirement', 'SEQ-4444'], /--requirement SEQ-4444: no requirement or check has this id/],
      [['--pairs', 'many'], /--pairs many: a number is needed/],
    ] as const) {
      it(`refuses ${args.join(' ')}`, async () => {
        const ended = await command(['selftest', ...args]);
        assert.equal(ended.code, 2, told(ended));
        assert.match(ended.stderr, said);
        assert.doesNotMatch(ended.stderr, /^\s+at /m);
      });
    }
  });
});
