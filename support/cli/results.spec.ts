import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { before, describe, it, type TestContext } from 'node:test';
import { generateKeyPairSync } from 'node:crypto';
import type { Redactor } from '../exchange';
import { packageFile } from '../ledger';
import { outputPlaces, prepareOutput, Results, ResultsWriter } from '../report';
import { loadConfiguration } from '../target';
import type { ConformanceReport, Draft, ScenarioRecord, StartFacts } from '../verdict';
import { allureOptions } from './allure-options';
import { conduct } from './conduct';
import { openRun } from './open-run';
import { signerWith } from './signer';

/** What a run told its listeners. */
interface Told {
  readonly facts: StartFacts;
  readonly draft: Draft;
  readonly records: readonly ScenarioRecord[];
  readonly report: ConformanceReport;
  readonly redactor: Redactor;
}

async function toldByARun(): Promise<Told> {
  const options = { hosting: 'direct', seed: 1, nonce: '00'.repeat(8), tags: '@SEQ-42 or @SEQ-41' };
  const configuration = loadConfiguration({ env: {}, cwd: tmpdir(), options });
  const records: ScenarioRecord[] = [];
  const begun: { facts?: StartFacts; draft?: Draft | undefined } = {};
  const run = await openRun(configuration, [
    {
      runStarted: (facts, _scenarios, _checks, draft) => void Object.assign(begun, { facts, draft }),
      scenarioFinished: (record) => void records.push(record),
    },
  ]);
  try {
    const { report } = await conduct(configuration, run);
    const { facts = assert.fail(), draft = assert.fail() } = begun;
    return { facts, draft, records, report, redactor: run.redactor };
  } finally {
    await run.target.close();
  }
}

const THREAD = packageFile('bin/results-thread.cjs');
const { privateKey: key } = generateKeyPairSync('ed25519');

interface Handed {
  readonly out: string;
  readonly results: Results;
  readonly problems: string[];
  readonly said: string[];
}

function handing(context: TestContext, { redactor }: Told, entry = THREAD): Handed {
  const out = folderOf(context);
  prepareOutput(out, 'kept');
  const problems: string[] = [];
  const said: string[] = [];
  const onProblem = (sentence: string): void => void problems.push(sentence);
  const results = new Results({
    ...{ outDir: out, key, wantsReport: true, begin: () => new Worker(entry), onProblem },
    standIn: (before) =>
      new ResultsWriter({ ...allureOptions(out, onProblem), ...before, onProblem, sign: signerWith(key) }),
    say: (sentence) => void said.push(sentence),
  });
  results.follow(redactor);
  return { out, results, problems, said };
}

async function play({ facts, draft, records, report }: Told, results: Results): Promise<void> {
  await results.runStarted(facts, records.length, 0, draft);
  for (const record of records) results.scenarioFinished(record);
  await results.runFinished(report);
}

/** A program for the thread: ours, after `lines` of CommonJS. */
function program(context: TestContext, lines: string): string {
  const file = join(folderOf(context), 'thread.cjs');
  writeFileSync(file, `${lines}\nrequire(${JSON.stringify(THREAD)});\n`);
  return file;
}

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sees-conformance-spec-'));
  context.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu;

/** Every file that was written, by its name, with what it holds in place of the names of others. */
function writtenIn(out: string): string[] {
  const { results } = outputPlaces(out);
  const shown = (text: string): string =>
    text
      .replace(/"source":"([^"]+)"/gu, (_all, name: string) =>
        JSON.stringify(readFileSync(join(results, name), 'utf8')),
      )
      .replace(UUID, 'an id');
  return readdirSync(out, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('-attachment.'))
    .map(
      ({ name, parentPath }) =>
        `${name.replace(UUID, 'an id')}: ${shown(readFileSync(join(parentPath, name), 'utf8'))}`,
    )
    .sort();
}

