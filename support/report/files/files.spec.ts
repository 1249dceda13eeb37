import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { create } from 'xmlbuilder2';
import type { ConformanceReport, Draft } from '../../verdict';
import { failedRecord } from '../testing/records';
import { checkVerdict, conformance, requirement } from '../testing/reports';
import { noProblem } from '../testing/no-problem';
import { scratchFolder } from '../testing/scratch';
import { conformanceProblems } from './conformance-file';
import { junitXml } from './junit';
import { createFileListener } from '../testing/file-listener';
import { reproduce, summaryMarkdown } from './summary';

describe('conformance.schema.json', () => {
  it('accepts a report', () => {
    assert.deepEqual(conformanceProblems(JSON.parse(JSON.stringify(conformance()))), []);
  });

  const members: string[][] = [
    ['schemaVersion'],
    ['run', 'seed'],
    ['run', 'readings'],
    ['totals', 'warn'],
    ['verdict', 'exitCode'],
    ['requirements', '0', 'checks', '0', 'reason'],
    ['scenarios', '0', 'uri'],
  ];
  for (const path of members) {
    it(`rejects a report without ${path.join('.')}`, () => {
      const report = JSON.parse(JSON.stringify(conformance())) as Record<string, unknown>;
      const parent = path.slice(0, -1).reduce((value, key) => value[key] as Record<string, unknown>, report);
      Reflect.deleteProperty(parent, path.at(-1) ?? '');
      const [problem] = conformanceProblems(report);
      assert.match(problem ?? '', new RegExp(`must have required property '${path.at(-1) ?? ''}'`, 'u'));
    });
  }

  it('rejects unknown outcomes, unknown members and malformed ids', () => {
    const report = conformance({
      requirements: [requirement([checkVerdict('SEQ-42', 'passed' as 'pass')], { id: 'seq 42' })],
    });
    const problems = conformanceProblems({ ...report, more: 1 });
    assert.ok(problems.some((problem) => problem.includes('(more)')));
    assert.ok(problems.some((problem) => problem.startsWith('/requirements/0/checks/0/outcome')));
    assert.ok(problems.some((problem) => problem.startsWith('/requirements/0/id')));
  });
});

describe('junitXml', () => {
  it('has a suite per family and a case per check, with what became of it', () => {
    const xml = junitXml(conformance());
    const cases = [...xml.matchAll(/<testcase [^>]*? name="(\S+) [^"]*"[^>]*?(?:\/>|>([^]*?)<\/testcase>)/gu)].map(
      ([, id, inner]) => [id, /<(\w[\w-]*)/u.exec(inner ?? '')?.[1] ?? 'passed'],
    );
    assert.deepEqual(Object.fromEntries(cases), {
      'SEQ-42': 'failure',
      'SEQ-42.code': 'system-out',
      'SEQ-35': 'passed',
      'SEES-TRN-01': 'error',
      'SEES-TRN-02': 'error',
      'SEES-RES-03': 'skipped',
      'SEES-RES-04': 'skipped',
      'EP-LIC-06': 'system-out',
    });
    assert.deepEqual(
      [...xml.matchAll(/<testsuite name="([^"]+)" tests="(\d+)"/gu)].map(([, name, tests]) => [name, tests]),
      [
        ['SEQ', '3'],
        ['SEES-TRN', '2'],
        ['SEES-RES', '2'],
        ['EP-LIC', '1'],
      ],
    );
    assert.match(xml, /<testsuites name="sees-conformance" tests="8" failures="1" errors="2" skipped="2"/u);
    assert.match(xml, /<skipped message="not-observable: no backend leg"\/>/u);
    assert.match(xml, /timestamp="2026-01-02T03:04:05"/u);
  });

  it('is well-formed whatever a reason holds', () => {
    const reason = 'a\u0000\u001b[31m<b>]]>&\ud800\uffff"\'';
    const xml = junitXml(
      conformance({ requirements: [requirement([checkVerdict('SEQ-42', 'fail', { reason, observed: reason })])] }),
    );
    create(xml);
    assert.match(xml, /<failure [^]*>a\ufffd\ufffd\[31m&lt;b&gt;\]\]&gt;&amp;[^]*<\/failure>/u);
    // eslint-disable-next-line no-control-regex -- these are what XML cannot hold
    assert.doesNotMatch(xml, /[\u0000-\u0008\u001b\uffff]/u);
  });

  it('tells entities that a reason holds as they are', () => {
    const reason = 'SEES says &nbsp; and &lt;';
    const xml = junitXml(conformance({ requirements: [requirement([checkVerdict('SEQ-42', 'fail', { reason })])] }));
    create(xml);
    assert.match(xml, /<failure message="SEES says &amp;nbsp; and &amp;lt;"/u);
    assert.match(xml, />SEES says &amp;nbsp; and &amp;lt;</u);
  });
});

