import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { StepResult, TestResult } from 'allure-js-commons';
import { UNDER_WAY, type RunListener } from '../../verdict';
import { historyLine } from '../files/history';
import { prepareOutput, type OutputPlaces } from '../output';
import { bindingScript, failedRecord, finding, record, step, timeScript, wrongFinding } from '../testing/records';
import { conformance } from '../testing/reports';
import { noProblem } from '../testing/no-problem';
import { scratchFolder } from '../testing/scratch';
import { createAllureListener } from './listener';

function start(context: TestContext, history = ''): { places: OutputPlaces; listener: RunListener } {
  const out = scratchFolder(context);
  const places = prepareOutput(out);
  if (history !== '') writeFileSync(places.history, history);
  const listener = createAllureListener({
    outDir: out,
    suiteVersion: '0.1.0',
    statementOf: (id) => (id === 'SEQ-42' ? 'No license <for> another device.' : undefined),
    provedBy: (id) => (id === 'SEQ-42' ? 'expiry-<ignored>' : undefined),
    onProblem: noProblem,
  });
  void listener.runStarted?.({ ...conformance().run, readings: { 'names.deviceId': ['deviceid', 'ä'] } }, 1, 1);
  return { places, listener };
}

function results({ results: folder }: OutputPlaces): TestResult[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as TestResult);
}

function only(places: OutputPlaces): TestResult {
  const [result, ...others] = results(places);
  assert.ok(result && others.length === 0);
  return result;
}

function stepNamed(result: TestResult, name: RegExp): StepResult {
  const found = result.steps.find((one) => name.test(one.name ?? ''));
  assert.ok(found, `no step ${String(name)}`);
  return found;
}

