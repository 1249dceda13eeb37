import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { explainFailure, mergeCommand } from '../support/cli';
import type { ConformanceReport } from '../support/verdict';
import { command, readJson, temporaryFolder, told, type Ended } from './command';
import { defaultRun, reportOf } from './default-run';

const COUNT = 3;
const SAME = ['--hosting', 'direct', '--no-html', '--quiet', '--seed', '7', '--nonce', '00c0ffee00c0ffee'];
const TAGS = ['--tags', '@SEQ-42 or @SEES-RES-05 or @EP-LIC-08'];

/** Every shard as a process of its own, all at the same time. */
async function shardsOf(args: readonly string[], count = COUNT): Promise<string[]> {
  const root = temporaryFolder();
  const folders = Array.from({ length: count }, (_, place) => join(root, `shard-${String(place + 1)}`));
  const ended = await Promise.all(
    folders.map((out, place) => command(['run', ...args, '--shard', `${place + 1}/${count}`, '--out', out])),
  );
  for (const end of ended) assert.ok(end.code === 0 || end.code === 1, told(end));
  return folders;
}

async function merge(folders: readonly string[], more: readonly string[] = []): Promise<Ended & { out: string }> {
  const out = join(temporaryFolder(), 'merged');
  return { ...(await command(['merge', ...folders, '--out', out, '--no-html', ...more])), out };
}

/** All that the two have to agree on; times and the division itself are left out. */
function judged(report: ConformanceReport): unknown {
  const { totals, requirementTotals, verdict, readings, waivers } = report;
  const { seed, nonce, profile, hosting, configurationDigest, exchanges, selection, partial } = report.run;
  return {
    ...{ totals, requirementTotals, verdict, readings, waivers },
    run: { seed, nonce, profile, hosting, configurationDigest, exchanges, tags: selection?.tags, partial },
    requirements: report.requirements.map(({ durationMs: _durationMs, ...requirement }) => requirement),
    scenarios: report.scenarios.map(({ durationMs: _durationMs, ...scenario }) => scenario),
  };
}

function resultsIn(out: string): string[] {
  return readdirSync(join(out, 'allure-results')).filter((name) => name.endsWith('-result.json'));
}

