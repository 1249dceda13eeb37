import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { command, ROOT, temporaryFolder, told, type Ended } from './command';
import { TITLES } from './hostile-run';
import type { ConformanceReport } from '../support/verdict';

/** Bodies, time-based, registration, lookups, isolation, and a broken ExpressPlay. */
const SOME = '@SEQ-02 or @SEQ-07 or @SEQ-23 or @SEQ-24 or @SEQ-35 or @SEQ-41 or @SEES-REQ-03';

const modules = (name: string): string => join(ROOT, 'test', 'modules', name);

/** In a folder of its own; the settings as JSON. */
async function run(settings: Readonly<Record<string, unknown>>, ...more: readonly string[]): Promise<Ended> {
  const folder = temporaryFolder();
  const config = join(folder, 'c.json');
  writeFileSync(config, JSON.stringify({ ...settings, html: false }));
  return command(['run', '--config', config, '--out', join(folder, 'out'), '--json', '--tags', SOME, ...more]);
}

function reportIn(ended: Ended): ConformanceReport {
  assert.match(ended.stdout, /^\{/, told(ended));
  return JSON.parse(ended.stdout) as ConformanceReport;
}

/** What every SEES of an operator's shows: it alone is under test. */
function assertUnderTest({ run: { target, hosting }, requirements }: ConformanceReport, name: string): void {
  assert.deepEqual([target.sees, target.expressplay, hosting], [`module ${name}`, 'reference', 'nock']);
  const judged = requirements.filter(({ outcome }) => ['pass', 'fail', 'warn'].includes(outcome));
  assert.deepEqual(
    judged.filter(({ party }) => party === 'expressplay').map(({ id }) => id),
    [],
  );
  assert.ok(judged.filter(({ party }) => party === 'sees').length > 20);
}

describe('a SEES that is a module of the operator', () => {
  it('is green as ESM with a handler that uses fetch, on virtual time', async () => {
    const ended = await run({ sees: { module: modules('fetch-sees.mjs') }, time: { mode: 'virtual' } });
    assert.equal(ended.code, 0, told(ended));
    assertUnderTest(reportIn(ended), 'fetch-sees.mjs');
  });

  it('is green as CommonJS with a listener that uses http, on real time', async () => {
    const contents = TITLES.map((title, index) => ({
      ...title,
      expirationTime: `+${[86_400, 3600, 40_000][index] ?? 50_000}`,
      expirationForm: 'absolute',
    }));
    const sees = { module: modules('listener-sees.cjs'), contents, registration: { contentID: 'dummy' } };
    const ended = await run({ sees });
    assert.equal(ended.code, 0, told(ended));
    assertUnderTest(reportIn(ended), 'listener-sees.cjs');
  });

  it('is red when it is wrong, for the right reason', async () => {
    const ended = await run({ sees: { module: modules('axios-sees.cjs') } });
    const report = reportIn(ended);
    assertUnderTest(report, 'axios-sees.cjs');
    assert.equal(ended.code, 1, told(ended));
    const failed = report.requirements.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
    assert.deepEqual(failed, ['SEES-RES-01']);
  });

  it('is a mistake of configuration where it is none', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'm.mjs'), 'export const createSees = 1;');
    const ended = await run({ sees: { module: join(folder, 'm.mjs') } });
    assert.equal(ended.code, 2, told(ended));
    assert.match(
      ended.stderr,
      /sees\.module: m\.mjs exports no function createSees\.\n {2}right: a module that exports/,
    );
    assert.doesNotMatch(ended.stderr, /\n\s+at /);
    assert.equal(ended.stdout, '');
  });
});
