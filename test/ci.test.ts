import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { BIN, readJson, ROOT, temporaryFolder } from './command';
import { parseJenkinsfile, type JenkinsNode } from './ci/jenkins';
import { runAction, type Action, type ActionRun } from './ci/run-step';

const skip = process.platform === 'win32' && 'the recipes are for bash';

/** One requirement, without the report for people: what the recipes do with the outcome is the matter here. */
const QUICK = '--hosting direct --no-html';

const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

describe('the GitHub action', { skip }, () => {
  const action = parse(text('action.yml')) as Action;
  const { steps } = action.runs;

  it('is composite, says what everything means, and pins what it uses to a version', () => {
    assert.equal(action.runs.using, 'composite');
    for (const [name, { description }] of [...Object.entries(action.inputs), ...Object.entries(action.outputs)]) {
      assert.ok(description.length > 10, name);
    }
    for (const { name, run, uses, shell } of steps) {
      assert.equal(run === undefined ? undefined : shell, run === undefined ? undefined : 'bash', name);
      if (run === undefined) assert.match(uses ?? '', /^[\w-]+\/[\w-]+@v\d+$/);
    }
  });

  it('uses every input that it has and no other, never inside a script', () => {
    const used = text('action.yml').match(/(?<=\binputs\.)[\w-]+/g) ?? [];
    assert.deepEqual([...new Set(used)].sort(), Object.keys(action.inputs).sort());
    for (const { name, run = '' } of steps) assert.ok(!run.includes('${{'), name);
  });

  function run(given: Readonly<Record<string, string>>, workspace = temporaryFolder(), env = process.env): ActionRun {
    return runAction(action, given, { actionPath: ROOT, workspace, env: clean(env) });
  }

  it('tells of a green run: outputs, summary, exit code', () => {
    const workspace = temporaryFolder();
    const { code, outputs, summary, log } = run({ requirement: 'SEQ-35\n  SEQ-42', args: QUICK }, workspace);
    assert.equal(code, 0, log);
    const { totals } = readJson(workspace, 'reports', 'conformance.json') as { totals: Record<string, number> };
    assert.ok((totals.pass ?? 0) > 0);
    assert.deepEqual(outputs, {
      'exit-code': '0',
      verdict: 'conformant',
      passed: String(totals.pass),
      failed: '0',
      warned: '0',
      'could-not-test': '0',
      report: '',
      conformance: 'reports/conformance.json',
    });
    assert.equal(summary, readFileSync(join(workspace, 'reports', 'summary.md'), 'utf8'));
    assert.match(summary, /--requirement SEQ-35 --requirement SEQ-42/);
  });

  it('is red where a MUST is violated, and says which', () => {
    const workspace = temporaryFolder();
    writeFileSync(
      join(workspace, 'sees.js'),
      "exports.createSees = () => async (request) => ({ status: 200, headers: {}, body: 'yes' });\n",
    );
    writeFileSync(join(workspace, 'c.yaml'), 'profile: stub\nsees:\n  module: ./sees.js\n');
    const given = { config: 'c.yaml', requirement: 'SEES-TRN-09', args: '--no-html' };
    const { code, outputs, summary, log } = run(given, workspace);
    assert.equal(code, 1, log);
    assert.equal(outputs.verdict, 'not-conformant');
    assert.ok(Number(outputs.failed) > 0, JSON.stringify(outputs));
    assert.match(summary, /SEES-TRN-09/);
    const lenient = run({ ...given, gate: 'none' }, workspace);
    assert.deepEqual([lenient.code, lenient.outputs.verdict], [0, 'passed-the-gate'], lenient.log);
    const tolerated = run({ ...given, fail: 'false' }, workspace);
    assert.deepEqual([tolerated.code, tolerated.outputs['exit-code']], [0, '1'], tolerated.log);
  });

  it('takes nothing of an earlier run for its own where the configuration is wrong', () => {
    const workspace = temporaryFolder();
    mkdirSync(join(workspace, 'reports'));
    writeFileSync(join(workspace, 'reports', 'conformance.json'), '{"totals":{"pass":1000}}');
    writeFileSync(join(workspace, 'reports', 'summary.md'), 'Conformant');
    const { code, outputs, summary } = run({ gate: 'all' }, workspace);
    assert.equal(code, 2);
    assert.deepEqual(
      [outputs['exit-code'], outputs.verdict, outputs.passed, outputs.conformance],
      ['2', 'usage-error', '', ''],
    );
    assert.match(summary, /did not run \(exit code 2\)\n {4}[^]*--gate/);
  });

  it('is not green where nothing was judged', () => {
    const { code, outputs, log } = run({ tags: '@SEQ-35 and not @SEQ-35', args: QUICK });
    assert.equal(code, 3, log);
    assert.equal(outputs.verdict, 'could-not-test');
  });

  it('hands inputs on as words, never as commands', () => {
    const workspace = temporaryFolder();
    const evil = '$(touch gone) `touch gone`; touch gone "';
    const names = ['config', 'profile', 'gate', 'tags', 'requirement', 'waivers', 'args'];
    const { code, log } = run(Object.fromEntries(names.map((name) => [name, evil])), workspace);
    // They came as far as the program, which wants none of them.
    assert.equal(code, 2, log);
    assert.match(log, /^(error|sees-conformance): /m);
    assert.ok(!existsSync(join(workspace, 'gone')));
  });

  it('installs the version that was asked for', () => {
    const workspace = temporaryFolder();
    const tools = temporaryFolder();
    // In place of npm: what it was called with, and the layout that it would leave.
    const npm = [
      '#!/bin/bash',
      `printf '%s\\n' "$*" > "${tools}/called"`,
      'folder="$3/node_modules/sees-conformance"',
      `mkdir -p "$folder" && ln -s "${join(ROOT, 'bin')}" "$folder/bin"`,
    ];
    writeFileSync(join(tools, 'npm'), `${npm.join('\n')}\n`, { mode: 0o755 });
    const { code, log } = run({ version: '0.1.0', requirement: 'SEQ-35', args: QUICK }, workspace, {
      ...process.env,
      PATH: `${tools}:${process.env.PATH ?? ''}`,
    });
    assert.equal(code, 0, log);
    assert.match(readFileSync(join(tools, 'called'), 'utf8'), /^install --prefix \S+ .*sees-conformance@0\.1\.0$/m);
  });
});

