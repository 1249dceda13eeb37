import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { BIN, ROOT, temporaryFolder } from './command';
import { reportOf } from './default-run';

const RECIPES = join(ROOT, 'docs', 'recipes');
const NONCE = /^[0-9a-fA-F]{8,32}$/u;

interface Workflow {
  readonly env: Readonly<Record<string, string | number>>;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

interface WorkflowJob {
  readonly needs?: string;
  readonly if?: string;
  readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
}

interface Job {
  readonly kind: string;
  readonly spec: {
    readonly completionMode: string;
    readonly completions: number;
    readonly parallelism: number;
    readonly template: { readonly spec: { readonly containers: readonly [Container] } };
  };
}

interface Container {
  readonly command: readonly string[];
  readonly args: readonly [string];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
}

/** The last line that a shell script prints, with these variables and a `sees-conformance` that is ours. */
async function shell(script: string, env: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  const child = spawn('/bin/sh', ['-c', script], { cwd: ROOT, env: { ...process.env, NO_COLOR: '1', ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

describe('the recipe for GitHub Actions', () => {
  const { env, jobs } = parse(readFileSync(join(RECIPES, 'github-actions.yaml'), 'utf8')) as Workflow;
  const { nonce, shard, merge } = jobs;

  it('has as many shards as it says, with one seed and one nonce for all', async () => {
    const numbers = shard?.strategy?.matrix.shard ?? [];
    assert.deepEqual(
      numbers,
      Array.from({ length: Number(env.SHARDS) }, (_, place) => place + 1),
    );
    assert.ok(Number.isInteger(env.SEES_CONFORMANCE_SEED));
    assert.equal(shard?.needs, 'nonce');
    assert.equal(shard.env?.SEES_CONFORMANCE_NONCE, '${{ needs.nonce.outputs.nonce }}');
    const out = join(temporaryFolder(), 'output');
    const script = nonce?.steps[0]?.run ?? 'false';
    await shell(script, { GITHUB_OUTPUT: out, GITHUB_RUN_ID: '12345678901', GITHUB_RUN_ATTEMPT: '2' });
    assert.match(
      readFileSync(out, 'utf8')
        .trim()
        .replace(/^nonce=/u, ''),
      NONCE,
    );
  });

  it('merges whatever became of the shards', () => {
    assert.equal(merge?.needs, 'shard');
    assert.equal(merge.if, 'always()');
    assert.ok(merge.steps.some(({ run }) => run?.includes('sees-conformance merge $folders --out reports') === true));
  });
});

describe('the recipe for Kubernetes', () => {
  const documents = parseAllDocuments(readFileSync(join(RECIPES, 'kubernetes-job.yaml'), 'utf8'));
  const job = documents.map((document) => document.toJS() as Job).find(({ kind }) => kind === 'Job');
  assert.ok(job !== undefined);
  const { spec } = job;
  const [container] = spec.template.spec.containers;
  const valueOf = (name: string): string | undefined => container.env.find((variable) => variable.name === name)?.value;

  it('is an Indexed Job with a pod for each shard and one for the merge, all at once', () => {
    assert.deepEqual(
      documents.flatMap(({ errors }) => errors),
      [],
    );
    assert.equal(spec.completionMode, 'Indexed');
    assert.equal(spec.completions, Number(valueOf('SHARDS')) + 1);
    assert.equal(spec.parallelism, spec.completions);
    assert.match(valueOf('SEES_CONFORMANCE_SEED') ?? '', /^\d+$/u);
    assert.deepEqual(container.env.find(({ name }) => name === 'JOB_UID')?.valueFrom, {
      fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/controller-uid']" },
    });
  });

  it('makes one result out of pods that know nothing but their index and the uid of the Job', async () => {
    const folder = temporaryFolder();
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'sees-conformance'), `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`, {
      mode: 0o755,
    });
    const uid = '0d1e2f30-4b5c-4d6e-8f70-a1b2c3d4e5f6';
    const pod = (index: number): Promise<{ code: number; said: string }> =>
      shell(container.args[0], {
        ...Object.fromEntries(container.env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
        PATH: `${bin}:${process.env.PATH ?? ''}`,
        SHARDS: '2',
        RESULTS: folder,
        JOB_UID: uid,
        JOB_COMPLETION_INDEX: String(index),
        SEES_CONFORMANCE_HOSTING: 'direct',
        SEES_CONFORMANCE_TAGS: '@SEES-RES-05',
      });
    const pods = await Promise.all([0, 1, 2].map(pod));
    for (const { code, said } of pods) assert.equal(code, 0, said);
    const { run, verdict } = reportOf(join(folder, uid, 'merged'));
    assert.deepEqual([run.nonce, run.shards?.length, verdict.exitCode], [uid.replaceAll('-', ''), 2, 0]);
    assert.equal(String(run.seed), valueOf('SEES_CONFORMANCE_SEED'));
  });
});