describe('merge', () => {
  let shards: string[];
  let whole: string;

  before(async () => {
    whole = temporaryFolder();
    const [folders, undivided] = await Promise.all([
      shardsOf([...SAME, ...TAGS]),
      command(['run', ...SAME, ...TAGS, '--out', whole]),
    ]);
    assert.equal(undivided.code, 0, told(undivided));
    shards = folders;
  });

  it('makes of all shards what the undivided run is', async () => {
    // In any order.
    const merged = await merge([...shards.slice(1), ...shards.slice(0, 1)]);
    assert.equal(merged.code, 0, told(merged));
    const report = reportOf(merged.out);
    assert.deepEqual(judged(report), judged(reportOf(whole)));
    assert.deepEqual(
      report.run.shards?.map(({ shard }) => shard),
      ['1/3', '2/3', '3/3'],
    );
    assert.equal(report.shard, undefined);
    assert.equal(resultsIn(merged.out).length, report.scenarios.length);
    assert.deepEqual(resultsIn(merged.out).sort(), shards.flatMap(resultsIn).sort());
    assert.match(readFileSync(join(merged.out, 'summary.md'), 'utf8'), /Joined from 3 shards/u);
    assert.match(readFileSync(join(merged.out, 'junit.xml'), 'utf8'), /failures="0"/u);
  });

  it('adds one line to the history each time, and draws the trend from it', async () => {
    const merged = await merge(shards, ['--quiet']);
    const again = await command(['merge', ...shards, '--out', merged.out, '--no-html', '--json']);
    assert.equal(again.code, 0, told(again));
    assert.deepEqual(JSON.parse(again.stdout), readJson(merged.out, 'conformance.json'));
    const lines = readFileSync(join(merged.out, 'history.jsonl'), 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, 2);
    const executor = readJson(merged.out, 'allure-results', 'executor.json') as { buildOrder: number };
    assert.equal(executor.buildOrder, 2);
    assert.equal(resultsIn(merged.out).length, reportOf(merged.out).scenarios.length, 'nothing of the first is left');
  });

  it('is partial without one of them (exit 3), also where its folder is empty', async () => {
    const [first = '', second = ''] = shards;
    const merged = await merge([first, temporaryFolder(), second]);
    assert.equal(merged.code, 3, told(merged));
    const report = reportOf(merged.out);
    assert.equal(report.run.partial, 'shard 3/3 is missing');
    assert.ok(report.totals['could-not-test'] > 0);
    assert.match(readFileSync(join(merged.out, 'allure-results', 'environment.properties'), 'utf8'), /^Partial = /u);
  });

  const refused: readonly [string, () => string[], RegExp][] = [
    ['a shard that is there twice', () => [...shards, shards[0]!], /shard-1 and .*shard-1 both hold shard 1\/3/u],
    ['a whole run', () => [whole, ...shards], /holds a whole run and no shard/u],
    ['an empty folder beside all shards', () => [...shards, temporaryFolder()], /all 3 shards are there without it/u],
    ['nothing but empty folders', () => [temporaryFolder()], /no shard to merge/u],
    ['another seed', () => changed(({ run }) => ({ run: { ...run, seed: 8 } })), /shard-1 and .*: seed is 7 .* 8/u],
    [
      'another nonce',
      () => changed(({ run }) => ({ run: { ...run, nonce: '00' } })),
      /nonce is 00c0ffee00c0ffee .* 00/u,
    ],
    ['another profile', () => changed(({ run }) => ({ run: { ...run, profile: 'sees' } })), /profile is stub .* sees/u],
    [
      'another configuration',
      () => changed(({ run }) => ({ run: { ...run, configurationDigest: 'ab' } })),
      /configuration digest is [0-9a-f]{64} in the first and ab/u,
    ],
    [
      'another suite version',
      () => changed(({ suite }) => ({ suite: { ...suite, version: '0.0.1' } })),
      /is of sees-conformance 0\.0\.1, this is \d/u,
    ],
    [
      'another number of shards',
      () => changed(({ shard }) => ({ ...(shard && { shard: { ...shard, count: 4 } }) })),
      /number of shards is 3 in the first and 4/u,
    ],
    ['what is no report', () => changed(() => ({ totals: {} as never })), /conformance\.json is not one: \/totals/u],
  ];
  for (const [what, folders, words] of refused) {
    it(`refuses ${what} (exit 2)`, async () => {
      const out = join(temporaryFolder(), 'merged');
      await assert.rejects(mergeCommand(folders(), { out, html: false }), (error) => {
        const { code, text } = explainFailure(error);
        assert.match(text, words);
        assert.equal(code, 2);
        return true;
      });
      assert.ok(!existsSync(out), 'nothing is written');
    });
  }

  it('does not write over a shard', async () => {
    const [first = ''] = shards;
    const end = await command(['merge', ...shards, '--out', first, '--no-html']);
    assert.equal(end.code, 2, told(end));
    assert.match(end.stderr, /^sees-conformance: --out .* is one of the shards/u);
    assert.doesNotMatch(end.stderr, /^\s+at /mu);
    assert.ok(existsSync(join(first, 'conformance.json')));
  });

  /** The shards, with another report in the second. */
  function changed(change: (report: ConformanceReport) => Partial<ConformanceReport>): string[] {
    const folder = temporaryFolder();
    const report = reportOf(shards[1]!);
    writeFileSync(join(folder, 'conformance.json'), JSON.stringify({ ...report, ...change(report) }));
    return [shards[0]!, folder, shards[2]!];
  }
});

describe('merge, with waivers', () => {
  it('finds a waiver stale only over the whole', async () => {
    const waivers = join(temporaryFolder(), 'waivers.yaml');
    const entry = '{ requirement: SEES-RES-05, owner: us, reason: migration, issue: X-1, until: 2999-12-31 }';
    writeFileSync(waivers, `- ${entry}\n`);
    const folders = await shardsOf([...SAME, '--tags', '@SEES-RES-05', '--waivers', waivers], 2);
    const states = folders.map((folder) =>
      reportOf(folder)
        .waivers?.map(({ state }) => state)
        .join(),
    );
    assert.deepEqual(states, ['unused', 'unused']);
    const merged = await merge(folders);
    assert.equal(merged.code, 1, told(merged));
    assert.match(merged.stdout, /the waiver of SEES-RES-05 is stale/u);
    // The same shards without it.
    const none = join(temporaryFolder(), 'none.yaml');
    writeFileSync(none, '[]\n');
    const without = await merge(folders, ['--waivers', none]);
    assert.equal(without.code, 0, told(without));
    rmSync(waivers);
  });
});

describe('merge, of everything', () => {
  it('equals the undivided run in every outcome, evidence and total', async () => {
    const { out: whole } = await defaultRun();
    const { seed, nonce } = reportOf(whole).run;
    const folders = await shardsOf(['--no-html', '--quiet', '--seed', String(seed), '--nonce', nonce]);
    const merged = await merge(folders);
    assert.equal(merged.code, 0, told(merged));
    assert.deepEqual(judged(reportOf(merged.out)), judged(reportOf(whole)));
  });
});