describe('createAllureListener', () => {
  it('writes a failed scenario with picture, exchanges and findings where they belong', (context) => {
    const { places, listener } = start(context);
    listener.scenarioFinished?.(failedRecord());
    const result = only(places);
    assert.equal(result.status, 'failed');
    assert.match(result.statusDetails.message ?? '', /^SEQ-42: device B opened/u);
    assert.deepEqual(result.parameters, [
      { name: 'form', value: 'relative', excluded: true },
      { name: 'offset', value: '+1', excluded: true },
      { name: 'profile', value: 'stub' },
    ]);
    assert.deepEqual(
      result.steps[0]?.attachments.map(({ name, type }) => [name, type]),
      [['Sequence', 'image/svg+xml']],
    );
    const [exchange] = stepNamed(result, /^When device B/u).attachments;
    assert.equal(exchange?.name, '#8 B14 license request: Client -> ExpressPlay');
    assert.equal(exchange.type, 'application/vnd.allure.http+json');
    const http = JSON.parse(readFileSync(join(places.results, exchange.source), 'utf8')) as Record<
      string,
      { status?: number; url?: string }
    >;
    assert.equal(http.response?.status, 200);
    assert.match(http.request?.url ?? '', /<token #2>$/u);
    const then = stepNamed(result, /^Then/u);
    assert.equal(then.status, 'failed');
    assert.deepEqual(
      then.steps.map(({ name, status }) => [name?.split(':')[0], status]),
      [
        ['SEQ-42 (MUST) fail', 'failed'],
        ['EP-LIC-06 (MUST) pass', 'passed'],
      ],
    );
    assert.deepEqual(
      then.steps[0]?.parameters.map(({ name }) => name),
      ['expected', 'observed', 'exchange'],
    );
    assert.match(result.descriptionHtml ?? '', /<b>SEQ-42<\/b> No license &lt;for&gt; another device\./u);
    assert.match(result.descriptionHtml ?? '', /<small>Proved by: expiry-&lt;ignored&gt;<\/small>/u);
    assert.equal((result.descriptionHtml ?? '').split('Proved by').length, 2);
  });

  it('labels by party, feature, rule, weight and requirement', (context) => {
    const { places, listener } = start(context);
    listener.scenarioFinished?.(failedRecord());
    const labels = (name: string): string[] =>
      only(places)
        .labels.filter((label) => label.name === name)
        .map(({ value }) => value);
    assert.deepEqual([labels('epic'), labels('severity'), labels('layer')], [['Sequence'], ['critical'], ['e2e']]);
    assert.deepEqual(labels('feature'), ['Device-bound license (arrows B6 to B16)']);
    assert.deepEqual(labels('story'), ['SEQ-42 No license <for> another device.', 'EP-LIC-06']);
    assert.deepEqual(labels('subSuite'), ['A token bound to a device gives that device a license']);
    assert.deepEqual(labels('tag'), ['SEQ-42', 'EP-LIC-06', 'slow']);
  });

  it('links every requirement to its row in the compliance page beside the report', (context) => {
    const { places, listener } = start(context);
    listener.scenarioFinished?.(failedRecord());
    assert.deepEqual(only(places).links, [
      { name: 'SEQ-42', url: '../compliance.html#SEQ-42', type: 'tms' },
      { name: 'EP-LIC-06', url: '../compliance.html#EP-LIC-06', type: 'tms' },
    ]);
    assert.equal(resolve(places.report, '../compliance.html'), places.compliance);
  });

  it('keeps the identity over runs, apart by row and profile', (context) => {
    const ids = ['a', 'a', 'b'].map((id) => {
      const { places, listener } = start(context);
      listener.scenarioFinished?.(record(timeScript(), { id }));
      const { historyId, testCaseId, uuid } = only(places);
      return { historyId, testCaseId, uuid };
    });
    assert.equal(ids[0]?.historyId, ids[1]?.historyId);
    assert.notEqual(ids[0]?.uuid, ids[1]?.uuid);
    assert.notEqual(ids[0]?.historyId, ids[2]?.historyId);
    assert.notEqual(ids[0]?.testCaseId, ids[2]?.testCaseId);
  });

  it('shows a failed SHOULD in its step of a test that passed', (context) => {
    const { places, listener } = start(context);
    const warn = wrongFinding(1, { level: 'SHOULD', outcome: 'warn' });
    listener.scenarioFinished?.(
      record(timeScript(), { findings: [warn], steps: [step('Then it holds', { findings: [warn] })] }),
    );
    const result = only(places);
    assert.deepEqual([result.status, stepNamed(result, /^Then/u).status], ['passed', 'failed']);
    assert.match(result.statusDetails.message ?? '', /^against a SHOULD: SEQ-42: /u);
    assert.equal(result.labels.find(({ name }) => name === 'severity')?.value, 'normal');
  });

  it('tells what was judged without being asked, and exchanges that no step began', (context) => {
    const { places, listener } = start(context);
    const right = finding({ check: 'SEES-RES-01', invariant: true, exchange: 1 });
    const lost = finding({
      check: 'SEES-RES-02',
      invariant: true,
      verdict: 'could-not-test',
      outcome: 'could-not-test',
      exchange: 1,
    });
    listener.scenarioFinished?.(
      record(timeScript(), {
        status: 'broken',
        statusReason: 'could not test',
        findings: [right, lost],
        steps: [step('When x')],
      }),
    );
    const result = only(places);
    assert.equal(result.status, 'broken');
    const judged = stepNamed(result, /^Judged on every exchange: 1 of 2 findings right$/u);
    assert.deepEqual([judged.status, judged.steps.length], ['broken', 1]);
    assert.equal(stepNamed(result, /^Exchanges outside/u).attachments.length, timeScript().exchanges.length);
  });

  it('tells every check that failed, once each', (context) => {
    const { places, listener } = start(context);
    const invariant = { check: 'SEES-RES-01', invariant: true, message: 'another message id' };
    const waived = wrongFinding(1, { check: 'SEQ-35', waived: true });
    const findings = [wrongFinding(8), waived, wrongFinding(1, invariant), wrongFinding(3, invariant)];
    const statusReason = `SEQ-42: ${wrongFinding(8).message}`;
    listener.scenarioFinished?.(record(timeScript(), { status: 'failed', statusReason, findings }));
    assert.equal(only(places).statusDetails.message, `${statusReason}\nSEES-RES-01: another message id`);
  });

  it('tells checks that say the same in one line', (context) => {
    const { places, listener } = start(context);
    const findings = [wrongFinding(8), wrongFinding(8, { check: 'EP-LIC-06' })];
    const { message } = wrongFinding(8);
    listener.scenarioFinished?.(
      record(timeScript(), { status: 'failed', statusReason: `SEQ-42: ${message}`, findings }),
    );
    assert.equal(only(places).statusDetails.message, `SEQ-42, EP-LIC-06: ${message}`);
  });

  it('tells below the message what was expected and what came, and nothing of what held', (context) => {
    const { places, listener } = start(context);
    const wrong = wrongFinding(8, { expected: 'no CKC', observed: 'a CKC that opens' });
    const same = { ...wrong, check: 'EP-LIC-06' };
    const held = finding({ check: 'EP-LIC-01' });
    listener.scenarioFinished?.(
      record(timeScript(), { status: 'failed', statusReason: 'x', findings: [wrong, same, held] }),
    );
    listener.scenarioFinished?.(record(timeScript(), { id: 'right', findings: [held] }));
    const [failed, right] = results(places).sort((a, b) => (String(a.status) < String(b.status) ? -1 : 1));
    assert.match(
      failed?.statusDetails.trace ?? '',
      /^SEQ-42, EP-LIC-06 \(MUST\) at exchange #8\n.*\n {4}expected: no CKC\n {4}observed: a CKC that opens$/u,
    );
    assert.equal(right?.statusDetails.trace, undefined);
  });

  it('puts requirements that are broken first, also one that holds everywhere', (context) => {
    const { places, listener } = start(context);
    const findings = [wrongFinding(1, { check: 'EP-LIC-06' }), wrongFinding(1, { check: 'SEES-RES-01.echo' })];
    listener.scenarioFinished?.(record(timeScript(), { requirements: ['SEQ-42', 'EP-LIC-06'], findings }));
    assert.deepEqual(
      [...(only(places).descriptionHtml ?? '').matchAll(/<p>(\w[^<]+):<\/p>|<b>([^<]+)<\/b>/gu)].map(
        ([, title, id]) => title ?? id,
      ),
      ['Broken here', 'EP-LIC-06', 'SEES-RES-01', 'Also judged here', 'SEQ-42'],
    );
  });

  it('tells invariants apart from what a step asked, and the worst first', (context) => {
    const { places, listener } = start(context);
    const invariant = finding({ check: 'SEES-RES-01', invariant: true, exchange: 1 });
    const findings = [finding(), invariant, wrongFinding(1, { check: 'SEQ-35' })];
    listener.scenarioFinished?.(
      record(timeScript(), { findings, steps: [step('Then x', { findings, status: 'failed' })] }),
    );
    const result = only(places);
    assert.deepEqual(
      stepNamed(result, /^Then/u).steps.map(({ name }) => name?.split(' ')[0]),
      ['SEQ-35', 'SEQ-42'],
    );
    stepNamed(result, /^Judged on every exchange: 1 of 1 finding right$/u);
  });

  it('shows what is waived as skipped, where it was judged and as a whole', (context) => {
    const { places, listener } = start(context);
    const findings = [wrongFinding(1, { check: 'SEQ-35', waived: true }), finding()];
    const steps = [step('Then x', { findings })];
    const statusReason = 'waived: SEQ-35: device B opened a license';
    listener.scenarioFinished?.(record(timeScript(), { findings, steps, status: 'skipped', statusReason }));
    const result = only(places);
    assert.equal(result.status, 'skipped');
    assert.equal(result.statusDetails.message, statusReason);
    const [waived] = stepNamed(result, /^Then/u).steps.filter(({ name }) => name?.startsWith('SEQ-35'));
    assert.match(waived?.name ?? '', /^SEQ-35 \(MUST\) fail \(waived\): /u);
    assert.equal(waived?.status, 'skipped');
  });

  it('does not tell a waived warning as one', (context) => {
    const { places, listener } = start(context);
    const warning = finding({ outcome: 'warn', level: 'SHOULD', waived: true });
    listener.scenarioFinished?.(
      record(timeScript(), { findings: [warning], steps: [step('Then x', { findings: [warning] })] }),
    );
    assert.equal(only(places).statusDetails.message, undefined);
    assert.equal(stepNamed(only(places), /^Then/u).status, 'passed');
  });

  it('tells a fault of the harness from what could not be tested', (context) => {
    const { places, listener } = start(context);
    const fault = finding({ outcome: 'harness-error' });
    listener.scenarioFinished?.(record(timeScript(), { status: 'broken', statusReason: 'x', findings: [fault] }));
    assert.equal(only(places).statusDetails.message, 'fault of the harness: x');
  });

  it('writes environment, categories, executor and the trend of earlier runs', (context) => {
    const line = JSON.stringify({ scenarios: { passed: 3, failed: 1, broken: 0, skipped: 2 } });
    const { places } = start(context, `${line}\n{"cut o`);
    const read = (name: string): string => readFileSync(join(places.results, name), 'utf8');
    assert.match(read('environment.properties'), /\nSuite = sees-conformance 0\.1\.0\nProfile = stub\n/u);
    assert.match(read('environment.properties'), /^reading\\ names\.deviceId = deviceid, \\u00e4$/mu);
    assert.equal((JSON.parse(read('categories.json')) as unknown[]).length, 6);
    assert.equal((JSON.parse(read('executor.json')) as { buildOrder: number }).buildOrder, 2);
    for (const name of ['history/history-trend.json', 'history-trend.json'])
      assert.deepEqual(JSON.parse(read(name)), [
        { buildOrder: 1, data: { failed: 1, broken: 0, skipped: 2, passed: 3, unknown: 0, total: 6 } },
      ]);
  });

  it('writes what each scenario showed before, under the ids that the renderers go by', (context) => {
    const played = record(timeScript(), { id: 'features/x.feature#A', parameters: { row: '1' } });
    const lines = (['failed', 'passed'] as const).map((status, index) =>
      historyLine(conformance(), [{ ...played, status, startMs: 1000 * index, endMs: 1000 * index + 5 }]),
    );
    const { places, listener } = start(context, lines.join('\n'));
    listener.scenarioFinished?.(played);
    const { historyId, testCaseId, parameters } = only(places);
    const digest = (text: string): string => createHash('md5').update(text).digest('hex');
    // As in store/convert.js of @allurereport/core.
    const counted = parameters.flatMap(({ name, value, excluded }) => (excluded === true ? [] : [`${name}:${value}`]));
    const ids = {
      'history/history.json': historyId ?? '',
      'history.json': `${digest(testCaseId ?? '')}.${digest(counted.join(','))}`,
    };
    for (const [file, id] of Object.entries(ids)) {
      assert.deepEqual(JSON.parse(readFileSync(join(places.results, file), 'utf8')), {
        [id]: {
          statistic: { failed: 1, broken: 0, skipped: 0, passed: 1, unknown: 0, total: 2 },
          items: [
            { uid: '1000', status: 'passed', time: { start: 1000, stop: 1005, duration: 5 } },
            { uid: '0', status: 'failed', time: { start: 0, stop: 5, duration: 5 } },
          ],
        },
      });
    }
  });

  it('refers to every attachment it writes and names no folder of this machine', (context) => {
    const { places, listener } = start(context);
    listener.scenarioFinished?.(failedRecord());
    listener.scenarioFinished?.(record(bindingScript()));
    const sources = JSON.stringify(results(places)).match(/[\w-]+-attachment\.\w+/gu) ?? [];
    const files = readdirSync(places.results).filter((name) => name.includes('-attachment.'));
    assert.deepEqual([...sources].sort(), files.sort());
    const text = readdirSync(places.results, { withFileTypes: true })
      .map((entry) => (entry.isFile() ? readFileSync(join(places.results, entry.name), 'utf8') : ''))
      .join('\n');
    assert.ok(!text.includes(places.results) && !text.includes(process.cwd()));
  });

  it('says that the results are partial until the run has ended, and then only where it ended early', async (context) => {
    const { places, listener } = start(context);
    const partial = (): string | undefined =>
      /^Partial = (.*)$/mu.exec(readFileSync(join(places.results, 'environment.properties'), 'utf8'))?.[1];
    assert.equal(partial(), UNDER_WAY);
    await listener.runFinished?.(conformance({ run: { ...conformance().run, partial: 'ended by SIGINT' } }));
    assert.equal(partial(), 'ended by SIGINT');
    await listener.runFinished?.(conformance());
    assert.equal(partial(), undefined);
  });

  it('puts the compliance page below every scenario, and is not counted for it', async (context) => {
    const { places, listener } = start(context);
    listener.scenarioFinished?.(failedRecord());
    listener.scenarioFinished?.(failedRecord());
    await listener.runFinished?.(conformance());
    const names = readdirSync(places.results);
    const results = names.filter((name) => name.endsWith('-result.json'));
    const container = JSON.parse(readFileSync(join(places.results, 'compliance-container.json'), 'utf8')) as {
      children: string[];
      afters: { attachments: { source: string; type: string }[] }[];
    };
    assert.deepEqual(container.children.map((id) => `${id}-result.json`).sort(), results.sort());
    assert.equal(results.length, 2);
    const [attachment] = container.afters.flatMap(({ attachments }) => attachments);
    assert.equal(attachment?.type, 'text/html');
    const page = readFileSync(join(places.results, attachment.source), 'utf8');
    assert.match(page, /SEES compliance report/u);
    assert.match(page, /was not signed/u);
  });

  it('tells at the end when somebody removed the results, and makes no folder that would look like all of them', async (context) => {
    const problems: string[] = [];
    const out = scratchFolder(context);
    const { results: folder } = prepareOutput(out);
    const listener = createAllureListener({ outDir: out, onProblem: (sentence) => problems.push(sentence) });
    void listener.runStarted?.(conformance().run, 1, 1);
    listener.scenarioFinished?.(failedRecord());
    rmSync(out, { recursive: true });
    await listener.runFinished?.(conformance());
    assert.deepEqual(problems, ['Allure results are incomplete: the folder is gone (ENOENT)']);
    assert.ok(!existsSync(folder));
  });

  it('tells once when it cannot write, and never throws', (context) => {
    const problems: string[] = [];
    const out = scratchFolder(context);
    writeFileSync(join(out, 'allure-results'), 'in the way');
    const listener = createAllureListener({ outDir: out, onProblem: (sentence) => problems.push(sentence) });
    listener.scenarioFinished?.(failedRecord());
    listener.scenarioFinished?.(failedRecord());
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /^Allure results are incomplete: /u);
  });
});