describe('the GitLab template', { skip }, () => {
  interface Job {
    readonly variables: Readonly<Record<string, string>>;
    readonly before_script: readonly string[];
    readonly script: readonly string[];
    readonly artifacts: {
      readonly paths: readonly string[];
      readonly when: string;
      readonly reports: { junit: string };
    };
    readonly cache: { readonly key: { readonly files: readonly string[] }; readonly paths: readonly string[] };
  }
  const template = parse(text('docs/ci/sees-conformance.gitlab-ci.yml')) as Record<string, Job>;

  it('has one job, of keywords that GitLab knows, whose artifacts are kept also when it is red', () => {
    assert.deepEqual(Object.keys(template), ['sees-conformance']);
    const known = ['image', 'stage', 'variables', 'cache', 'before_script', 'script', 'artifacts'];
    assert.deepEqual(Object.keys(template['sees-conformance'] ?? {}), known);
    assert.equal(template['sees-conformance']?.artifacts.when, 'always');
  });

  it('installs, runs, and leaves the JUnit report where it says', () => {
    const { variables, before_script, script, artifacts, cache } = template['sees-conformance'] ?? assert.fail();
    const project = somebodysProject();
    const ended = shell([...before_script, ...script], project, variables);
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    assert.match(readFileSync(join(project, 'npm-was-called'), 'utf8'), /^ci --cache \.npm /);
    assert.deepEqual(cache.paths, ['.npm/']);
    assert.match(readFileSync(join(project, artifacts.reports.junit), 'utf8'), /<testsuites name="sees-conformance"/);
    for (const path of artifacts.paths) assert.ok(existsSync(join(project, path)), path);
  });

  it('is red as the run is', () => {
    const { variables, script } = template['sees-conformance'] ?? assert.fail();
    const ended = shell(script, somebodysProject(), { ...variables, SEES_CONFORMANCE_TAGS: '@nothing' });
    assert.equal(ended.status, 3, ended.stdout + ended.stderr);
  });
});