describe('Results', () => {
  let told: Told;
  let expected: string[];
  before(async () => {
    told = await toldByARun();
    assert.equal(told.report.verdict.exitCode, 0);
    assert.ok(told.records.length > 3, String(told.records.length));
  });

  it('tell what proves the checks, in drafts as in the end', (context) => {
    const out = folderOf(context);
    prepareOutput(out);
    const onProblem = (sentence: string): void => assert.fail(sentence);
    const provedBy = (requirement: string): string => `violations of ${requirement}`;
    const writer = new ResultsWriter({ ...allureOptions(out, onProblem), onProblem, provedBy, sign: signerWith(key) });
    const written = (): string => {
      const { requirements } = JSON.parse(readFileSync(outputPlaces(out).conformance, 'utf8')) as ConformanceReport;
      assert.ok(requirements.length > 0);
      for (const { id, provedBy: proof } of requirements) assert.equal(proof, provedBy(id));
      return readFileSync(outputPlaces(out).conformance, 'utf8');
    };
    writer.begin(told.facts, told.draft([]));
    const first = written();
    writer.draft(told.draft(told.records));
    assert.notEqual(written(), first);
    writer.end(told.report);
    assert.match(written(), /"signature"/u);
  });

  it('are what the same records written in this thread are, tags and signature included', async (context) => {
    const out = folderOf(context);
    prepareOutput(out);
    const onProblem = (sentence: string): void => assert.fail(sentence);
    const writer = new ResultsWriter({ ...allureOptions(out, onProblem), onProblem, sign: signerWith(key) });
    writer.begin(told.facts, told.draft([]));
    for (const record of told.records) writer.scenario(record);
    const report = writer.end(told.report);
    expected = writtenIn(out);
    assert.ok(expected.some((text) => text.includes('<contentKey #1>')));

    const handed = handing(context, told);
    await play(told, handed.results);
    assert.deepEqual([handed.problems, handed.said], [[], []]);
    assert.deepEqual(writtenIn(handed.out), expected);
    assert.equal(JSON.stringify(handed.results.written), JSON.stringify(report));
    const read: unknown = JSON.parse(readFileSync(outputPlaces(handed.out).conformance, 'utf8'));
    assert.equal(JSON.stringify(read), JSON.stringify(report));
  });

  it('are written by the run where the thread ends before it begins, which is told and has no consequence', async (context) => {
    for (const [lines, why] of [
      ["throw new Error('no such luck');", /\(Error: no such luck\)/u],
      ["require('node:worker_threads').parentPort.once('message', () => process.exit());", /\(it ended\)/u],
    ] as const) {
      const { out, results, problems, said } = handing(context, told, program(context, lines));
      await play(told, results);
      assert.deepEqual([problems.length, said.length], [0, 1]);
      assert.match(said[0] ?? '', /^The thread that writes the results is gone .*: the run writes them itself$/u);
      assert.match(said[0] ?? '', why);
      assert.deepEqual(writtenIn(out), expected);
    }
  });

  for (const when of ["kind === 'scenario' && ++n === 3", "kind === 'end'"]) {
    it(`are all there when the thread falls over (${when}), and the run is no verdict`, async (context) => {
      const { out, results, problems, said } = handing(context, told, program(context, falls(when)));
      await play(told, results);
      assert.deepEqual(said, []);
      assert.deepEqual(problems, ['the thread that writes the results fell over: an unforeseen Error']);
      const { run, verdict, scenarios } = JSON.parse(
        readFileSync(outputPlaces(out).conformance, 'utf8'),
      ) as ConformanceReport;
      assert.deepEqual([verdict.exitCode, run.partial], [3, problems[0]]);
      assert.deepEqual(scenarios, told.report.scenarios);
      const allure = (files: string[]): string[] => files.filter((text) => text.startsWith('an id-result.json'));
      assert.deepEqual(allure(writtenIn(out)), allure(expected));
    });
  }

  it('are written by the run where there is no thread to be had', async (context) => {
    const { out, results, said } = handing(context, told, join(folderOf(context), 'missing.cjs'));
    await play(told, results);
    assert.equal(said.length, 1);
    assert.deepEqual(writtenIn(out), expected);
  });

  it('tell once what cannot be written, and it is in the report', async (context) => {
    const { out, results, problems, said } = handing(context, told);
    await results.runStarted(told.facts, 1, 1, told.draft);
    renameSync(outputPlaces(out).results, join(out, 'elsewhere'));
    for (const record of told.records) results.scenarioFinished(record);
    await results.runFinished(told.report);
    assert.deepEqual([problems, said], [['Allure results are incomplete: the folder is gone (ENOENT)'], []]);
    assert.equal(results.written?.verdict.exitCode, 3);
    assert.equal(results.written.run.partial, problems[0]);
    assert.deepEqual(JSON.parse(readFileSync(outputPlaces(out).conformance, 'utf8')), results.written);
  });

  it('do not begin before the beginning is written', async (context) => {
    const { out, results } = handing(context, told);
    await results.runStarted(told.facts, 1, 1, told.draft);
    const draft = JSON.parse(readFileSync(outputPlaces(out).conformance, 'utf8')) as ConformanceReport;
    assert.match(draft.run.partial ?? '', /had not ended/u);
    assert.ok(readdirSync(outputPlaces(out).results).includes('environment.properties'));
    await results.runFinished(told.report);
  });
});

/** The thread breaks when a message comes of which the condition is true, before anything is done about it. */
function falls(condition: string): string {
  return `let n = 0;
    require('node:worker_threads').parentPort.addEventListener('message', (event) => {
      const { kind } = event.data;
      if (!(${condition})) return;
      event.stopImmediatePropagation();
      throw new Error('fell over');
    });`;
}
