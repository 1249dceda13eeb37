/**
 * Two thousand bindings in flight against `serve all` in a process of its own: how fast, in how much memory, and whether
 * anything crossed. Writes bench/load.md.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const BIN = join(ROOT, 'bin', 'sees-conformance.js');
const FLOWS = 2000;
const MOST_MB = 400;

interface LoadFile {
  readonly suite: { readonly version: string };
  readonly run: { readonly durationMs: number };
  readonly flows: { readonly bound: number };
  readonly crossings: { readonly count: number };
  readonly twins: { readonly sent: number; readonly refused: number; readonly granted: number };
  readonly verdict: { readonly exitCode: number; readonly reason: string };
  readonly information: {
    readonly flowsPerSecond: number;
    readonly requestsPerSecond: number;
    readonly mostFlowsInFlight: number;
    readonly mostRequestsInFlight: number;
    readonly arrows: readonly {
      readonly arrow: string;
      readonly name: string;
      readonly p50Ms: number;
      readonly p95Ms: number;
      readonly p99Ms: number;
    }[];
  };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sees-conformance-bench-'));
  process.on('exit', () => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

async function serve(out: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [BIN, 'serve', 'all', '--out', out], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => {
      reject(new Error('serve ended before it was ready'));
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (/^READY\b/m.test(printed)) resolve();
    });
  });
  return child;
}

function load(config: string, out: string): { result: LoadFile; peakMb: number } {
  const peakFile = join(out, 'peak');
  const { status } = spawnSync(
    process.execPath,
    [
      '--require',
      join(__dirname, 'peak-memory.cjs'),
      BIN,
      ...['load', '--flows', String(FLOWS), '--config', config, '--out', out],
    ],
    { stdio: 'inherit', env: { ...process.env, BENCH_PEAK_FILE: peakFile } },
  );
  if (status !== 0) throw new Error(`load ended with ${String(status)}`);
  return {
    result: JSON.parse(readFileSync(join(out, 'load.json'), 'utf8')) as LoadFile,
    peakMb: (Number(readFileSync(peakFile, 'utf8')) * 1024) / 1e6,
  };
}

async function main(): Promise<void> {
  const served = folder();
  const server = await serve(served);
  try {
    const { result, peakMb } = load(join(served, 'end-to-end.yaml'), folder());
    const { information, flows, crossings, twins, verdict } = result;
    if (crossings.count > 0 || twins.granted > 0) throw new Error('something crossed');
    if (peakMb > MOST_MB) throw new Error(`peak memory ${peakMb.toFixed(0)} MB, allowed are ${String(MOST_MB)}`);
    const [cpu] = cpus();
    const text = [
      '# Load',
      '',
      `${FLOWS.toLocaleString('en-US')} bindings in flight, each four requests, against \`serve all\` in a process of its own: https, mutual TLS in front of`,
      'SEES, end-to-end. Client and both servers share the cores, so the times say as much of the servers. Made by',
      '`npm run bench:load`.',
      '',
      `${String(cpus().length)} cores (${cpu?.model.trim() ?? 'unknown'}); ${platform()} ${arch()}; Node.js ${process.version}; sees-conformance ${result.suite.version}`,
      '',
      '| | |',
      '| --- | --- |',
      `| in flight at once, at most | ${information.mostFlowsInFlight.toLocaleString('en-US')} flows, ${String(information.mostRequestsInFlight)} requests |`,
      `| came to the license of their own title | ${flows.bound.toLocaleString('en-US')} |`,
      `| crossed | ${String(crossings.count)} |`,
      `| tries with another flow's device | ${String(twins.sent)}, of them refused ${String(twins.refused)}, granted ${String(twins.granted)} |`,
      `| peak memory of the load process | ${peakMb.toFixed(0)} MB (allowed: ${String(MOST_MB)}) |`,
      `| time | ${(result.run.durationMs / 1000).toFixed(1)} s |`,
      `| flows/s, requests/s | ${information.flowsPerSecond.toFixed(1)}, ${information.requestsPerSecond.toFixed(1)} |`,
      `| verdict | ${verdict.reason} |`,
      '',
      '| arrow | p50, ms | p95, ms | p99, ms |',
      '| --- | --- | --- | --- |',
      ...information.arrows.map(
        ({ arrow, name, p50Ms, p95Ms, p99Ms }) =>
          `| ${arrow} ${name} | ${p50Ms.toFixed(0)} | ${p95Ms.toFixed(0)} | ${p99Ms.toFixed(0)} |`,
      ),
      '',
    ].join('\n');
    writeFileSync(join(ROOT, 'bench', 'load.md'), text);
    console.log(`\n${text}`);
  } finally {
    const closed = once(server, 'close');
    server.kill('SIGTERM');
    await closed;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