describe('summaryMarkdown', () => {
  it('says the verdict first, lists what is not in order, and how to repeat it', () => {
    const lines = summaryMarkdown(conformance()).split('\n');
    assert.equal(lines[0], '## Not conformant: sees-conformance 0.1.0');
    assert.match(lines[2] ?? '', /^\*\*1 check of level MUST failed\*\* \(gate `must`, exit code 1\)$/u);
    assert.ok(lines.includes('| fail | 2 | 2 |'));
    assert.ok(
      lines.includes(
        String.raw`- **SEQ-42** fail: device B opened a license \| with &lt;contentKey \#1&gt; (features/a.feature:3)`,
      ),
    );
    assert.ok(lines.includes('- **SEES-RES-04** fail (waived): why SEES-RES-04 is fail (features/a.feature:3)'));
    assert.ok(lines.includes('npx sees-conformance run --profile stub --hosting nock --seed 7 --nonce n0'));
    assert.ok(lines.includes('| names.deviceId | deviceid | EP-TOK-18, EP-TOK-19 |'));
  });

  it('lists the readings that were changed and what they decide about', () => {
    const lines = summaryMarkdown(conformance()).split('\n');
    assert.deepEqual(
      lines.filter((line) => line.includes('decides about')),
      ['- `names.deviceId` is deviceid, which decides about EP-TOK-18, EP-TOK-19'],
    );
    assert.doesNotMatch(summaryMarkdown(conformance({ readings: [] })), /differ from their defaults/u);
  });

  it('lists the waivers with what became of them', () => {
    const row = String.raw`| SEES-RES-04 | in-force | 2026-12-31 | ops | OPS-1 | the next release mends it \| soon |`;
    assert.ok(summaryMarkdown(conformance()).split('\n').includes(row));
    assert.doesNotMatch(summaryMarkdown(conformance({ waivers: [] })), /### Waivers/u);
  });

  it('lists at most 50 and counts the rest', () => {
    const requirements = Array.from({ length: 53 }, (_, index) =>
      requirement([checkVerdict(`SEQ-${String(index)}`, 'fail')]),
    );
    const text = summaryMarkdown(conformance({ requirements }));
    assert.equal(text.match(/^- \*\*/gmu)?.length, 50);
    assert.match(text, /^- and 3 more/mu);
  });

  it('repeats what was selected, and the gate where it is not the default or a file may name another', () => {
    const { run, verdict } = conformance();
    const selection = {
      config: 'demo/x.yaml',
      waivers: 'waivers.yaml',
      tags: '@SEQ-42 or @a',
      requirement: ['SEQ-01', 'SEQ-02.a'],
      shard: '1/4',
    };
    assert.equal(
      reproduce(conformance({ run: { ...run, selection } })),
      "npx sees-conformance run --config demo/x.yaml --profile stub --hosting nock --tags '@SEQ-42 or @a' " +
        '--requirement SEQ-01 --requirement SEQ-02.a --shard 1/4 --waivers waivers.yaml --gate must --seed 7 --nonce n0',
    );
    assert.match(reproduce(conformance({ verdict: { ...verdict, gate: 'should' } })), / --gate should /u);
    assert.doesNotMatch(reproduce(conformance()), /--(gate|config|tags|requirement|shard|waivers)/u);
  });

  it('keeps the command in its block, whatever lines the values have', () => {
    const { run } = conformance();
    const tags = '@SEQ-42\n```\n# Conformant\n````sh\r```\r';
    const lines = summaryMarkdown(conformance({ run: { ...run, selection: { tags } } })).split(/[\r\n]/u);
    const opened = lines.findIndex((line) => line.startsWith('`'));
    const fence = /^`+/u.exec(lines[opened] ?? '')?.[0] ?? '';
    const closed = lines.findIndex(
      (line, index) => index > opened && /^ {0,3}`+\s*$/u.test(line) && line.includes(fence),
    );
    assert.deepEqual(lines.slice(closed), [fence, ''], 'the block is open to the end');
    assert.ok(lines.slice(opened, closed).includes('# Conformant'), 'the value is as it was');
  });

  it('repeats a nonce only in stub', () => {
    const { run } = conformance();
    assert.doesNotMatch(reproduce(conformance({ run: { ...run, profile: 'sees' } })), /nonce/u);
    assert.match(reproduce(conformance({ run: { ...run, nonce: "a b'c" } })), /--nonce 'a b'\\''c'$/u);
  });
});

describe('createFileListener', () => {
  it('writes its files and one more line of history per run', async (context) => {
    const outDir = scratchFolder(context);
    for (const run of [1, 2]) {
      const listener = createFileListener({ outDir, onProblem: noProblem });
      if (run === 2) listener.scenarioFinished?.(failedRecord());
      await listener.runFinished?.(conformance());
    }
    const written = [
      'badge.json',
      'compliance.html',
      'compliance.md',
      'conformance.json',
      'history.jsonl',
      'junit.xml',
      'summary.md',
    ];
    assert.deepEqual(readdirSync(outDir).sort(), written);
    for (const name of written.filter((each) => each !== 'history.jsonl'))
      assert.equal(statSync(join(outDir, name)).mode & 0o777, 0o644);
    const lines = readFileSync(join(outDir, 'history.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      lines.map(({ scenarios, exitCode, profile }) => ({ scenarios, exitCode, profile })),
      [
        { scenarios: { passed: 0, failed: 0, broken: 0, skipped: 0 }, exitCode: 1, profile: 'stub' },
        { scenarios: { passed: 0, failed: 1, broken: 0, skipped: 0 }, exitCode: 1, profile: 'stub' },
      ],
    );
  });

  it('writes the rest where one file cannot be written, and tells it', async (context) => {
    const outDir = scratchFolder(context);
    mkdirSync(join(outDir, 'junit.xml', 'full'), { recursive: true });
    const problems: string[] = [];
    await createFileListener({ outDir, onProblem: (sentence) => problems.push(sentence) }).runFinished?.(conformance());
    assert.deepEqual(problems.length, 1);
    assert.match(problems[0] ?? '', /junit\.xml was not written/u);
    assert.ok(readdirSync(outDir).includes('summary.md'));
  });

  it('keeps a report of what was gathered while the run goes on, now and then', async (context) => {
    const outDir = scratchFolder(context);
    let now = 0;
    const listener = createFileListener({ outDir, onProblem: noProblem, now: () => now });
    const drafted: number[] = [];
    const draft: Draft = (records) => {
      drafted.push(records.length);
      return conformance({ run: { ...conformance().run, partial: `${String(records.length)} so far` } });
    };
    const partial = (): unknown =>
      (JSON.parse(readFileSync(join(outDir, 'conformance.json'), 'utf8')) as ConformanceReport).run.partial;
    void listener.runStarted?.(conformance().run, 3, 3, draft);
    assert.equal(partial(), '0 so far');
    listener.scenarioFinished?.(failedRecord());
    assert.equal(partial(), '0 so far', 'not after each scenario');
    now = 10_000;
    listener.scenarioFinished?.(failedRecord());
    assert.equal(partial(), '2 so far');
    now = 19_999;
    listener.waiting?.('a token to expire', 60_000);
    assert.deepEqual(drafted, [0, 2]);
    now = 20_000;
    listener.waiting?.('a token to expire', 60_000);
    assert.deepEqual(drafted, [0, 2, 2]);
    await listener.runFinished?.(conformance());
    assert.equal(partial(), undefined);
    assert.ok(readFileSync(join(outDir, 'conformance.json'), 'utf8').startsWith('{\n'), 'no room is left in it');
  });

  it('says in every file what else was lost', async (context) => {
    const outDir = scratchFolder(context);
    const right = conformance({ verdict: { gate: 'must', exitCode: 0, reason: 'every check is right' } });
    const lost = ['Allure results are incomplete: the disk is full (ENOSPC)'];
    await createFileListener({ outDir, onProblem: noProblem, lost: () => lost }).runFinished?.(right);
    const read = (name: string): string => readFileSync(join(outDir, name), 'utf8');
    const { run, verdict } = JSON.parse(read('conformance.json')) as ConformanceReport;
    assert.deepEqual([run.partial, verdict.exitCode], [lost[0], 3]);
    assert.match(read('summary.md'), /exit code 3/u);
    assert.match(read('history.jsonl'), /"exitCode":3,"partial"/u);
  });

  it('tells in conformance.json of the files that come before it', async (context) => {
    const outDir = scratchFolder(context);
    mkdirSync(join(outDir, 'junit.xml', 'full'), { recursive: true });
    const right = conformance({ verdict: { gate: 'must', exitCode: 0, reason: 'every check is right' } });
    await createFileListener({ outDir }).runFinished?.(right);
    const { run, verdict } = JSON.parse(readFileSync(join(outDir, 'conformance.json'), 'utf8')) as ConformanceReport;
    assert.equal(verdict.exitCode, 3);
    assert.match(run.partial ?? '', /^junit\.xml was not written/u);
    // What was proved stays so.
    await createFileListener({ outDir }).runFinished?.(conformance());
    const proved = JSON.parse(readFileSync(join(outDir, 'conformance.json'), 'utf8')) as ConformanceReport;
    assert.equal(proved.verdict.exitCode, 1);
  });

  it('tells when the report is not what its schema says, and writes it all the same', async (context) => {
    const outDir = scratchFolder(context);
    const problems: string[] = [];
    const report = { ...conformance(), schemaVersion: 2 as 1 };
    await createFileListener({ outDir, onProblem: (sentence) => problems.push(sentence) }).runFinished?.(report);
    assert.match(problems.join(), /does not follow its schema: \/schemaVersion must be equal to constant/u);
    assert.ok(readdirSync(outDir).includes('conformance.json'));
  });
});