describe('the Jenkinsfile', { skip }, () => {
  const file = text('docs/ci/Jenkinsfile');
  const pipeline = parseJenkinsfile(file)[0] ?? assert.fail();
  const at = (...names: readonly string[]): JenkinsNode =>
    names.reduce<JenkinsNode>(
      (node, name) => node.inner.find((each) => each.name === name) ?? assert.fail(`no ${name} in ${node.name}`),
      pipeline,
    );

  it('is a declarative pipeline', () => {
    assert.equal(parseJenkinsfile(file).length, 1);
    assert.equal(pipeline.name, 'pipeline');
    const sections = pipeline.inner.map(({ name }) => name);
    assert.deepEqual(sections, ['agent', 'options', 'environment', 'stages', 'post']);
    for (const stage of at('stages').inner) {
      assert.match(`${stage.name}${stage.given}`, /^stage\('\w+'\)$/);
      assert.deepEqual(
        stage.inner.map(({ name }) => name),
        ['steps'],
      );
    }
    for (const { name, given } of at('environment').inner) assert.match(given, /^= ('|"|credentials\()/, name);
  });

  it('would not be taken for one with a quote or a bracket missing', () => {
    assert.throws(() => parseJenkinsfile(file.replace("run'", 'run')), /line \d+: a quote/);
    assert.throws(() => parseJenkinsfile(file.replace('timeout(', 'timeout')), /line \d+: a bracket/);
    assert.throws(() => parseJenkinsfile(file.trimEnd().slice(0, -1)), /not closed at the end/);
    assert.throws(() => parseJenkinsfile(`${file}}\n`), /nothing is open/);
  });

  it('installs, runs, and publishes what the run left', () => {
    const project = somebodysProject();
    const environment = Object.fromEntries(
      at('environment').inner.map(({ name, given }) => [name, /'([^']*)'/.exec(given)?.[1] ?? '']),
    );
    const commands = at('stages').inner.flatMap(({ inner }) => inner[0]?.inner ?? []);
    assert.deepEqual(new Set(commands.map(({ name }) => name)), new Set(['sh']));
    const ended = shell(
      commands.map(({ given }) => given.replace(/^'(.*)'$/, '$1')),
      project,
      environment,
    );
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    const published = at('post', 'always').inner;
    assert.deepEqual(
      published.map(({ name }) => name),
      ['junit', 'archiveArtifacts'],
    );
    const paths = published.map(
      ({ given }) => /(?:testResults|artifacts): '([^'*]*)/.exec(given)?.[1] ?? assert.fail(),
    );
    for (const path of paths) assert.ok(existsSync(join(project, path)), path);
  });
});

/** A folder with the program installed, and in place of npm a note of how it was called. */
function somebodysProject(): string {
  const project = temporaryFolder();
  mkdirSync(join(project, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(BIN, join(project, 'node_modules', '.bin', 'sees-conformance'));
  writeFileSync(join(project, 'package.json'), '{ "name": "somebody", "private": true }');
  mkdirSync(join(project, 'tools'));
  const npm = `#!/bin/bash\nprintf '%s\\n' "$*" > npm-was-called\n`;
  writeFileSync(join(project, 'tools', 'npm'), npm, { mode: 0o755 });
  return project;
}

/** As runners do it: all commands in one shell that ends at the first that fails. */
function shell(commands: readonly string[], project: string, variables: Readonly<Record<string, string>>) {
  return spawnSync('bash', ['-e', '-o', 'pipefail', '-c', commands.join('\n')], {
    cwd: project,
    encoding: 'utf8',
    env: {
      ...clean(process.env),
      PATH: `${join(project, 'tools')}:${process.env.PATH ?? ''}`,
      SEES_CONFORMANCE_HOSTING: 'direct',
      SEES_CONFORMANCE_NO_HTML: 'true',
      SEES_CONFORMANCE_REQUIREMENT: 'SEQ-35',
      ...variables,
    },
  });
}

/** Without what belongs to the tests or to an operator. */
function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(SEES_CONFORMANCE_|NODE_TEST_CONTEXT$|NODE_OPTIONS$|npm_)/.test(name)),
  );
}
